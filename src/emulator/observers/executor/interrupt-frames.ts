/**
 * Which handlers are under way, the outermost first: what the processor delivered and has not returned from.
 * Plain data in and out.
 */
import type { ExceptionDelivered, ExceptionReturned } from '../../../shared/events'
import type { Instant, LinearAddress, Vector } from '../../../shared/units'

export interface HandlerFrame {
  readonly vector: Vector
  /** Of the interrupt controllers; absent for exceptions and INT n. */
  readonly line?: number
  readonly enteredAt: Instant
  /** RSP as the handler found it. */
  readonly stackPointer: LinearAddress
}

/** More would be a kernel that never returns from its handlers. */
const DEPTH_LIMIT = 32

export const afterDelivery = (
  frames: readonly HandlerFrame[],
  { vector, instant, rspAfter }: ExceptionDelivered,
  line: number | undefined,
): readonly HandlerFrame[] =>
  [
    ...frames,
    { vector, enteredAt: instant, stackPointer: rspAfter, ...(line !== undefined && { line }) },
  ].slice(-DEPTH_LIMIT)

/** An error code is taken off the stack before IRETQ. */
const ERROR_CODE = 8n

/** The frame that an IRETQ ends, and those that are left. Handlers above it were left without one. */
export function afterReturn(
  frames: readonly HandlerFrame[],
  { rspBefore }: ExceptionReturned,
): { readonly ended: HandlerFrame | undefined; readonly left: readonly HandlerFrame[] } {
  const isIts = ({ stackPointer }: HandlerFrame) =>
    stackPointer === rspBefore || stackPointer + ERROR_CODE === rspBefore
  const ended = frames.filter(isIts).at(-1)
  return { ended, left: ended ? frames.slice(0, frames.indexOf(ended)) : frames }
}
