import { beforeEach, describe, expect, it } from 'vitest'
import { createModifierHold, type ModifierHold } from './timeline-modifiers'

const SHIFT = [0x2a]
const SHIFT_UP = [0xaa]
const RIGHT_CTRL = [0xe0, 0x1d]
const RIGHT_CTRL_UP = [0xe0, 0x9d]
const A = [0x1e]
const A_UP = [0x9e]

describe('a modifier that is pressed', () => {
  let sent: (readonly number[])[]
  let hold: ModifierHold
  beforeEach(() => {
    sent = []
    hold = createModifierHold((codes) => sent.push(codes))
  })

  it('reaches the guest at once in the present', () => {
    hold.press(SHIFT, false)
    hold.press(SHIFT_UP, false)
    expect(sent).toEqual([SHIFT, SHIFT_UP])
  })

  it('stays away in the past when nothing follows', () => {
    for (const codes of [SHIFT, SHIFT_UP, RIGHT_CTRL, RIGHT_CTRL_UP]) hold.press(codes, true)
    expect(sent).toEqual([])
  })

  it('goes before the key that it belongs to', () => {
    hold.press(SHIFT, true)
    hold.press(A, true)
    expect(sent).toEqual([[...SHIFT, ...A]])
  })

  it('is released in the guest that it was pressed in, with the next key there', () => {
    hold.press(SHIFT, false)
    hold.press(SHIFT_UP, true)
    expect(sent).toEqual([SHIFT])
    hold.press(A, false)
    expect(sent).toEqual([SHIFT, [...SHIFT_UP, ...A]])
  })

  it('does not hold other keys back', () => {
    hold.press(A, true)
    hold.press(A_UP, true)
    expect(sent).toEqual([A, A_UP])
  })
})
