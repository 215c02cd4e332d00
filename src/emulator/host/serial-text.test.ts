import { describe, expect, it } from 'vitest'
import { instant } from '../../shared/units'
import { encodeUtf8 } from '../memory/byte-reader'
import { createSerialText } from './serial-text'

/** Prints one byte an instant, from instant 0 on. */
function printed(bytes: Iterable<number>) {
  const serial = createSerialText()
  let now = 0
  for (const byte of bytes) serial.add(byte, instant(now++))
  return serial
}

describe('serial text', () => {
  it('never gives out half a character', () => {
    const text = 'a■é😀b'
    const bytes = encodeUtf8(text)
    const serial = printed(bytes)
    let got = ''
    for (let now = 1; now <= bytes.length; now++) {
      const part = serial.take(instant(now))?.appended ?? ''
      expect(part).not.toContain('\ufffd')
      got += part
    }
    expect(got).toBe(text)
  })

  it('gives out bytes that are no text, one replacement each, and goes on', () => {
    const serial = printed([0xff, 0x41, 0x80, 0x42, 0xc3, 0x43])
    expect(serial.take(instant(9))?.appended).toBe('\ufffdA\ufffdB\ufffdC')
  })

  it('gives only what is new, and nothing when there is nothing new', () => {
    const serial = printed(encodeUtf8('abcd'))
    expect(serial.take(instant(2))).toEqual({ appended: 'ab', isFresh: true })
    expect(serial.take(instant(4))).toEqual({ appended: 'cd', isFresh: false })
    expect(serial.take(instant(9))).toBeUndefined()
    expect(serial.endAt(instant(3), 2)).toBe('bc')
    expect(serial.endAt(instant(9), 100)).toBe('abcd')
  })

  it('gives everything anew when it goes back', () => {
    const serial = printed(encodeUtf8('abcd'))
    serial.take(instant(4))
    expect(serial.take(instant(3))).toEqual({ appended: 'abc', isFresh: true })
  })

  it('does not take a byte twice that is printed again', () => {
    const serial = printed(encodeUtf8('ab'))
    serial.add(0x61, instant(0))
    serial.add(0x62, instant(1))
    serial.add(0x63, instant(2))
    expect(serial.take(instant(9))?.appended).toBe('abc')
  })

  it('shares the past of a branch and not its future', () => {
    const serial = printed(encodeUtf8('abcd'))
    const branch = serial.branch(instant(2))
    branch.add(0x78, instant(2))
    expect(branch.take(instant(9))?.appended).toBe('abx')
    expect(serial.take(instant(9))?.appended).toBe('abcd')
  })

  it('gives out the newest of more than it can show at once', () => {
    const serial = printed(Array.from({ length: 3 << 19 }, () => 0x61).concat(0x7a))
    const text = serial.take(instant(1 << 30))?.appended ?? ''
    expect(text.length).toBeLessThanOrEqual(1 << 20)
    expect(text.endsWith('az')).toBe(true)
  })
})
