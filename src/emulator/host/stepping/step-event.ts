/**
 * Goes to the next or the previous event of a topic that is drawn, and stands right behind it, where the drawing shows it
 * whole. Knows the topics whose events the processor and the chips report.
 */
import type { MachineEvent } from '../../../shared/events'
import type { DiagramTopic } from '../../../shared/protocol'
import type { Topic } from '../../../shared/topics'
import { instant, type Instant } from '../../../shared/units'
import type { LoadedMachine } from '../loaded-machine'
import type { ArmedStops } from '../run-stops'

interface TopicEvents {
  readonly topics: readonly Topic[]
  readonly types: readonly MachineEvent['type'][]
}

const DELIVERIES: TopicEvents = {
  topics: ['exception', 'interrupt'],
  types: ['exception.delivered', 'exception.delivery-failed', 'interrupt.delivered'],
}

const EVENTS: Partial<Record<DiagramTopic, TopicEvents>> = {
  'page-walk': { topics: ['page-walk'], types: ['page-walk.completed'] },
  'idt-dispatch': DELIVERIES,
  'stack-switch': DELIVERIES,
  'interrupt-path': {
    topics: ['interrupt'],
    types: ['interrupt.requested', 'interrupt.acknowledged', 'interrupt.ended'],
  },
}

/** Throws `RangeError`, in a sentence, for a topic whose events are not reported. */
function eventsOf(topic: DiagramTopic): TopicEvents {
  const events = EVENTS[topic]
  if (events) return events
  throw new RangeError('No event of this topic can be stepped to: a breakpoint stops at a query.')
}

export function armEvent({ machine }: LoadedMachine, topic: DiagramTopic): ArmedStops {
  const { topics, types } = eventsOf(topic)
  const start = machine.instant()
  let first: Instant | undefined
  const disarm = machine.listen(topics, (event) => {
    if (first !== undefined || event.instant < start || !types.includes(event.type)) return
    first = event.instant
    machine.interrupt()
  })
  return {
    settle: () => (first === undefined ? undefined : { instant: instant(first + 1), ids: [] }),
    disarm,
  }
}

/** Yields how far it is. Throws `RangeError`, in a sentence, when there was none. */
export function* findEventBefore(
  { scout, timeline }: LoadedMachine,
  topic: DiagramTopic,
): Generator<Instant, Instant> {
  const { topics, types } = eventsOf(topic)
  const before = instant(Math.max(0, timeline.now() - 1))
  const found = yield* scout.atNow().findLast(topics, ({ type }) => types.includes(type), before)
  if (!found) throw new RangeError('Nothing of this topic happened before this instant.')
  return instant(found.instant + 1)
}
