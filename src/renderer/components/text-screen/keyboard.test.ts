/** The guest gets every key but the app's, and never keeps one pressed. */
import { describe, expect, it } from 'vitest'
import { createGuestKeyboard } from './keyboard'

function setUp() {
  const sent: number[] = []
  return { sent, keyboard: createGuestKeyboard((codes) => sent.push(...codes)) }
}

const stroke = (code: string, modifiers = {}) => ({
  code,
  ctrlKey: false,
  shiftKey: false,
  metaKey: false,
  altKey: false,
  ...modifiers,
})

describe('the guest’s keyboard', () => {
  it('sends make and break codes', () => {
    const { keyboard, sent } = setUp()
    expect(keyboard.press(stroke('KeyA'))).toBe(true)
    expect(keyboard.release('KeyA')).toBe(true)
    expect(sent).toEqual([0x1e, 0x9e])
  })

  it('repeats a held key as the hardware does, with one break code at the end', () => {
    const { keyboard, sent } = setUp()
    for (let i = 0; i < 3; i++) keyboard.press(stroke('KeyA'))
    keyboard.release('KeyA')
    expect(sent).toEqual([0x1e, 0x1e, 0x1e, 0x9e])
  })

  it.each(['F1', 'F2', 'F5', 'F6', 'F10', 'F12'])('leaves %s to the app', (code) => {
    const { keyboard, sent } = setUp()
    expect(keyboard.press(stroke(code))).toBe(false)
    expect(keyboard.release(code)).toBe(false)
    expect(sent).toEqual([])
  })

  it('leaves to the app what its menu has, and other letters with Ctrl to the guest', () => {
    const { keyboard } = setUp()
    expect(keyboard.press(stroke('KeyB', { ctrlKey: true }))).toBe(false)
    expect(keyboard.press(stroke('Slash', { ctrlKey: true, shiftKey: true }))).toBe(false)
    expect(keyboard.press(stroke('KeyC', { ctrlKey: true }))).toBe(true)
  })

  it('leaves pasting to the app and Ctrl+V to the guest', () => {
    const { keyboard } = setUp()
    expect(keyboard.press(stroke('KeyV', { ctrlKey: true, shiftKey: true }))).toBe(false)
    expect(keyboard.press(stroke('KeyV', { metaKey: true }))).toBe(false)
    expect(keyboard.press(stroke('KeyV', { ctrlKey: true }))).toBe(true)
  })

  it('lets go of everything when the screen loses the keyboard', () => {
    const { keyboard, sent } = setUp()
    keyboard.press(stroke('ShiftLeft'))
    keyboard.press(stroke('ArrowUp'))
    sent.length = 0
    keyboard.releaseAll()
    expect(sent).toEqual([0xaa, 0xe0, 0xc8])
    expect(keyboard.release('ShiftLeft')).toBe(false)
  })
})
