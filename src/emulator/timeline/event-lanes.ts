/**
 * When things happened over a whole run, lane by lane, however long it is: one number for each thing, and a summary of
 * any range in as many marks as there is room for.
 */
import type { MachineEvent } from '../../shared/events'
import { LANES, type Lane, type LaneMark, type TimelineLane } from '../../shared/models/timeline'
import type { Topic } from '../../shared/topics'
import { instant, type Instant } from '../../shared/units'
import { vectorName } from '../../shared/x86/exceptions'
import { createInstants, type Instants } from './instants'

export interface EventLanes {
  observe(event: MachineEvent): void
  /** A byte left the serial port. */
  observeSerial(now: Instant): void
  /** Each lane between two instants, in at most `room` marks. */
  summary(from: Instant, to: Instant, room: number): readonly TimelineLane[]
  /** The last thing of a lane before an instant, or the first after it. */
  nearest(lane: Lane, from: Instant, direction: 'before' | 'after'): Instant | undefined
  dropAfter(now: Instant): void
  /** Differs from what it was whenever `summary` may give something else. */
  revision(): number
  /** The same past, for a run that takes another way from here. */
  copy(): EventLanes
}

export const LANE_TOPICS: readonly Topic[] = ['page-walk', 'exception', 'interrupt', 'control']

/** The lane of an event and what it is called there; nothing for events that have no lane. */
function placeOf(event: MachineEvent): readonly [Lane, number] | undefined {
  switch (event.type) {
    case 'exception.raised':
      return ['faults', event.vector]
    case 'exception.shutdown':
      return ['faults', SHUTDOWN]
    case 'interrupt.delivered':
      return ['interrupts', event.vector]
    case 'page-walk.completed':
      return ['page-walks', 0]
    case 'control.halted':
      return ['halts', 0]
    default:
      return undefined
  }
}

/** In the place of a vector. */
const SHUTDOWN = 256

const LABELS: Readonly<Record<Lane, (detail: number) => string>> = {
  faults: (detail) => (detail === SHUTDOWN ? 'shutdown' : vectorName(detail)),
  interrupts: (detail) => vectorName(detail),
  'page-walks': () => 'page walk',
  halts: () => 'HLT',
  serial: () => 'byte',
}

export function createEventLanes(
  lanes: Readonly<Record<Lane, Instants>> = {
    faults: createInstants(),
    interrupts: createInstants(),
    'page-walks': createInstants(),
    halts: createInstants(),
    serial: createInstants(),
  },
): EventLanes {
  let revision = 0

  /** Things that are executed again have been noted before. */
  function note(lane: Lane, now: Instant, detail: number): void {
    if (now < lanes[lane].end()) return
    lanes[lane].add(now, detail)
    revision += 1
  }

  function marksOf(lane: Lane, from: Instant, to: Instant, room: number): LaneMark[] {
    const instants = lanes[lane]
    const first = instants.indexAfter(from - 1)
    const last = instants.indexAfter(to)
    const label = (index: number) => LABELS[lane](instants.detail(index))
    if (last - first <= room) {
      return Array.from({ length: last - first }, (_, offset) => {
        const at = instant(instants.at(first + offset))
        return { from: at, to: at, count: 1, label: label(first + offset) }
      })
    }
    const marks: LaneMark[] = []
    const width = (to - from + 1) / room
    for (let index = first; index < last;) {
      const at = instants.at(index)
      const bin = Math.floor((at - from) / width)
      const next = Math.max(index + 1, instants.indexAfter(Math.ceil(from + (bin + 1) * width) - 1))
      const count = Math.min(next, last) - index
      const mark = {
        from: instant(at),
        to: instant(instants.at(index + count - 1)),
        count,
      }
      marks.push(count === 1 ? { ...mark, label: label(index) } : mark)
      index += count
    }
    return marks
  }

  return {
    observe(event) {
      const place = placeOf(event)
      if (place) note(place[0], event.instant, place[1])
    },
    observeSerial: (now) => note('serial', now, 0),
    summary: (from, to, room) =>
      LANES.map((lane) => ({
        lane,
        total: lanes[lane].count(),
        marks: marksOf(lane, from, to, room),
      })),
    nearest(lane, from, direction) {
      const instants = lanes[lane]
      const index =
        direction === 'before' ? instants.indexAfter(from - 1) - 1 : instants.indexAfter(from)
      return index >= 0 && index < instants.count() ? instant(instants.at(index)) : undefined
    },
    dropAfter(now) {
      for (const lane of LANES) lanes[lane].dropAfter(now)
      revision += 1
    },
    revision: () => revision,
    copy: () =>
      createEventLanes({
        faults: lanes.faults.copy(),
        interrupts: lanes.interrupts.copy(),
        'page-walks': lanes['page-walks'].copy(),
        halts: lanes.halts.copy(),
        serial: lanes.serial.copy(),
      }),
  }
}
