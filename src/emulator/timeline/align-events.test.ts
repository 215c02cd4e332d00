/** What happened in both stands in one row, whatever lies between; nothing is lost and nothing changes its order. */
import { describe, expect, it } from 'vitest'
import { alignEvents } from './align-events'

const rows = (left: string, right: string) =>
  alignEvents([...left], [...right]).map(
    ([a, b]) => `${a === undefined ? '-' : left[a]}${b === undefined ? '-' : right[b]}`,
  )

describe('two sequences side by side', () => {
  it('are the same rows where they are the same', () => {
    expect(rows('abc', 'abc')).toEqual(['aa', 'bb', 'cc'])
    expect(rows('', '')).toEqual([])
  })

  it('leave a gap for what only one of them has', () => {
    expect(rows('abcd', 'abxcd')).toEqual(['aa', 'bb', '-x', 'cc', 'dd'])
    expect(rows('abcd', 'acd')).toEqual(['aa', 'b-', 'cc', 'dd'])
    expect(rows('', 'ab')).toEqual(['-a', '-b'])
  })

  it('come together again after each difference', () => {
    const both = rows('startAmiddleBend', 'startCmiddleDDend')
    expect(both.filter(([a, b]) => a === b).map(([a]) => a)).toEqual([...'startmiddleend'])
  })

  it('keep all of both, in their order, however different they are', () => {
    const left = Array.from({ length: 900 }, (_, at) => `l${at % 7}`)
    const right = Array.from({ length: 800 }, (_, at) => `r${at % 5}`)
    const pairs = alignEvents(left, right)
    expect(pairs.flatMap(([a]) => (a === undefined ? [] : [a]))).toEqual([...left.keys()])
    expect(pairs.flatMap(([, b]) => (b === undefined ? [] : [b]))).toEqual([...right.keys()])
  })
})
