/** What follows from a delivery without asking the machine again: names, sums, what a check looked at. */
import { formatHex, formatShortHex } from '../../../shared/format'
import type { DispatchReference, IdtDispatch } from '../../../shared/models/idt-dispatch'
import { exceptionOf, vectorName } from '../../../shared/x86/exceptions'
import type { PillKind } from '../primitives/pills'

type Source = Pick<DispatchReference, 'vector' | 'source' | 'line'>

const FIRST_USER_VECTOR = 32

/** `14`, and `0x80` for those that software chose. */
export const vectorNumber = (vector: number): string =>
  vector < FIRST_USER_VECTOR ? String(vector) : formatShortHex(vector)

/** What stands in the pill: `#PF`, `IRQ0`, `INT 3`, `NMI`. */
export function sourceName({ vector, source, line }: Source): string {
  switch (source) {
    case 'exception':
      return vectorName(vector)
    case 'interrupt':
      return line === undefined ? 'INTR' : `IRQ${line}`
    case 'instruction':
      return `INT ${vectorNumber(vector)}`
    case 'nmi':
      return 'NMI'
  }
}

const PILLS = {
  exception: 'exception',
  interrupt: 'irq',
  nmi: 'irq',
  instruction: 'syscall',
} as const satisfies Record<DispatchReference['source'], PillKind>

export const pillOf = ({ source }: Source): PillKind => PILLS[source]

/** What the architecture keeps a vector for. SDM Vol. 3A, "Protected-Mode Exceptions and Interrupts". */
export const vectorMeaning = (vector: number): string =>
  exceptionOf(vector)?.mnemonic ?? (vector < FIRST_USER_VECTOR ? 'reserved' : 'user defined')

/** Offset in the IDT of the last byte of the vector's gate: what is compared with the limit. */
export const lastGateByte = ({
  vector,
  gateBytes,
}: Pick<IdtDispatch, 'vector' | 'gateBytes'>): number => vector * gateBytes + gateBytes - 1

/** Whole gates that the limit leaves room for. */
export const gateCount = ({ attempt, gateBytes }: IdtDispatch): number =>
  Math.floor((attempt.idtr.limit + 1) / gateBytes)

/** `0x0fff`: offsets in a table. */
export const formatLimit = (limit: number): string => formatHex(limit, 4)

/** `…8013_30e0`, beside an address that is told in full. */
export const shortAddress = (address: bigint): string => `…${formatHex(address).slice(-9)}`

export const didFail = ({ end }: IdtDispatch): boolean => end.kind === 'failed'

/** Instructions that were carried out between the jump and an IRETQ. An INT is one by itself; what faults is none. */
export const instructionsUntil = (
  { source, instant }: Pick<IdtDispatch, 'source' | 'instant'>,
  returned: number,
): number => returned - instant - (source === 'instruction' ? 1 : 0)

/** `interrupts::entries::enter_page_fault` without the path that leads there. */
export const shortSymbol = (symbol: string): string => symbol.split('::').at(-1) ?? symbol

const RFLAGS_IF = 1n << 9n
const RFLAGS_RF = 1n << 16n

export const hasInterruptFlag = (rflags: bigint): boolean => (rflags & RFLAGS_IF) !== 0n
export const hasResumeFlag = (rflags: bigint): boolean => (rflags & RFLAGS_RF) !== 0n

/** Bytes that rounding the stack pointer down to a multiple of 16 has skipped. */
export function alignmentGap({ attempt }: IdtDispatch): number {
  const { frameTop, stackPointer, rspBefore } = attempt
  return frameTop === undefined ? 0 : Number((stackPointer?.value ?? rspBefore) - frameTop)
}
