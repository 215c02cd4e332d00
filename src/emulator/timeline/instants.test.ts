/** Bounded, and yet nothing is lost from the count; copies share what they have in common and nothing else. */
import { describe, expect, it } from 'vitest'
import { createInstants, type Instants } from './instants'

const filled = (count: number, limit?: number): Instants => {
  const instants = createInstants(limit)
  for (let index = 0; index < count; index++) instants.add(10 * index, index)
  return instants
}

const entries = (instants: Instants) =>
  Array.from({ length: instants.count() }, (_, index) => [
    instants.at(index),
    instants.last(index),
    instants.before(index + 1) - instants.before(index),
  ])

describe('a list of instants', () => {
  it('gives back what was added, over many chunks', () => {
    const instants = filled(10_000)
    expect([instants.count(), instants.total(), instants.end()]).toEqual([10_000, 10_000, 99_991])
    for (const index of [0, 4095, 4096, 9999]) {
      expect([instants.at(index), instants.detail(index)]).toEqual([10 * index, index])
    }
    expect(instants.indexAfter(40_959)).toBe(4096)
    expect(instants.indexAfter(-1)).toBe(0)
  })

  it('keeps the older half in pairs beyond its limit, and counts all', () => {
    const instants = filled(9, 8)
    expect(entries(instants)).toEqual([
      [0, 10, 2],
      [20, 30, 2],
      ...[40, 50, 60, 70, 80].map((at) => [at, at, 1]),
    ])
    expect([instants.total(), instants.end(), instants.before(2)]).toEqual([9, 81, 4])
  })

  it('stays within its limit however much is added', () => {
    const instants = filled(100_000, 1000)
    expect(instants.count()).toBeLessThanOrEqual(1000)
    expect(instants.total()).toBe(100_000)
    expect(instants.before(instants.count())).toBe(100_000)
    const all = entries(instants)
    all.slice(1).forEach(([at = 0], index) => expect(at).toBeGreaterThan(all[index]?.[1] ?? 0))
  })

  it('forgets what came after an instant', () => {
    const instants = filled(10)
    instants.dropAfter(35)
    expect([instants.count(), instants.total(), instants.end()]).toEqual([4, 4, 31])
    instants.add(50, 7)
    expect(entries(instants).map(([at]) => at)).toEqual([0, 10, 20, 30, 50])
  })

  it('keeps the first of several that were cut apart', () => {
    const instants = filled(9, 8)
    instants.dropAfter(25)
    expect(entries(instants)).toEqual([
      [0, 10, 2],
      [20, 20, 1],
    ])
    expect([instants.total(), instants.end()]).toEqual([3, 21])
  })

  it('is not changed by what becomes of its copy, nor the copy by it', () => {
    const instants = filled(5000)
    const copy = instants.copy()
    copy.dropAfter(41_000)
    copy.add(41_005, 1)
    instants.add(50_000, 2)
    expect([instants.count(), instants.at(4101), instants.at(5000)]).toEqual([5001, 41_010, 50_000])
    expect([copy.count(), copy.at(4101)]).toEqual([4102, 41_005])
    const third = instants.copy()
    third.add(60_000, 3)
    instants.add(60_001, 4)
    expect([third.at(5001), instants.at(5001)]).toEqual([60_000, 60_001])
  })
})
