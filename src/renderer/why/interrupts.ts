/** Why no interrupt arrives: an EOI that is missing, a byte that was not read, and all that a waiting request waits for. */
import type { BlockReason } from '../../shared/events'
import { formatCount } from '../../shared/format'
import { deviceOf, LINE_OF, LINE_SOURCES } from '../../shared/interrupt-lines'
import type { ServedLine, WaitingRequest } from '../../shared/models/interrupt-path'
import type { Situation } from '../../shared/models/situation'
import type { Instant } from '../../shared/units'
import { link, say, type Piece, type Sentence } from './explanation'
import type { Answer } from './question'

const CONTROLLER = '8259A data sheet'
const DIAGRAM = { kind: 'diagram', topic: 'interrupt-path' } as const

const lineWords = (line: number, sequence?: number): Piece =>
  link(`IRQ${line}`, { ...DIAGRAM, ...(sequence !== undefined && { item: sequence }) })

const since = (at: Instant | undefined): Sentence =>
  at === undefined
    ? []
    : say` since ${link(`instant ${formatCount(at)}`, { kind: 'instant', instant: at })}`

/** The handler has returned, and the line is in service still. */
export const missingEnd = ({ interrupts }: Situation): readonly Answer[] =>
  interrupts.standing.inService
    .filter(({ isUnended }) => isUnended)
    .map((served) => unended(served, interrupts.standing.waiting))

function unended(
  { line, sequence, since: at }: ServedLine,
  waiting: readonly WaitingRequest[],
): Answer {
  const held = waiting
    .filter(({ outrankedBy }) => outrankedBy === line)
    .map((request) => `IRQ${request.line}`)
    .join(', ')
  return {
    question: `Why does no interrupt of IRQ${line} arrive any more?`,
    paragraph: [
      say`The handler of ${lineWords(line, sequence)} has returned, but no EOI was written: its ISR bit is set${since(at)}.`,
      say`A line in service holds back requests of its own and of all lower priorities.`,
      held === ''
        ? say`No request waits for that at this instant; the next one will.`
        : say`${held} waits for that, in IRR.`,
    ],
    cure: say`OUT 0x20 with 0x20 in the handler${line >= 8 ? say`, and OUT 0xA0 with 0x20 before it` : ''}.`,
    manual: `${CONTROLLER}, "End of Interrupt (EOI)"`,
  }
}

/** So long after its interrupt a byte is not on its way any more. */
const SETTLED = 1_000_000

/** The 8042 keeps its byte, and makes no further edge while it does. */
export function unreadKey({ interrupts, instant, isKeyboardBusy }: Situation): readonly Answer[] {
  const { standing, recent } = interrupts
  const last = recent.filter(({ line }) => line === LINE_OF.keyboard).at(-1)
  const isMasked = (standing.master.imr & (1 << LINE_OF.keyboard)) !== 0
  const isServed = last?.state === 'done' && instant - last.instant > SETTLED
  if (!isKeyboardBusy || isMasked || !isServed) return []
  return [
    {
      question: 'Why does no key arrive any more?',
      paragraph: [
        say`${lineWords(last.line, last.sequence)} was served and ended${since(last.instant)}, but its handler has not read port 0x60: the byte is still in the 8042's output buffer.`,
        say`The 8042 raises IRQ1 when a byte enters the empty buffer. While it is full no further byte enters, so the line makes no new edge, and EOI changes nothing of that.`,
      ],
      cure: say`IN from port 0x60 in the handler, whether the byte is wanted or not.`,
      manual: '8042 data sheet, "Output Buffer Full"',
    },
  ]
}

const REASONS: Readonly<Record<BlockReason, (request: WaitingRequest) => Sentence>> = {
  masked: ({ line }) => say`IMR bit ${line % 8} of its 8259A is 1: the line is masked.`,
  'in-service': ({ outrankedBy }) =>
    outrankedBy === undefined
      ? say`A line of equal or higher priority is in service, and its EOI has not come.`
      : say`IRQ${outrankedBy} of equal or higher priority is in service, and its EOI has not come.`,
  'cascade-masked': () => say`IMR bit 2 of the master is 1: all lines of the slave are masked.`,
  'cascade-in-service': ({ outrankedBy }) =>
    say`The master serves ${outrankedBy === undefined ? 'a line' : `IRQ${outrankedBy}`} of equal or higher priority, and its EOI has not come.`,
  'interrupts-disabled': () => say`RFLAGS.IF = 0: the processor does not look at INTR.`,
  'interrupt-shadow': () =>
    say`STI or MOV SS holds interrupts off until the next instruction has completed.`,
}

const CURES: Readonly<Record<BlockReason, (line: number) => Sentence>> = {
  masked: (line) => say`Bit ${line % 8} = 0 in port ${line < 8 ? '0x21' : '0xA1'}.`,
  'in-service': () => say`The EOI of the line in service.`,
  'cascade-masked': () => say`Bit 2 = 0 in port 0x21.`,
  'cascade-in-service': () => say`The EOI of the line in service, to the master as well.`,
  'interrupts-disabled': () => say`STI, or the IRETQ that brings back RFLAGS.IF = 1.`,
  'interrupt-shadow': () => say`One more instruction.`,
}

/** For the picture of the lines: each request that waits, and for what. */
export const waitingRequests = ({ interrupts }: Situation): readonly Answer[] =>
  interrupts.standing.waiting.filter(({ reasons }) => reasons.length > 0).map(waits)

function waits(request: WaitingRequest): Answer {
  const { line, reasons, sequence, since: at } = request
  const device = deviceOf(line)
  const source = device && LINE_SOURCES[device]
  const [first] = reasons
  return {
    question: `Why is the request of IRQ${line} not taken?`,
    paragraph: [
      say`${lineWords(line, sequence)}${source ? ` (${source.chip}, ${source.of})` : ''} has asked${since(at)}: its IRR bit is set.`,
      ...reasons.map((reason) => REASONS[reason](request)),
      say`It is kept in IRR, not lost.`,
    ],
    ...(first && { cure: CURES[first](line) }),
    manual: `${CONTROLLER}, "Interrupt Sequence"; SDM Vol. 3A, "Masking Maskable Hardware Interrupts"`,
  }
}
