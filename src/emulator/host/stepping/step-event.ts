/**
 * Goes to the next or the previous event of a topic that is drawn, and stands right behind it, where the drawing shows it
 * whole. The processor and the chips report those of some topics; those of the others are asked for by queries.
 */
import type { MachineEvent } from '../../../shared/events'
import type { DiagramTopic } from '../../../shared/protocol'
import type { Topic } from '../../../shared/topics'
import { instant, type Instant } from '../../../shared/units'
import type { LoadedMachine } from '../loaded-machine'
import type { ArmedStops } from '../run-stops'
import { armAsked, findAskedBefore } from './asked-events'

interface Reported {
  readonly topics: readonly Topic[]
  readonly types: readonly MachineEvent['type'][]
}

/** Those of the queries that the image can be asked count: not every kernel has locks or tasks. */
interface Asked {
  readonly queries: readonly string[]
}

const DELIVERIES: Reported = {
  topics: ['exception', 'interrupt'],
  types: ['exception.delivered', 'exception.delivery-failed', 'interrupt.delivered'],
}

const EVENTS: Readonly<Record<DiagramTopic, Reported | Asked>> = {
  'page-walk': { topics: ['page-walk'], types: ['page-walk.completed', 'page-walk.refused'] },
  'idt-dispatch': DELIVERIES,
  'stack-switch': DELIVERIES,
  'interrupt-path': {
    topics: ['interrupt'],
    types: ['interrupt.requested', 'interrupt.acknowledged', 'interrupt.ended'],
  },
  heap: { queries: ['each alloc', 'each free'] },
  executor: { queries: ['each task'] },
  'screen-cells': { queries: ['each write where va in vga'] },
  interleaving: { queries: ['each deliver', 'each leave', 'each lock', 'each task'] },
  'port-strip': { queries: ['each port'] },
  'image-map': { queries: ['each boot', 'each load', 'each reg'] },
}

export function armEvent(loaded: LoadedMachine, topic: DiagramTopic): ArmedStops {
  const events = EVENTS[topic]
  const { settle, disarm } =
    'types' in events ? armReported(loaded, events) : armAsked(loaded, events.queries)
  return {
    settle(stop) {
      const place = settle(stop)
      return place && { instant: behind(place.instant), ids: [] }
    },
    disarm,
  }
}

function armReported({ machine }: LoadedMachine, { topics, types }: Reported): ArmedStops {
  const start = machine.instant()
  let first: Instant | undefined
  const disarm = machine.listen(topics, (event) => {
    if (first !== undefined || event.instant < start || !types.includes(event.type)) return
    first = event.instant
    machine.interrupt()
  })
  return { settle: () => (first === undefined ? undefined : { instant: first, ids: [] }), disarm }
}

/** Yields how far it is. Throws an error, in a sentence, when there was none. */
export function* findEventBefore(
  loaded: LoadedMachine,
  topic: DiagramTopic,
): Generator<Instant, Instant> {
  const events = EVENTS[topic]
  const { scout, timeline } = loaded
  const before = instant(Math.max(0, timeline.now() - 1))
  const found =
    'types' in events
      ? (yield* scout
          .atNow()
          .findLast(events.topics, ({ type }) => events.types.includes(type), before))?.instant
      : yield* findAskedBefore(loaded, events.queries, before)
  if (found === undefined)
    throw new RangeError('Nothing of this topic happened before this instant.')
  return behind(found)
}

const behind = (at: Instant): Instant => instant(at + 1)
