/**
 * The frames that were pushed for handlers and not taken off again: which handler a delivery interrupts, which frame an
 * IRETQ takes off, and which frames nothing will ever take off.
 *
 * Stacks are known by addresses alone. A handler runs below its frame, so a delivery that begins there interrupts it,
 * unless the top of another stack lies in between: each IST field and RSPn that was used is such a top.
 */
import type { ExceptionDelivered, ExceptionReturned } from '../../shared/events'
import type { DispatchReference } from '../../shared/models/idt-dispatch'

export interface OpenFrame {
  readonly dispatch: DispatchReference
  /** Lowest byte of the frame, and the one after its highest. */
  readonly low: bigint
  readonly high: bigint
  /** Where RIP lies: what RSP is when IRETQ takes the frame off. */
  readonly ripSlot: bigint
  readonly cpl: number
  readonly around: Surroundings
}

/** The handlers that a delivery interrupts. */
export interface Surroundings {
  /** The nearest first; of very many only those. */
  readonly within: readonly DispatchReference[]
  /** How many there are. */
  readonly depth: number
}

export interface OpenFrames {
  /** The most recent last. */
  readonly frames: readonly OpenFrame[]
  /** Where stacks are known to begin. */
  readonly stackTops: readonly bigint[]
}

export const NO_FRAMES: OpenFrames = { frames: [], stackTops: [] }

/** More handlers than any kernel nests; of those that were left for good the oldest are forgotten. */
const FRAME_LIMIT = 64
const TOP_LIMIT = 32
const WITHIN_LIMIT = 8

/** A handler is not thought to have used more stack than this before it was interrupted. */
const REACH = 1n << 20n

function nearestAround({ frames, stackTops }: OpenFrames, rsp: bigint, cpl: number) {
  const holds = ({ low, cpl: handlerCpl }: OpenFrame) =>
    rsp <= low &&
    low - rsp < REACH &&
    cpl === handlerCpl &&
    !stackTops.some((top) => top < low && rsp <= top)
  return frames
    .filter(holds)
    .reduce<OpenFrame | undefined>(
      (nearest, frame) => (nearest && nearest.low < frame.low ? nearest : frame),
      undefined,
    )
}

/** The handlers around a delivery that begins with these RSP and CPL. */
export function handlersAround(open: OpenFrames, rsp: bigint, cpl: number): Surroundings {
  const nearest = nearestAround(open, rsp, cpl)
  if (!nearest) return { within: [], depth: 0 }
  const { dispatch, around } = nearest
  return {
    within: [dispatch, ...around.within].slice(0, WITHIN_LIMIT),
    depth: around.depth + 1,
  }
}

/** After a handler was entered, and the frames that its own was pushed over. */
export function afterEntry(
  open: OpenFrames,
  { rspAfter, cplAfter, attempt }: ExceptionDelivered,
  dispatch: DispatchReference,
  around: Surroundings,
): { readonly open: OpenFrames; readonly overwritten: readonly OpenFrame[] } {
  const low = rspAfter
  const high = attempt.frameTop ?? rspAfter
  const ripSlot = attempt.frame.find(({ slot }) => slot === 'RIP')?.address ?? rspAfter
  const isHit = (frame: OpenFrame) => frame.low < high && low < frame.high
  const top = attempt.stackPointer?.value
  const stackTops =
    top === undefined || open.stackTops.includes(top) ? open.stackTops : [...open.stackTops, top]
  const frame = { dispatch, low, high, ripSlot, cpl: cplAfter, around }
  return {
    open: {
      frames: [...open.frames.filter((other) => !isHit(other)), frame].slice(-FRAME_LIMIT),
      stackTops: stackTops.slice(-TOP_LIMIT),
    },
    overwritten: open.frames.filter(isHit),
  }
}

/** After an IRETQ: the frame that it took off, if one is known, and those whose handlers it left behind. */
export function afterReturn(
  open: OpenFrames,
  { rspBefore }: ExceptionReturned,
): {
  readonly open: OpenFrames
  readonly returned: OpenFrame | undefined
  readonly left: readonly OpenFrame[]
} {
  const returned = open.frames.find(({ ripSlot }) => ripSlot === rspBefore)
  if (!returned) return { open, returned, left: [] }
  const isLeft = ({ around }: OpenFrame) =>
    around.within.some(({ sequence }) => sequence === returned.dispatch.sequence)
  const left = open.frames.filter(isLeft)
  const frames = open.frames.filter((frame) => frame !== returned && !isLeft(frame))
  return { open: { ...open, frames }, returned, left }
}
