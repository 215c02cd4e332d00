/** Tells in words how a chain of exceptions stopped the processor. SDM Vol. 3A, "Double Fault Exception". */
import type { FaultLink } from '../events/exception'
import { formatHex } from '../format'
import { exceptionOf, PageFaultErrorCode, vectorName } from './exceptions'

/** `a write, the page is not present`. */
export function pageFaultWords(errorCode: number): string {
  const access =
    errorCode & PageFaultErrorCode.ID
      ? 'an instruction fetch'
      : errorCode & PageFaultErrorCode.WR
        ? 'a write'
        : 'a read'
  const cause =
    errorCode & PageFaultErrorCode.RSVD
      ? 'a reserved bit was set'
      : errorCode & PageFaultErrorCode.P
        ? 'the page forbids it'
        : 'the page is not present'
  return `${access}, ${cause}`
}

/** `#PF (Page Fault) at 0x0000_0000_dead_beef: a write, the page is not present`. */
function linkWords({ vector, errorCode, cr2 }: FaultLink): string {
  const name = `${vectorName(vector)}${exceptionOf(vector) ? ` (${exceptionOf(vector)?.name})` : ''}`
  const place = cr2 === undefined ? '' : ` at ${formatHex(cr2)}`
  if (errorCode === undefined) return name + place
  if (cr2 !== undefined) return `${name}${place}: ${pageFaultWords(errorCode)}`
  return `${name} with error code 0x${errorCode.toString(16)}`
}

const DOUBLE_FAULT = 8

/** Two exceptions have become this #DF: it was not raised by itself. */
const isMerged = (chain: readonly FaultLink[], index: number): boolean =>
  index > 1 && chain[index]?.vector === DOUBLE_FAULT && chain[index]?.during === 'delivery'

/** INT n and interrupts have vectors alone: what the architecture calls an exception with an error code had none. */
function isException({ vector, errorCode, during }: FaultLink): boolean {
  const known = exceptionOf(vector)
  return during === 'delivery' || (known !== undefined && known.hasErrorCode === (errorCode !== undefined)) // prettier-ignore
}

/** Of an exception its mnemonic, of anything else its vector. */
const nameOf = (link: FaultLink): string =>
  isException(link) ? vectorName(link.vector) : `vector 0x${link.vector.toString(16)}`

/** Bit 0 of a selector error code, EXT: the delivery that failed had not been asked for by an instruction. */
const EXTERNAL = 1
const PAGE_FAULT = 14

/** Who asked for the vector that the chain begins with; a page fault's error code does not say. */
function beginning(link: FaultLink, next: FaultLink | undefined): string {
  if (isException(link)) return `An instruction raised ${linkWords(link)}.`
  const { vector, errorCode } = next ?? {}
  if (errorCode === undefined || vector === PAGE_FAULT) return `${capitalized(nameOf(link))} came.`
  return errorCode & EXTERNAL
    ? `An interrupt came in with ${nameOf(link)}.`
    : `An instruction asked for ${nameOf(link)}.`
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function sentence(chain: readonly FaultLink[], link: FaultLink, index: number): string {
  const before = chain[index - 1]
  if (link.during !== 'delivery' || before === undefined) return beginning(link, chain[index + 1])
  const raised = `Delivering ${nameOf(before)} raised ${linkWords(link)}`
  return isMerged(chain, index + 1)
    ? `${raised}; together they become a double fault (#DF).`
    : `${raised}.`
}

/** The story in the order in which it happened, and the end of it. */
export function shutdownWords(chain: readonly FaultLink[]): readonly string[] {
  return [
    ...chain.flatMap((link, index) =>
      isMerged(chain, index) ? [] : [sentence(chain, link, index)],
    ),
    'The double fault could not be delivered either: the processor is shut down.',
  ]
}
