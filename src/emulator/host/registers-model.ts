/** The registers pane's model: every register by its SDM name, and what changed since the machine last stood still. */
import type { RegisterValue, Registers } from '../../shared/models/machine'
import { GENERAL_REGISTERS, type ProcessorState } from '../machine/processor-state'

/** RFLAGS bits in the order in which the SDM's figure of EFLAGS lists them, lowest first. */
const FLAGS: readonly (readonly [name: string, bit: bigint])[] = [
  ['CF', 0n],
  ['PF', 2n],
  ['AF', 4n],
  ['ZF', 6n],
  ['SF', 7n],
  ['TF', 8n],
  ['IF', 9n],
  ['DF', 10n],
  ['OF', 11n],
  ['NT', 14n],
  ['RF', 16n],
  ['AC', 18n],
  ['ID', 21n],
]

export function registersModel(now: ProcessorState, before: ProcessorState): Registers {
  const value = (name: string, bits: number, get: (state: ProcessorState) => bigint) => {
    const current = get(now)
    const previous = get(before)
    const isChanged = current !== previous
    return { name, bits, value: current, isChanged, ...(isChanged && { previous }) }
  }
  const isSet = (state: ProcessorState, bit: bigint) => ((state.rflags >> bit) & 1n) === 1n

  return {
    general: GENERAL_REGISTERS.map((name, index) =>
      value(name, 64, ({ general }) => general[index] ?? 0n),
    ),
    rip: value('RIP', 64, ({ rip }) => rip),
    rflags: value('RFLAGS', 64, ({ rflags }) => rflags),
    flags: FLAGS.map(([name, bit]) => ({
      name,
      isSet: isSet(now, bit),
      isChanged: isSet(now, bit) !== isSet(before, bit),
    })),
    control: [
      value('CR0', 64, ({ cr0 }) => cr0),
      value('CR2', 64, ({ cr2 }) => cr2),
      value('CR3', 64, ({ cr3 }) => cr3),
      value('CR4', 64, ({ cr4 }) => cr4),
      value('CR8', 64, ({ cr8 }) => cr8),
      value('IA32_EFER', 64, ({ efer }) => efer),
    ],
    segments: segmentValues(value, now),
    tables: [
      value('GDTR.base', 64, ({ gdtr }) => gdtr.base),
      value('GDTR.limit', 16, ({ gdtr }) => BigInt(gdtr.limit)),
      value('IDTR.base', 64, ({ idtr }) => idtr.base),
      value('IDTR.limit', 16, ({ idtr }) => BigInt(idtr.limit)),
    ],
  }
}

type MakeValue = (
  name: string,
  bits: number,
  get: (state: ProcessorState) => bigint,
) => RegisterValue

/** The selectors as programs see them; the bases of FS and GS come with them, for they are addresses of their own. */
function segmentValues(value: MakeValue, now: ProcessorState): RegisterValue[] {
  const selectors = now.segments.map(({ name }, index) =>
    value(name, 16, ({ segments }) => BigInt(segments[index]?.selector ?? 0)),
  )
  const bases = now.segments.flatMap(({ name }, index) =>
    name === 'FS' || name === 'GS'
      ? [value(`${name}.base`, 64, ({ segments }) => segments[index]?.base ?? 0n)]
      : [],
  )
  return [...selectors, ...bases]
}
