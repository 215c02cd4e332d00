/**
 * The stations of a delivery: the micro-steps in which the diagram tells it.
 *
 * Vector, gate, code segment, stack, each pushed word, the handler and the return; a delivery that fails goes as far as
 * the check that failed, and from there to the exception. The last station passed is where the machine is *now*.
 */
import type { DeliveryCheck } from '../../../shared/events/delivery'
import type { IdtDispatch } from '../../../shared/models/idt-dispatch'

/** The parts of the drawing, in the order in which the processor comes to them. */
export const PARTS = ['vector', 'gate', 'code', 'stack', 'frame', 'handler'] as const
export type Part = (typeof PARTS)[number]

export type Station = Exclude<Part, 'frame'> | `push-${number}` | 'return' | 'fault'

/** The part of the drawing that a check belongs to. */
export const PART_OF_CHECK: Readonly<Record<DeliveryCheck, Part>> = {
  'idt-limit': 'vector',
  'gate-read': 'vector',
  'gate-type': 'gate',
  'gate-dpl': 'gate',
  'gate-present': 'gate',
  'selector-not-null': 'code',
  'selector-limit': 'code',
  'descriptor-read': 'code',
  'code-segment': 'code',
  'code-dpl': 'code',
  'code-64-bit': 'code',
  'code-present': 'code',
  'tss-limit': 'stack',
  'tss-read': 'stack',
  'stack-segment': 'stack',
  'stack-canonical': 'stack',
  'handler-canonical': 'stack',
  'frame-push': 'frame',
}

export const failedCheckOf = ({ end }: IdtDispatch): DeliveryCheck | undefined =>
  end.kind === 'failed' ? end.check : undefined

export function stationsOf(dispatch: IdtDispatch): readonly Station[] {
  const failed = failedCheckOf(dispatch)
  const way = ['vector', 'gate', 'code', 'stack'] as const
  if (failed) {
    const last = PARTS.indexOf(PART_OF_CHECK[failed])
    return [...way.slice(0, last + 1), 'fault']
  }
  const pushes = dispatch.attempt.frame.map((_, index): Station => `push-${index}`)
  const back = dispatch.end.kind === 'returned' ? (['return'] as const) : []
  return [...way, ...pushes, 'handler', ...back]
}

/** What the drawing numbers: its parts, and what a delivery ends with. */
export type Numbered = Part | 'return' | 'fault'

/** `never`: the delivery ended before it came there. */
export type PartState = 'never' | 'later' | 'next' | 'passed' | 'now'

export interface Progress {
  readonly stations: readonly Station[]
  /** How many stations have been passed: 0 shows the vector alone. */
  readonly passed: number
  readonly now: Station | undefined
  readonly isComplete: boolean
  readonly has: (station: Station) => boolean
  /** How many words of the frame have been pushed. */
  readonly words: number
  readonly stateOf: (part: Part) => PartState
  /** `3`, or `5–10` of what is told in several steps; nothing of what the delivery never comes to. */
  readonly numberOf: (what: Numbered) => string | undefined
}

const partOf = (station: Station): Part | undefined => {
  if (station.startsWith('push-')) return 'frame'
  return PARTS.find((part) => part === station)
}

function numberAmong(stations: readonly Station[], what: Numbered): string | undefined {
  const steps = stations.flatMap((station, index) =>
    station === what || partOf(station) === what ? [index + 1] : [],
  )
  const [first] = steps
  const last = steps.at(-1)
  if (first === undefined) return undefined
  return first === last ? String(first) : `${first}–${last}`
}

/** Without a step, the whole delivery. */
export function progressOf(dispatch: IdtDispatch, step?: number): Progress {
  const stations = stationsOf(dispatch)
  const passed = Math.max(0, Math.min(step ?? stations.length, stations.length))
  const behind = stations.slice(0, passed)
  const now = behind.at(-1)
  const next = stations[passed]
  const reached = new Set(stations.map(partOf))
  const visited = new Set(behind.map(partOf))
  // A frame that cannot be stored has no word to be told of, but it was tried.
  if (now === 'fault' && failedCheckOf(dispatch) === 'frame-push') visited.add('frame')
  return {
    stations,
    passed,
    now,
    isComplete: passed === stations.length,
    has: (station) => behind.includes(station),
    numberOf: (what) => numberAmong(stations, what),
    words: behind.filter((station) => station.startsWith('push-')).length,
    stateOf(part) {
      if (now && partOf(now) === part) return 'now'
      if (visited.has(part)) return 'passed'
      if (!reached.has(part)) return 'never'
      return next && partOf(next) === part ? 'next' : 'later'
    },
  }
}
