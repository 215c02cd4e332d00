/** One gate of the IDT, taken apart. SDM Vol. 3A, "64-Bit Mode IDT" and "IDT Descriptors". */

export interface IdtGate {
  /** Where the handler begins, put together from its parts. */
  readonly offset: bigint
  readonly selector: number
  /** 0 to 7; 0 keeps the stack. Always 0 outside of IA-32e mode. */
  readonly ist: number
  /** Bits 43:40 of the low quadword: see `GateType`. */
  readonly type: number
  /** Bit 44, which is clear in a gate. */
  readonly isMemorySegment: boolean
  readonly dpl: number
  readonly isPresent: boolean
}

/** Types that an interrupt or exception may use. In IA-32e mode only the last two, which then are 64-bit gates. */
export const GateType = {
  task: 0x5,
  interrupt16: 0x6,
  trap16: 0x7,
  interrupt: 0xe,
  trap: 0xf,
} as const

const NAMES: Readonly<Record<number, string>> = {
  [GateType.task]: 'task gate',
  [GateType.interrupt16]: '16-bit interrupt gate',
  [GateType.trap16]: '16-bit trap gate',
  [GateType.interrupt]: 'interrupt gate',
  [GateType.trap]: 'trap gate',
}

/** `interrupt gate`, or undefined for what is none. */
export const gateTypeName = ({ type, isMemorySegment }: IdtGate): string | undefined =>
  isMemorySegment ? undefined : NAMES[type]

/** The type that has a name. */
export function gateTypeNamed(name: string): number | undefined {
  const found = Object.entries(NAMES).find(([, one]) => one === name)
  return found && Number(found[0])
}

/** Through an interrupt gate RFLAGS.IF is cleared, through a trap gate it stays. */
export const clearsInterruptFlag = ({ type }: IdtGate): boolean => (type & 1) === 0

/** Low and high quadword as they lie in memory; the high one is 0 for a gate of 8 bytes. */
export function decodeGate([low, high]: readonly [bigint, bigint]): IdtGate {
  const bits = (shift: bigint, count: bigint) => (low >> shift) & ((1n << count) - 1n)
  return {
    offset: bits(0n, 16n) | (bits(48n, 16n) << 16n) | ((high & 0xffff_ffffn) << 32n),
    selector: Number(bits(16n, 16n)),
    ist: Number(bits(32n, 3n)),
    type: Number(bits(40n, 4n)),
    isMemorySegment: bits(44n, 1n) === 1n,
    dpl: Number(bits(45n, 2n)),
    isPresent: bits(47n, 1n) === 1n,
  }
}
