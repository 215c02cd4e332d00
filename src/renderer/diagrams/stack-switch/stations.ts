/**
 * The stations of a story: the micro-steps in which the diagram tells it.
 *
 * What faulted, each delivery that failed, the gate, the stack pointer, every word that was pushed, the handler.
 * The stacks without a story have no stations: they are just there.
 */
import type { DeliveryStory, StackStory, StackSwitch } from '../../../shared/models/stack-switch'
import type { LinearAddress } from '../../../shared/units'
import { isSwitch, lastStep } from './facts'

export type Station =
  | { readonly kind: 'cause' | 'gate' | 'stack' | 'handler' | 'shutdown' | 'iretq' | 'returned' }
  /** The delivery of step `index` fails. */
  | { readonly kind: 'attempt'; readonly index: number }
  /** Word `index` of the frame is pushed, or popped. */
  | { readonly kind: 'push' | 'pop'; readonly index: number }

export const stationKey = (station: Station): string =>
  'index' in station ? `${station.kind}-${station.index + 1}` : station.kind

export function stationsOf(story: StackStory | undefined): readonly Station[] {
  if (story === undefined) return []
  if (story.kind === 'return') {
    const pops = story.words.map((_, index): Station => ({ kind: 'pop', index }))
    return [{ kind: 'iretq' }, ...pops, { kind: 'returned' }]
  }
  const failed = story.steps.filter(({ failedCheck }) => failedCheck !== undefined)
  const attempts = failed.map((_, index): Station => ({ kind: 'attempt', index }))
  return [{ kind: 'cause' }, ...attempts, ...endOf(story)]
}

function endOf(story: DeliveryStory): readonly Station[] {
  if (story.end === 'shutdown') return [{ kind: 'shutdown' }]
  const frame = lastStep(story)?.attempt?.frame ?? []
  return [
    { kind: 'gate' },
    ...(isSwitch(story) ? [{ kind: 'stack' } as const] : []),
    ...frame.map((_, index): Station => ({ kind: 'push', index })),
    { kind: 'handler' },
  ]
}

export interface Progress {
  readonly stations: readonly Station[]
  /** How many stations have been passed: 0 shows the stacks as they were before. */
  readonly passed: number
  readonly now: Station | undefined
  readonly isComplete: boolean
  readonly has: (kind: Station['kind'], index?: number) => boolean
  readonly isNow: (kind: Station['kind'], index?: number) => boolean
}

const isAt = (station: Station | undefined, kind: Station['kind'], index?: number): boolean =>
  station?.kind === kind && (index === undefined || ('index' in station && station.index === index))

/** Without a step, the whole story. */
export function progressOf(story: StackStory | undefined, step?: number): Progress {
  const stations = stationsOf(story)
  const passed = Math.max(0, Math.min(step ?? stations.length, stations.length))
  const behind = stations.slice(0, passed)
  const now = stations[passed - 1]
  return {
    stations,
    passed,
    now,
    isComplete: passed === stations.length,
    has: (kind, index) => behind.some((station) => isAt(station, kind, index)),
    isNow: (kind, index) => isAt(now, kind, index),
  }
}

/** What is told of one station or of several in a row is numbered as they are counted: `3`, `3–7`. */
export function numberOf(
  { stations }: Pick<Progress, 'stations'>,
  kind: Station['kind'],
  index?: number,
): string {
  const numbers = stations.flatMap((station, at) => (isAt(station, kind, index) ? [at + 1] : []))
  const [first, last] = [numbers[0], numbers.at(-1)]
  return first === last ? String(first ?? '') : `${first}–${last}`
}

/** How many words of the frame have been pushed, or popped. */
export const wordsPassed = ({ stations, passed }: Progress): number =>
  stations.slice(0, passed).filter(({ kind }) => kind === 'push' || kind === 'pop').length

/** Where RSP stands after the stations passed, and on which stack. */
export interface RspPlace {
  readonly stack: string | undefined
  readonly address: LinearAddress
}

export function rspPlace(model: StackSwitch, progress: Progress): RspPlace {
  const { story } = model
  if (!story) return { stack: model.current, address: model.rsp }
  const before = { stack: story.from, address: story.rspBefore }
  const after = { stack: story.to, address: story.isLive ? model.rsp : story.rspAfter }
  if (progress.has('handler') || progress.has('returned')) return after
  const words = wordsPassed(progress)
  if (story.kind === 'return') {
    const next = story.words[words]
    return next ? { stack: story.from, address: next.address } : after
  }
  const { frame = [], frameTop } = lastStep(story)?.attempt ?? {}
  const pushed = frame[words - 1]
  if (pushed) return { stack: story.to, address: pushed.address }
  return progress.has('stack') && frameTop !== undefined
    ? { stack: story.to, address: frameTop }
    : before
}
