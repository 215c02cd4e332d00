import { describe, expect, it } from 'vitest'
import type { MachineEvent } from '../../shared/events'
import { instant, linearAddress, vector } from '../../shared/units'
import { createEventLanes, PORT_OUT } from './event-lanes'

const fault = (at: number, which = 14): MachineEvent => ({
  topic: 'exception',
  type: 'exception.raised',
  instant: instant(at),
  rip: linearAddress(0n),
  vector: vector(which),
  during: 'instruction',
})

const faultsOf = (
  lanes: ReturnType<typeof createEventLanes>,
  from: number,
  to: number,
  room: number,
) => lanes.summary(instant(from), instant(to), room).find(({ lane }) => lane === 'faults')

describe('event lanes', () => {
  it('gives each thing its own mark while there is room, with its name', () => {
    const lanes = createEventLanes()
    lanes.observe(fault(10))
    lanes.observe(fault(20, 8))
    expect(faultsOf(lanes, 0, 100, 10)).toEqual({
      lane: 'faults',
      total: 2,
      marks: [
        { from: 10, to: 10, count: 1, label: '#PF' },
        { from: 20, to: 20, count: 1, label: '#DF' },
      ],
    })
  })

  it('gathers things when there are more than marks, and loses none', () => {
    const lanes = createEventLanes()
    for (let at = 0; at < 100_000; at++) lanes.observe(fault(3 * at))
    const marks = faultsOf(lanes, 0, 299_999, 800)?.marks ?? []
    expect(marks.length).toBeLessThanOrEqual(800)
    expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(100_000)
    marks
      .slice(1)
      .forEach((mark, index) => expect(mark.from).toBeGreaterThan(marks[index]?.to ?? 0))
  })

  it('shows only what lies in the range, its ends included', () => {
    const lanes = createEventLanes()
    for (const at of [10, 20, 30]) lanes.observe(fault(at))
    expect(faultsOf(lanes, 10, 20, 10)?.marks.map(({ from }) => from)).toEqual([10, 20])
  })

  it('notes what is no event, by its name', () => {
    const lanes = createEventLanes()
    lanes.note('inputs', instant(5), 2)
    lanes.note('ports', instant(6), 0x20 | PORT_OUT)
    lanes.note('serial', instant(7), 0x41)
    const labels = lanes
      .summary(instant(0), instant(9), 9)
      .flatMap(({ marks }) => marks.map(({ label }) => label))
    expect(labels).toEqual(['edit', "'A'", 'OUT 0x20'])
  })

  it('counts each of ten million things once', () => {
    const lanes = createEventLanes()
    for (let at = 0; at < 10_000_000; at++) lanes.note('page-walks', instant(3 * at), 0)
    const walks = lanes.summary(instant(0), instant(30_000_000), 800)[2]
    expect(walks?.total).toBe(10_000_000)
    expect(walks?.marks.reduce((sum, { count }) => sum + count, 0)).toBe(10_000_000)
  })

  it('does not note again what is executed again', () => {
    const lanes = createEventLanes()
    for (const at of [10, 20, 10, 20, 30]) lanes.observe(fault(at))
    expect(faultsOf(lanes, 0, 100, 10)?.total).toBe(3)
  })

  it('finds the neighbour in both directions', () => {
    const lanes = createEventLanes()
    for (const at of [10, 20, 30]) lanes.observe(fault(at))
    expect(lanes.nearest('faults', instant(20), 'before')).toBe(10)
    expect(lanes.nearest('faults', instant(20), 'after')).toBe(30)
    expect(lanes.nearest('faults', instant(10), 'before')).toBeUndefined()
    expect(lanes.nearest('faults', instant(30), 'after')).toBeUndefined()
  })

  it('gives a branch the past and leaves the future where it is', () => {
    const lanes = createEventLanes()
    for (const at of [10, 20, 30]) lanes.observe(fault(at))
    const branch = lanes.copy()
    branch.dropAfter(instant(15))
    branch.observe(fault(18))
    expect(faultsOf(branch, 0, 100, 10)?.marks.map(({ from }) => from)).toEqual([10, 18])
    expect(faultsOf(lanes, 0, 100, 10)?.total).toBe(3)
  })
})
