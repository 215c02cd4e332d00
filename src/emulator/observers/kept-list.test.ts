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
