import { expect, it } from 'vitest'
import { createKeptList } from './kept-list'

it('keeps the last items, and never changes what it gave out', () => {
  const list = createKeptList<number>(3)
  const seen = [1, 2, 3, 4, 5, 6, 7, 8].map((item) => {
    list.push(item)
    return list.all()
  })
  expect(seen.at(1)).toEqual([1, 2])
  expect(seen.at(-2)).toEqual([5, 6, 7])
  expect(list.all()).toEqual([6, 7, 8])
  list.replaceLast(9)
  expect(list.all()).toEqual([6, 7, 9])
  expect(list.last()).toBe(9)
  expect(seen.at(-1)).toEqual([6, 7, 8])
})

it('changes the latest item that is so, and not what it gave out', () => {
  const list = createKeptList<{ kind: string; count: number }>(3)
  for (const kind of ['a', 'b', 'a']) list.push({ kind, count: 0 })
  const before = list.all()
  list.change(({ kind }) => kind === 'a', { count: 1 })
  list.change(({ kind }) => kind === 'c', { count: 1 })
  expect(list.all().map(({ count }) => count)).toEqual([0, 0, 1])
  expect(before.map(({ count }) => count)).toEqual([0, 0, 0])
  expect(list.find(({ kind }) => kind === 'a')).toEqual({ kind: 'a', count: 1 })
  expect(list.find(({ kind }) => kind === 'c')).toBeUndefined()
})

it('keeps what comes seldom though much else comes in between', () => {
  const kindOf = (item: number) => (item % 1000 === 7 ? 'seldom' : 'often')
  const list = createKeptList<number>(64, kindOf)
  for (let item = 0; item < 40_000; item++) {
    list.push(item)
    const all = list.all()
    expect(all.length).toBe(Math.min(item + 1, 64))
    expect(all.slice(-48)).toEqual(
      Array.from({ length: Math.min(48, item + 1) }, (_, back) => item - back).reverse(),
    )
  }
  const seldom = list.all().filter((item) => kindOf(item) === 'seldom')
  expect(seldom).toEqual(Array.from({ length: 16 }, (_, index) => 24_007 + index * 1000))
  expect(list.all()).toEqual([...list.all()].sort((a, b) => a - b))
})

it('gives the same list to all who ask while nothing is added', () => {
  const list = createKeptList<number>(3)
  list.push(1)
  const saved = list.all()
  expect(list.all()).toBe(saved)
  list.push(2)
  list.restore(saved)
  expect(list.all()).toBe(saved)
  list.push(3)
  expect(saved).toEqual([1])
  expect(list.all()).toEqual([1, 3])
})
