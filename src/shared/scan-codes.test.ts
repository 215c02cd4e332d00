/** Scan codes against the tables that every PC keyboard has obeyed since 1984. */
import { describe, expect, it } from 'vitest'
import { pressCodes, releaseCodes, typeCharacter, typedText, typeText } from './scan-codes'

describe('scan code set 1', () => {
  it('sends one byte for a key of the first PC, and the same with bit 7 for its release', () => {
    expect(pressCodes('KeyA')).toEqual([0x1e])
    expect(releaseCodes('KeyA')).toEqual([0x9e])
  })

  it('puts the prefix E0 before keys that came later, also when they are released', () => {
    expect(pressCodes('ArrowUp')).toEqual([0xe0, 0x48])
    expect(releaseCodes('ArrowUp')).toEqual([0xe0, 0xc8])
    expect(pressCodes('ControlRight')).toEqual([0xe0, 0x1d])
  })

  it('tells the arrow keys from those of the number pad by the prefix alone', () => {
    expect(pressCodes('ArrowLeft').slice(1)).toEqual(pressCodes('Numpad4'))
  })

  it('sends PrintScreen as two keys and releases them in reverse order', () => {
    expect(pressCodes('PrintScreen')).toEqual([0xe0, 0x2a, 0xe0, 0x37])
    expect(releaseCodes('PrintScreen')).toEqual([0xe0, 0xb7, 0xe0, 0xaa])
  })

  it('sends Pause whole when it is pressed and nothing when it is released', () => {
    expect(pressCodes('Pause')).toEqual([0xe1, 0x1d, 0x45, 0xe1, 0x9d, 0xc5])
    expect(releaseCodes('Pause')).toEqual([])
  })

  it('sends nothing for a key that a PC keyboard does not have', () => {
    expect(pressCodes('BrowserBack')).toEqual([])
    expect(pressCodes('toString')).toEqual([])
  })
})

describe('typing on the US layout', () => {
  it('holds shift around a capital letter', () => {
    expect(typeCharacter('A')).toEqual([0x2a, 0x1e, 0x9e, 0xaa])
  })

  it('can type every printable ASCII character, each differently', () => {
    const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(0x20 + i))
    const strokes = printable.map((character) => typeCharacter(character).join())
    expect(strokes.filter((stroke) => stroke === '')).toEqual([])
    expect(new Set(strokes).size).toBe(95)
  })

  it('types a line end as one Enter, whichever way it was written', () => {
    const enter = [0x1c, 0x9c]
    expect(typeText('\n')).toEqual(enter)
    expect(typeText('\r\n')).toEqual(enter)
    expect(typeText('\r')).toEqual(enter)
  })

  it('leaves out what the layout cannot type', () => {
    expect(typeText('a€b')).toEqual(typeText('ab'))
  })
})

describe('what was typed', () => {
  it('is read back from its keys', () => {
    const text = 'Walk 0xB8000 "now"!\n'
    expect(typedText(typeText(text))).toBe(text)
  })

  it('leaves out keys that type nothing', () => {
    const codes = [...pressCodes('ArrowUp'), ...releaseCodes('ArrowUp'), ...typeText('a')]
    expect(typedText([...pressCodes('F1'), ...codes, 0xff])).toBe('a')
  })
})
