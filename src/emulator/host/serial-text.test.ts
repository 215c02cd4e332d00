import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../memory/byte-reader'
import { createSerialText } from './serial-text'

describe('serial text', () => {
  it('never gives out half a character', () => {
    const text = 'a■é😀b'
    const serial = createSerialText()
    let got = ''
    for (const byte of encodeUtf8(text)) {
      serial.add(byte)
      const part = serial.take()
      expect(part).not.toContain('\ufffd')
      got += part
    }
    expect(got).toBe(text)
    expect(serial.isEmpty()).toBe(true)
  })

  it('gives out bytes that are no text, one replacement each, and goes on', () => {
    const serial = createSerialText()
    for (const byte of [0xff, 0x41, 0x80, 0x42, 0xc3, 0x43]) serial.add(byte)
    expect(serial.take()).toBe('\ufffdA\ufffdB\ufffdC')
  })

  it('keeps the newest when nobody reads', () => {
    const serial = createSerialText()
    for (let i = 0; i < 5 << 20; i++) serial.add(0x61)
    serial.add(0x7a)
    const text = serial.take()
    expect(text.length).toBeLessThanOrEqual(2 << 20)
    expect(text.endsWith('az')).toBe(true)
  })
})
