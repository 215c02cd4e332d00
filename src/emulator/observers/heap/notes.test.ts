import { expect, it } from 'vitest'
import { createNotes, type NotedCall } from './notes'

const call = (at: number) => ({ instant: at }) as unknown as NotedCall
const noted = (count: number) => {
  const notes = createNotes()
  for (let at = 0; at < count; at++) notes.add(call(at))
  return notes
}
const instants = (calls: readonly NotedCall[]) => calls.map(({ instant }) => Number(instant))

it('gives what was noted in its order, and then nothing', () => {
  const notes = noted(200)
  expect(instants(notes.take())).toEqual(Array.from({ length: 200 }, (_, at) => at))
  expect(notes.isComplete()).toBe(true)
  expect(notes.isLate()).toBe(true)
  expect(notes.take()).toEqual([])
})

it('keeps the later half of too many, and says that it is not all', () => {
  const notes = noted(129 * 64 + 5)
  const left = instants(notes.take())
  expect([left[0], left.at(-1), left.length]).toEqual([64 * 64, 129 * 64 + 4, 65 * 64 + 5])
  expect(notes.isComplete()).toBe(false)
})

it('goes back to an earlier state, which shares its stretches with later ones', () => {
  const notes = noted(100)
  const before = notes.state()
  for (let at = 100; at < 200; at++) notes.add(call(at))
  expect(notes.state().stretches[0]).toBe(before.stretches[0])
  notes.restore(before)
  notes.add(call(7))
  expect(instants(notes.take()).slice(-2)).toEqual([99, 7])
  expect(before.latest).toHaveLength(36)
})
