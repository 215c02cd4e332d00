/** How instructions, addresses, handlers and deliveries are named in an explanation, and where these names lead. */
import type { MemoryAccess } from '../../shared/events/page-walk'
import { formatHex, formatShortHex } from '../../shared/format'
import type { InstructionReference } from '../../shared/models/page-walk'
import type { FaultStory, Situation } from '../../shared/models/situation'
import type { DeliveryStep, Stack } from '../../shared/models/stack-switch'
import type { Instant, LinearAddress } from '../../shared/units'
import { exceptionOf, vectorName } from '../../shared/x86/exceptions'
import { vectorNumber } from '../diagrams/idt-dispatch/facts'
import { lastNames } from '../diagrams/symbol-words'
import { link, say, type Piece, type Sentence } from './explanation'

/** The last two parts of the path of `symbol+0x12`. */
export const functionWords = (symbol: string): string =>
  lastNames(symbol.replace(/\+0x[0-9a-f]+$/, ''))

/** Also where the machine was right before it. */
export function instructionWords(
  { text, symbol, source, rip }: InstructionReference,
  at: Instant,
): Sentence {
  const name = text === undefined ? `the instruction at ${formatHex(rip)}` : `\`${text}\``
  const place = symbol === undefined ? '' : ` in \`${functionWords(symbol)}\``
  const line = source === undefined ? '' : ` (\`${source}\`)`
  return say`${link(name, { kind: 'instant', instant: at })}${place}${line}`
}

/** Leads to how the address is translated now. */
export const addressWords = (address: LinearAddress, access: MemoryAccess): Piece =>
  link(formatHex(address), { kind: 'translation', address, access })

/** `#PF with error code 0x2`. */
export const raisedWords = (vector: number, errorCode: number | undefined): string =>
  errorCode === undefined
    ? vectorName(vector)
    : `${vectorName(vector)} with error code ${formatShortHex(errorCode)}`

export const exceptionName = (vector: number): string => exceptionOf(vector)?.name ?? 'an exception'

/** `gate 14`, in the picture of the delivery that used it. */
export function gateWords(
  situation: Situation,
  { story }: FaultStory,
  { vector }: DeliveryStep,
): Piece {
  const text = `gate ${vectorNumber(vector)}`
  const delivery = situation.deliveries
    .filter((one) => one.vector === vector && one.instant === story.instant)
    .at(-1)
  return delivery
    ? link(text, { kind: 'diagram', topic: 'idt-dispatch', item: delivery.sequence })
    : text
}

/** `and called enter_page_fault through gate 14`; nothing where no handler was reached. */
export function callWords(situation: Situation, fault: FaultStory, step: DeliveryStep): Sentence {
  if (step.failedCheck !== undefined || !step.handler) return []
  const { symbol, rip } = step.handler
  const handler = symbol === undefined ? formatHex(rip) : `\`${functionWords(symbol)}\``
  const stack = fault.story.stackSource === 'ist' ? ` on the IST${fault.story.ist} stack` : ''
  return say` and called ${handler} through ${gateWords(situation, fault, step)}${stack}`
}

const PAGE = 0x1000n

/** The stack whose guard page an address lies in. */
export const guardedStack = (
  { stacks }: Situation,
  address: LinearAddress | undefined,
): Stack | undefined =>
  stacks.stacks.find(
    ({ guard }) =>
      guard !== undefined &&
      address !== undefined &&
      address >= guard.page &&
      address < guard.page + PAGE,
  )
