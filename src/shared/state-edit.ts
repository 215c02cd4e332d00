/**
 * What a person may change of a machine between two instructions: a register, bytes of memory, what the TLBs hold.
 * Knows which registers can be named and how wide they are; whether the processor could hold a value only it can say.
 */
import { littleEndianNumber } from './little-endian'
import { formatShortHex } from './format'
import type { LinearAddress } from './units'

/** The registers that can be set, with their widths in bits. */
export const SETTABLE_REGISTERS = {
  ...{ RAX: 64, RCX: 64, RDX: 64, RBX: 64, RSP: 64, RBP: 64, RSI: 64, RDI: 64 },
  ...{ R8: 64, R9: 64, R10: 64, R11: 64, R12: 64, R13: 64, R14: 64, R15: 64 },
  ...{ RIP: 64, RFLAGS: 64 },
  ...{ CR0: 64, CR2: 64, CR3: 64, CR4: 64, CR8: 64, IA32_EFER: 64 },
  ...{ 'FS.base': 64, 'GS.base': 64 },
  ...{ 'GDTR.base': 64, 'GDTR.limit': 16, 'IDTR.base': 64, 'IDTR.limit': 16 },
} as const

export type SettableRegister = keyof typeof SETTABLE_REGISTERS

export const isSettableRegister = (name: string): name is SettableRegister =>
  Object.hasOwn(SETTABLE_REGISTERS, name)

/** A register by its name, however it is written: `rax`, `cr3`. */
export function settableRegister(text: string): SettableRegister | undefined {
  const wanted = text.trim().toUpperCase()
  return Object.keys(SETTABLE_REGISTERS)
    .filter(isSettableRegister)
    .find((name) => name.toUpperCase() === wanted)
}

/** Whose addresses are meant: those of instructions, through the page tables, or those on the bus. */
export const ADDRESS_SPACES = ['linear', 'physical'] as const
export type AddressSpace = (typeof ADDRESS_SPACES)[number]

export type StateEdit =
  | {
      readonly type: 'set-register'
      readonly register: SettableRegister
      readonly value: bigint
    }
  /** Of a linear address the page tables decide which bytes they are, not the TLBs; nothing is marked accessed. */
  | {
      readonly type: 'set-memory'
      readonly space: AddressSpace
      readonly address: bigint
      readonly bytes: readonly number[]
      /** Of each byte the bits that are changed: the others stay as they are at that instant. All of them when absent. */
      readonly mask?: readonly number[]
    }
  /** As INVLPG does. */
  | { readonly type: 'invalidate-page'; readonly address: LinearAddress }

export const EDIT_TYPES = [
  'set-register',
  'set-memory',
  'invalidate-page',
] as const satisfies readonly StateEdit['type'][]

/** The most bytes that one edit changes: a page. */
export const LONGEST_EDIT = 4096

/** So many bytes are told by their value. */
const TOLD = 8

/** Some bits of memory: so many from bit `low` of the byte at an address on, lowest byte first. */
export interface MemoryBits {
  readonly space: AddressSpace
  readonly address: bigint
  readonly low: number
  readonly width: number
}

/** As short as a person would write it: `5`, `0xdead_beef`. */
const valueWords = (value: bigint): string => (value < 10n ? `${value}` : formatShortHex(value))

/** `RAX = 5`, `[0xb8000] = 0x41`, `INVLPG 0x1000`. */
export function editWords(edit: StateEdit): string {
  switch (edit.type) {
    case 'set-register':
      return `${edit.register} = ${valueWords(edit.value)}`
    case 'set-memory':
      return `${placeWords(edit.space, edit.address)}${maskWords(edit.mask)} = ${bytesWords(edit.bytes)}`
    case 'invalidate-page':
      return `INVLPG ${formatShortHex(edit.address)}`
  }
}

const placeWords = (space: AddressSpace, address: bigint): string =>
  `${space === 'physical' ? 'physical ' : ''}[${formatShortHex(address)}]`

/** Which bits of the bytes are meant, when it is not all of them. */
const maskWords = (mask: readonly number[] | undefined): string =>
  mask === undefined ? '' : ` bits ${valueWords(littleEndianNumber(mask))}`

const bytesWords = (bytes: readonly number[]): string =>
  bytes.length > TOLD ? `${bytes.length} bytes` : valueWords(littleEndianNumber(bytes))

/** `length` bytes of a number, lowest first. */
export const bytesOf = (value: bigint, length: number): number[] =>
  Array.from({ length }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn))

/** A number with some of its bits set to a value: from bit `low` on, `width` of them. */
export function withBits(whole: bigint, low: number, width: number, value: bigint): bigint {
  const mask = ((1n << BigInt(width)) - 1n) << BigInt(low)
  return (whole & ~mask) | ((value << BigInt(low)) & mask)
}
