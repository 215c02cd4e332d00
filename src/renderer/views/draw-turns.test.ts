import { expect, it } from 'vitest'
import { createDrawTurns } from './draw-turns'

function setUp() {
  const frames: (() => void)[] = []
  const drawn: string[] = []
  const turns = createDrawTurns((callback) => frames.push(callback))
  const want = (key: string, what = key) => turns.want(key, () => drawn.push(what))
  const passFrame = () => frames.shift()?.()
  return { turns, drawn, frames, want, passFrame }
}

it('draws one of them in each frame, in the order in which they were wanted', () => {
  const { drawn, want, passFrame } = setUp()
  want('heap')
  want('executor')
  expect(drawn).toEqual([])
  passFrame()
  expect(drawn).toEqual(['heap'])
  passFrame()
  expect(drawn).toEqual(['heap', 'executor'])
})

it('draws only the last of what was wanted of one, and keeps its turn', () => {
  const { drawn, want, passFrame, frames } = setUp()
  want('heap', 'old')
  want('executor')
  want('heap', 'new')
  passFrame()
  passFrame()
  passFrame()
  expect(drawn).toEqual(['new', 'executor'])
  expect(frames).toEqual([])
})

it('draws nothing that has gone', () => {
  const { turns, drawn, want, passFrame } = setUp()
  want('heap')
  turns.forget('heap')
  passFrame()
  expect(drawn).toEqual([])
})
