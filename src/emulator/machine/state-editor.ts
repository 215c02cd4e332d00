/**
 * Changes the machine from outside, between two instructions: what a person does who tries another past.
 * A register takes what the processor could hold there. Memory changes as by a store of somebody else: decoded code of
 * the page is forgotten, the TLBs are not, and no accessed or dirty bit is set.
 */
import type { SettableRegister, StateEdit } from '../../shared/state-edit'
import { SETTABLE_REGISTERS } from '../../shared/state-edit'
import { linearAddress, physicalAddress, type PhysicalAddress } from '../../shared/units'
import * as L from '../core/layout'
import type { AccessWatch } from './access-watch'
import type { Core } from './core-binding'
import type { PageStore } from './page-store'
import { GENERAL_REGISTERS, SEGMENT_REGISTERS } from './processor-state'

export interface StateEditor {
  register(name: SettableRegister): bigint
  /** Why an edit cannot be made as the machine stands, in a sentence; nothing when it can. */
  refusal(edit: StateEdit): string | undefined
  /** Makes an edit; one that cannot be made changes nothing. */
  apply(edit: StateEdit): void
}

interface RegisterRule {
  get(core: Core): bigint
  set(core: Core, value: bigint): void
  allows?(core: Core, value: bigint): boolean
  /** What a value must be, for whoever gave another one. */
  readonly rule?: string
}

const PAGE_SIZE = 4096n
const LONG_MODE_ACTIVE = 1n << 10n

/** All that POPF could set, and RF, which IRET can; VM, VIF and VIP belong to virtual-8086 mode, which is not there. */
const RFLAGS_SETTABLE = 0x25_7fd5n
const RFLAGS_FIXED = 1n << 1n

const isCanonical = (value: bigint) => BigInt.asUintN(64, BigInt.asIntN(48, value)) === value
const isLongMode = (core: Core) => (core.getU64(L.EFER) & LONG_MODE_ACTIVE) !== 0n

const CANONICAL = 'must be a canonical address: bits 63 to 48 all equal bit 47'

/** A field of 64 bits from which nothing follows. */
const field = (offset: number): RegisterRule => ({
  get: (core) => core.getU64(offset),
  set: (core, value) => core.setU64(offset, value),
})

const segmentBase = (name: (typeof SEGMENT_REGISTERS)[number]): RegisterRule => ({
  ...field(L.SEGMENTS + SEGMENT_REGISTERS.indexOf(name) * L.SEGMENT_SIZE + L.SEGMENT_BASE),
  allows: (_core, value) => isCanonical(value),
  rule: CANONICAL,
})

const control = (register: number, offset: number, rule?: string): RegisterRule => ({
  get: (core) => core.getU64(offset),
  set: (core, value) => core.setControl(register, value),
  allows: (core, value) => core.canHold(register, value),
  ...(rule !== undefined && { rule }),
})

const limit = (offset: number): RegisterRule => ({
  get: (core) => BigInt(core.getU32(offset)),
  set: (core, value) => core.setU32(offset, Number(value)),
})

type GeneralRegister = (typeof GENERAL_REGISTERS)[number]

const GENERAL_RULES = Object.fromEntries(
  GENERAL_REGISTERS.map((name, index): [string, RegisterRule] => [name, field(L.GPR + 8 * index)]),
) as Readonly<Record<GeneralRegister & SettableRegister, RegisterRule>>

