/** Runs as the timeline's models: made by the lanes that a session keeps, from events that come as a kernel's do. */
import type { MachineEvent } from '../../src/shared/events'
import type { Branch, Timeline } from '../../src/shared/models/timeline'
import { instant, vector } from '../../src/shared/units'
import { createEventLanes, type EventLanes } from '../../src/emulator/timeline/event-lanes'

/** Marks that a session gives each lane at most. */
const ROOM = 800

/** Of an event the lanes read where it belongs, when it was and its vector; the rest is left out here. */
const event = (type: MachineEvent['type'], at: number, number = 0) =>
  ({ type, instant: instant(at), vector: vector(number) }) as MachineEvent

/** A sequence of numbers that looks random and is the same every time. */
function scatter(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * limit)
  }
}

const TIMER = 0x20
const BREAKPOINT = 3
const PAGE_FAULT = 14
const BOOT_END = 1_020_000
const TIMER_PERIOD = 1_000_000

/** A boot to the prompt: many walks and bytes, one HLT at its end. */
function boot(lanes: EventLanes): void {
  const random = scatter(1)
  let at = 300
  for (let walk = 0; walk < 58; walk += 1)
    lanes.observe(event('page-walk.completed', (at += random(700))))
  for (let byte = 0; byte < 90; byte += 1) lanes.observeSerial(instant((at += 40)))
  lanes.observe(event('control.halted', at + 10))
}

/** The timer ticks, and the processor sleeps after each tick. */
function tick(lanes: EventLanes, from: number, until: number, period = TIMER_PERIOD): void {
  for (let at = from; at <= until; at += period) {
    lanes.observe(event('interrupt.delivered', at, TIMER))
    lanes.observe(event('control.halted', at + 90))
  }
}

interface Place {
  readonly now: number
  readonly end: number
  readonly range?: readonly [from: number, to: number]
  readonly branches?: readonly Branch[]
}

const ONLY_BRANCH = (end: number): Branch[] => [
  { id: 0, forkedAt: instant(0), end: instant(end), isPresent: true, change: 'first run' },
]

function model(lanes: EventLanes, { now, end, range = [0, end], branches }: Place): Timeline {
  const [from, to] = range.map(instant) as [Timeline['from'], Timeline['to']]
  return {
    now: instant(now),
    end: instant(end),
    from,
    to,
    lanes: lanes.summary(from, to, ROOM),
    branches: branches ?? ONLY_BRANCH(end),
    bookmarks: [],
  }
}

function session(): EventLanes {
  const lanes = createEventLanes()
  boot(lanes)
  tick(lanes, BOOT_END, 9_000_000)
  lanes.observe(event('exception.raised', 9_400_000, BREAKPOINT))
  for (let byte = 0; byte < 60; byte += 1) lanes.observeSerial(instant(9_400_300 + byte * 45))
  tick(lanes, 10_000_000, 16_000_000)
  lanes.observe(event('page-walk.completed', 16_300_000))
  lanes.observe(event('exception.raised', 16_300_000, PAGE_FAULT))
  lanes.observe(event('page-walk.completed', 16_300_200))
  tick(lanes, 17_000_000, 24_000_000)
  return lanes
}

/** A million things in ten million instructions, some stretches far denser than others. */
function busy(): EventLanes {
  const lanes = createEventLanes()
  const random = scatter(7)
  let at = 0
  for (let count = 0; count < 1_000_000; count += 1) {
    at += count % 5_000 === 0 ? 20_000 : random(count % 200_000 < 60_000 ? 4 : 17)
    const kind = random(100)
    if (kind < 60) lanes.observe(event('page-walk.completed', at))
    else if (kind < 80) lanes.observeSerial(instant(at))
    else if (kind < 92) lanes.observe(event('interrupt.delivered', at, TIMER))
    else if (kind < 99) lanes.observe(event('control.halted', at))
    else lanes.observe(event('exception.raised', at, PAGE_FAULT))
  }
  return lanes
}

const fork = (id: number, forkedAt: number, end: number, isPresent: boolean): Branch => ({
  id,
  ...(id > 0 && { parent: 0 }),
  forkedAt: instant(forkedAt),
  end: instant(end),
  isPresent,
  change: id === 0 ? 'first run' : 'RAX = 5',
})

/** Each situation by its name; models are made when they are asked for. */
export const TIMELINES: Readonly<Record<string, () => Timeline>> = {
  empty: () => model(createEventLanes(), { now: 0, end: 0 }),
  boot: () => {
    const lanes = createEventLanes()
    boot(lanes)
    return model(lanes, { now: 26_000, end: 26_000 })
  },
  session: () => model(session(), { now: 24_300_000, end: 24_300_000 }),
  past: () => model(session(), { now: 9_400_000, end: 24_300_000 }),
  'single-events': () =>
    model(session(), { now: 9_400_000, end: 24_300_000, range: [9_399_800, 9_401_200] }),
  'now-out-of-sight': () =>
    model(session(), { now: 9_400_000, end: 24_300_000, range: [15_000_000, 18_000_000] }),
  'two-branches': () =>
    model(session(), {
      now: 24_300_000,
      end: 24_300_000,
      branches: [fork(0, 0, 30_000_000, false), fork(1, 9_400_000, 24_300_000, true)],
    }),
  busy: () => {
    const lanes = busy()
    return model(lanes, { now: 7_000_000, end: 9_900_000 })
  },
}
