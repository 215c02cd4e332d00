import { expect, it } from 'vitest'
import { proseRuns, wrapProse } from './prose'

const style = { size: 10, fill: '#000000' }

it('sets hexadecimal numbers and quoted code in the monospaced font', () => {
  const runs = proseRuns('It holds 0x000b_8000, see `CR3`.', style)
  expect(runs.map(({ text, font }) => [text, font])).toEqual([
    ['It holds', 'sans'],
    ['0x000b_8000', 'mono'],
    [', see', 'sans'],
    ['CR3', 'mono'],
    ['.', 'sans'],
  ])
})

it('turns blanks between runs into gaps, and puts none before a comma', () => {
  const gaps = proseRuns('At 0x10, then 0x20.', style).map(({ gap }) => gap !== undefined)
  expect(gaps).toEqual([false, true, false, true, false])
})

it('breaks a sentence where it no longer fits', () => {
  expect(wrapProse('one two three', 45, style)).toEqual(['one two', 'three'])
})

it('goes on with a machine value that does not fit on one line', () => {
  expect(wrapProse('`mov cx, 1` stored it', 45, style)).toEqual(['`mov cx,`', '`1` stored', 'it'])
})
