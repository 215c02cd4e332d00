/**
 * When things happened over a whole run, lane by lane, however long it is: one number for each thing, and a summary of
 * any range in as many marks as there is room for. A lane is a row of the table below.
 */
import type { MachineEvent } from '../../shared/events'
import { LANES, type Lane, type LaneMark, type TimelineLane } from '../../shared/models/timeline'
import type { Topic } from '../../shared/topics'
import { instant, type Instant } from '../../shared/units'
import { vectorName } from '../../shared/x86/exceptions'
import { createInstants, type Instants } from './instants'

export interface EventLanes {
  observe(event: MachineEvent): void
  /** Notes something that is no event: a byte on the serial port. `detail` is what the lane's label is made of. */
  note(lane: Lane, now: Instant, detail: number): void
  /** All that a lane has, in order, in place of what it had. */
  put(lane: Lane, things: Iterable<readonly [at: Instant, detail: number]>): void
  /** Each lane between two instants, in at most `room` marks. */
  summary(from: Instant, to: Instant, room: number): readonly TimelineLane[]
  /** The last thing of a lane before an instant, or the first after it. */
  nearest(lane: Lane, from: Instant, direction: 'before' | 'after'): Instant | undefined
  /** What a lane has from one instant up to another, in order, at most so much of it. */
  things(lane: Lane, from: Instant, to: Instant, most: number): readonly LaneMark[]
  dropAfter(now: Instant): void
  /** Differs from what it was whenever `summary` may give something else. */
  revision(): number
  /** The same past, for a run that takes another way from here. */
  copy(): EventLanes
}

interface LaneRow {
  /** The events of the lane, each with the detail that it is labelled by. */
  readonly events?: {
    readonly [Type in MachineEvent['type']]?: (
      event: Extract<MachineEvent, { type: Type }>,
    ) => number
  }
  /** What one thing is called. */
  readonly label: (detail: number) => string
}

/** In the place of a vector. */
const SHUTDOWN = 256
/** Beside the number of a port: an OUT. */
export const PORT_OUT = 1 << 16

/** By their detail: what a person did to the guest. */
const INPUTS = ['key', 'serial input', 'edit'] as const

/** Lanes without events are noted by whoever sees their things. */
const ROWS: Readonly<Record<Lane, LaneRow>> = {
  faults: {
    events: {
      'exception.raised': ({ vector }) => vector,
      'exception.shutdown': () => SHUTDOWN,
    },
    label: (detail) => (detail === SHUTDOWN ? 'shutdown' : vectorName(detail)),
  },
  interrupts: {
    events: { 'interrupt.delivered': ({ vector }) => vector },
    label: (detail) => vectorName(detail),
  },
  'page-walks': { events: { 'page-walk.completed': () => 0 }, label: () => 'page walk' },
  inputs: { label: (detail) => INPUTS[detail] ?? 'input' },
  serial: { label: (detail) => byteLabel(detail) },
  halts: { events: { 'control.halted': () => 0 }, label: () => 'HLT' },
  ports: {
    label: (detail) => `${detail & PORT_OUT ? 'OUT' : 'IN'} 0x${(detail & 0xffff).toString(16)}`,
  },
}

const byteLabel = (byte: number): string =>
  byte > 0x20 && byte < 0x7f ? `'${String.fromCharCode(byte)}'` : `0x${byte.toString(16)}`

/** Where each type of event belongs: made of the rows above. */
const PLACES: ReadonlyMap<string, { lane: Lane; detail: (event: never) => number }> = new Map(
  LANES.flatMap((lane) =>
    Object.entries(ROWS[lane].events ?? {}).map(([type, detail]) => [type, { lane, detail }]),
  ),
)

/** What the lanes must be told of: the topics of their events. */
export const LANE_TOPICS: readonly Topic[] = ['page-walk', 'exception', 'interrupt', 'control']

type Lists = Record<Lane, Instants>

const each = (make: (lane: Lane) => Instants): Lists =>
  Object.fromEntries(LANES.map((lane) => [lane, make(lane)])) as Lists

export function createEventLanes(lanes: Lists = each(() => createInstants())): EventLanes {
  let revision = 0

  /** Things that are executed again have been noted before. */
  function note(lane: Lane, now: Instant, detail: number): void {
    if (now < lanes[lane].end()) return
    lanes[lane].add(now, detail)
    revision += 1
  }

  return {
    note,
    observe(event) {
      const place = PLACES.get(event.type)
      if (place) note(place.lane, event.instant, place.detail(event as never))
    },
    put(lane, things) {
      lanes[lane] = createInstants()
      for (const [at, detail] of things) lanes[lane].add(at, detail)
      revision += 1
    },
    summary: (from, to, room) =>
      LANES.map((lane) => laneSummary(lane, lanes[lane], { from, to, room })),
    nearest(lane, from, direction) {
      const instants = lanes[lane]
      const index =
        direction === 'before' ? instants.indexAfter(from - 1) - 1 : instants.indexAfter(from)
      return index >= 0 && index < instants.count() ? instant(instants.at(index)) : undefined
    },
    things(lane, from, to, most) {
      const first = lanes[lane].indexAfter(from - 1)
      const last = Math.min(lanes[lane].indexAfter(to), first + most)
      return Array.from({ length: Math.max(0, last - first) }, (_, offset) =>
        markOf(lanes[lane], ROWS[lane].label, first + offset, first + offset + 1),
      )
    },
    dropAfter(now) {
      for (const lane of LANES) lanes[lane].dropAfter(now)
      revision += 1
    },
    revision: () => revision,
    copy: () => createEventLanes(each((lane) => lanes[lane].copy())),
  }
}

interface Range {
  readonly from: Instant
  readonly to: Instant
  readonly room: number
}

/** A lane whose things lie in a list, between two instants. */
export const laneSummary = (lane: Lane, instants: Instants, range: Range): TimelineLane => ({
  lane,
  total: instants.total(),
  marks: marksOf(instants, ROWS[lane].label, range),
})

/** Entries from one index up to another as one mark. */
function markOf(instants: Instants, label: LaneRow['label'], index: number, end: number): LaneMark {
  const count = instants.before(end) - instants.before(index)
  const span = { from: instant(instants.at(index)), to: instant(instants.last(end - 1)), count }
  return count === 1 ? { ...span, label: label(instants.detail(index)) } : span
}

function marksOf(
  instants: Instants,
  label: LaneRow['label'],
  { from, to, room }: Range,
): readonly LaneMark[] {
  const mark = (index: number, end: number) => markOf(instants, label, index, end)
  const first = instants.indexAfter(from - 1)
  const last = instants.indexAfter(to)
  if (last - first <= room) {
    return Array.from({ length: last - first }, (_, offset) =>
      mark(first + offset, first + offset + 1),
    )
  }
  const marks: LaneMark[] = []
  const width = (to - from + 1) / room
  for (let index = first; index < last;) {
    const bin = Math.floor((instants.at(index) - from) / width)
    const next = Math.max(index + 1, instants.indexAfter(Math.ceil(from + (bin + 1) * width) - 1))
    const end = Math.min(next, last)
    marks.push(mark(index, end))
    index = end
  }
  return marks
}
