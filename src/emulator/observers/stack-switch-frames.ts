/**
 * Keeps the frames that the processor pushed and no IRET has taken off.
 *
 * Frames of one kind, each right below the one before, are kept as one run: a handler that faults on its own first
 * instruction leaves a thousand of them.
 */
import type { ExceptionDelivered, ExceptionReturned, FrameWord } from '../../shared/events'
import type { StackSource } from '../../shared/events/delivery'
import { linearAddress, type Instant, type LinearAddress, type Vector } from '../../shared/units'

export interface PushedFrame {
  /** Of the story that pushed it. */
  readonly sequence: number
  readonly instant: Instant
  readonly vector: Vector
  readonly stackSource: StackSource
  readonly ist: number
  readonly cplBefore: number
  readonly cplAfter: number
  readonly rspBefore: LinearAddress
  readonly rspAfter: LinearAddress
  readonly returnRip: LinearAddress
  readonly handlerRip: LinearAddress
  /** As pushed. */
  readonly words: readonly FrameWord[]
}

export interface FrameRun {
  readonly first: PushedFrame
  readonly last: PushedFrame
  readonly count: number
  /** Bytes from one frame to the next; 0 for a run of one. */
  readonly stride: bigint
}

export interface PushedFrames {
  readonly push: (event: ExceptionDelivered, sequence: number) => void
  /** Takes off the frame that an IRET popped, and those above it that nobody will return from. */
  readonly pop: (event: ExceptionReturned) => PushedFrame | undefined
  /** Oldest first. */
  readonly runs: () => readonly FrameRun[]
  readonly save: () => unknown
  readonly restore: (saved: unknown) => void
}

/** Nested deliveries of different kinds are few; a guest that never returns from any must not fill the host's memory. */
const RUN_LIMIT = 64

const frameOf = (event: ExceptionDelivered, sequence: number): PushedFrame => ({
  sequence,
  instant: event.instant,
  vector: event.vector,
  stackSource: event.attempt.stackSource ?? 'current',
  ist: event.ist,
  cplBefore: event.cplBefore,
  cplAfter: event.cplAfter,
  rspBefore: event.rspBefore,
  rspAfter: event.rspAfter,
  returnRip: event.returnRip,
  handlerRip: event.handlerRip,
  words: event.attempt.frame,
})

/** The frame of a run that lies `distance` above this one. */
function shifted(frame: PushedFrame, distance: bigint): PushedFrame {
  const up = (address: bigint) => linearAddress(address + distance)
  return {
    ...frame,
    rspBefore: up(frame.rspBefore),
    rspAfter: up(frame.rspAfter),
    words: frame.words.map(({ slot, address, value }) => ({
      slot,
      address: up(address),
      value: slot === 'RSP' ? up(value) : value,
    })),
  }
}

const isAlike = (one: PushedFrame, other: PushedFrame): boolean =>
  one.vector === other.vector &&
  one.returnRip === other.returnRip &&
  one.handlerRip === other.handlerRip &&
  one.stackSource === other.stackSource &&
  one.cplBefore === other.cplBefore

/** IRET reads RIP first: RSP points at it. */
const ripAddress = ({ words }: PushedFrame): bigint | undefined =>
  words.find(({ slot }) => slot === 'RIP')?.address

export function createPushedFrames(): PushedFrames {
  let runs: readonly FrameRun[] = []

  function extended(run: FrameRun, frame: PushedFrame): FrameRun | undefined {
    const stride = run.last.rspAfter - frame.rspAfter
    const isNext = frame.rspBefore === run.last.rspAfter && isAlike(run.last, frame)
    if (!isNext || (run.count > 1 && stride !== run.stride)) return undefined
    return { first: run.first, last: frame, count: run.count + 1, stride }
  }

  function withoutLast(run: FrameRun): readonly FrameRun[] {
    if (run.count === 1) return []
    const isPair = run.count === 2
    return [
      {
        first: run.first,
        last: isPair ? run.first : shifted(run.last, run.stride),
        count: run.count - 1,
        stride: isPair ? 0n : run.stride,
      },
    ]
  }

  return {
    push(event, sequence) {
      const frame = frameOf(event, sequence)
      const last = runs.at(-1)
      const longer = last && extended(last, frame)
      const rest = longer ? runs.slice(0, -1) : runs
      const added = longer ?? { first: frame, last: frame, count: 1, stride: 0n }
      runs = [...rest, added].slice(-RUN_LIMIT)
    },
    pop({ rspBefore }) {
      const index = runs.map(({ last }) => ripAddress(last)).lastIndexOf(rspBefore)
      const run = runs[index]
      if (!run) return undefined
      runs = [...runs.slice(0, index), ...withoutLast(run)]
      return run.last
    },
    runs: () => runs,
    save: () => runs,
    restore(saved) {
      runs = saved as readonly FrameRun[]
    },
  }
}