const RULES: Readonly<Record<SettableRegister, RegisterRule>> = {
  ...GENERAL_RULES,
  RIP: {
    ...field(L.RIP),
    allows: (core, value) => (isLongMode(core) ? isCanonical(value) : value >> 32n === 0n),
    rule: `${CANONICAL}; outside of long mode it has 32 bits`,
  },
  RFLAGS: {
    ...field(L.RFLAGS),
    set(core, value) {
      core.setU32(L.FLAG_KIND, L.FLAGS_EXPLICIT)
      core.setU64(L.RFLAGS, value | RFLAGS_FIXED)
    },
    allows: (_core, value) => (value & ~(RFLAGS_SETTABLE | RFLAGS_FIXED)) === 0n,
    rule: 'has reserved bits that must be 0, and no virtual-8086 mode',
  },
  CR0: control(
    L.REGISTER_CR0,
    L.CR0,
    'keeps PE, PG and ET as they are, needs CD where NW is set, and has reserved bits that must be 0',
  ),
  CR2: control(L.REGISTER_CR2, L.CR2),
  CR3: control(
    L.REGISTER_CR3,
    L.CR3,
    'must have bits 63 to 40 clear: a physical address has 40 bits here',
  ),
  CR4: control(
    L.REGISTER_CR4,
    L.CR4,
    'takes only bits that this processor has, and keeps PAE in long mode',
  ),
  CR8: control(L.REGISTER_CR8, L.CR8, 'holds 0 to 15'),
  IA32_EFER: control(
    L.REGISTER_EFER,
    L.EFER,
    'takes SCE and NXE; LME cannot change while paging is on',
  ),
  'FS.base': segmentBase('FS'),
  'GS.base': segmentBase('GS'),
  'GDTR.base': control(L.REGISTER_GDTR, L.GDTR_BASE, CANONICAL),
  'GDTR.limit': limit(L.GDTR_LIMIT),
  'IDTR.base': control(L.REGISTER_IDTR, L.IDTR_BASE, CANONICAL),
  'IDTR.limit': limit(L.IDTR_LIMIT),
}

/** A stretch of an edit that lies in one page of RAM. */
interface Piece {
  readonly address: PhysicalAddress
  readonly bytes: Uint8Array
  readonly mask?: Uint8Array
}

export function createStateEditor(
  core: Core,
  memorySize: number,
  pages: PageStore,
  accesses: AccessWatch,
): StateEditor {
  const ram = new Uint8Array(core.buffer, L.RAM, memorySize)

  /** Where a byte lies in RAM; nothing where there is none. */
  function place(space: 'linear' | 'physical', address: bigint): PhysicalAddress | undefined {
    if (space === 'linear') {
      const at = core.peek(linearAddress(address))
      return at === 0 ? undefined : physicalAddress(BigInt(at - L.RAM))
    }
    return address < BigInt(memorySize) ? physicalAddress(address) : undefined
  }

  /** The pieces of RAM that an edit means; nothing when some of it is none. */
  function piecesOf(edit: Extract<StateEdit, { type: 'set-memory' }>): Piece[] | undefined {
    const pieces: Piece[] = []
    const bytes = Uint8Array.from(edit.bytes)
    const mask = edit.mask && Uint8Array.from(edit.mask)
    let done = 0
    while (done < bytes.length) {
      const here = BigInt.asUintN(64, edit.address + BigInt(done))
      const address = place(edit.space, here)
      if (address === undefined) return undefined
      const count = Math.min(Number(PAGE_SIZE - (here % PAGE_SIZE)), bytes.length - done)
      pieces.push({
        address,
        bytes: bytes.subarray(done, done + count),
        ...(mask && { mask: mask.subarray(done, done + count) }),
      })
      done += count
    }
    return pieces
  }

  function refusal(edit: StateEdit): string | undefined {
    if (edit.type === 'set-memory') {
      return piecesOf(edit) ? undefined : 'No memory is there now that could be changed.'
    }
    if (edit.type === 'invalidate-page') return undefined
    const { register, value } = edit
    const bits = SETTABLE_REGISTERS[register]
    if (BigInt.asUintN(bits, value) !== value) return `${register} has ${bits} bits.`
    const { allows, rule } = RULES[register]
    if (!allows || allows(core, value)) return undefined
    return `The processor could not hold this value: ${register} ${rule}.`
  }

  function store({ address, bytes: wanted, mask }: Piece): void {
    const at = Number(address)
    const bytes = wanted.map((byte, index) => {
      const changed = mask?.[index] ?? 0xff
      return (byte & changed) | ((ram[at + index] ?? 0) & ~changed)
    })
    accesses.tellOfEdit(address, bytes)
    ram.set(bytes, at)
    pages.markWritten(at, bytes.length)
  }

  return {
    register: (name) => RULES[name].get(core),
    refusal,
    apply(edit) {
      if (refusal(edit) !== undefined) return
      switch (edit.type) {
        case 'set-register':
          RULES[edit.register].set(core, edit.value)
          core.enterState()
          return
        case 'set-memory':
          piecesOf(edit)?.forEach(store)
          core.flushCode()
          return
        case 'invalidate-page':
          core.flushPage(edit.address)
      }
    },
  }
}
