/** The rules of Intel's 8254 data sheet: modes, counts, latches. Times are in CLK pulses. */
import { beforeEach, describe, expect, it } from 'vitest'
import { instantOfTick } from '../../shared/guest-time'
import { instant, type Instant } from '../../shared/units'
import { createPit8254, PIT_FREQUENCY, type Pit8254 } from './pit-8254'

describe('the 8254', () => {
  let pit: Pit8254
  let now: Instant
  let out0 = false
  let rises: number[] = []
  let expired: number[] = []

  beforeEach(() => {
    now = instant(0)
    out0 = false
    rises = []
    expired = []
    pit = createPit8254(
      () => now,
      (isActive) => {
        if (isActive && !out0) rises.push(pulseNow())
        out0 = isActive
      },
      (count) => expired.push(count),
    )
  })

  const pulseNow = () => Math.round((now * PIT_FREQUENCY) / 1e8)

  /** Lets time pass to a pulse, with every deadline met on the way. */
  function passTo(pulse: number) {
    const end = instantOfTick(pulse, PIT_FREQUENCY)
    for (;;) {
      const due = pit.deadline()
      if (due === undefined || due > end) break
      now = due
      pit.act()
    }
    now = end
  }

  const control = (value: number) => pit.writePort(0x43, value, 1)
  const write = (counter: number, ...bytes: number[]) =>
    bytes.forEach((byte) => pit.writePort(0x40 + counter, byte, 1))
  const read = (counter: number) => pit.readPort(0x40 + counter, 1)
  const readWord = (counter: number) => read(counter) | (read(counter) << 8)

  it('mode 0: OUT falls with the control word and rises when the count has run out, one pulse after it was loaded', () => {
    control(0x30)
    expect(out0).toBe(false)
    write(0, 100, 0)
    passTo(100)
    expect(out0).toBe(false)
    passTo(101)
    expect(out0).toBe(true)
    passTo(100_000)
    expect(rises).toEqual([101])
    expect(pit.deadline()).toBeUndefined()
  })

  it('mode 0: counts down and, past zero, on from the top', () => {
    control(0x30)
    write(0, 100, 0)
    passTo(31)
    expect(readWord(0)).toBe(70)
    passTo(111)
    expect(readWord(0)).toBe(0xfff6)
  })

  it('mode 0: the first byte of a new count stops the counter', () => {
    control(0x30)
    write(0, 100, 0)
    passTo(50)
    write(0, 10)
    passTo(500)
    expect(out0).toBe(false)
    write(0, 0)
    passTo(511)
    expect(rises).toEqual([511])
  })

  it('mode 2: OUT falls for the last pulse of each period', () => {
    control(0x34)
    write(0, 10, 0)
    passTo(9)
    expect(out0).toBe(true)
    passTo(10)
    expect(out0).toBe(false)
    passTo(11)
    expect(out0).toBe(true)
    passTo(41)
    expect(rises.filter((pulse) => pulse > 0)).toEqual([11, 21, 31, 41])
  })

  it('mode 2: a new count takes over when the period ends', () => {
    control(0x34)
    write(0, 10, 0)
    passTo(15)
    write(0, 4, 0)
    passTo(30)
    expect(rises.filter((pulse) => pulse > 0)).toEqual([11, 21, 25, 29])
  })

  it('mode 3: OUT is high for the larger half, and the count goes down by two', () => {
    control(0x36)
    write(0, 7, 0)
    passTo(1)
    expect(out0).toBe(true)
    expect(readWord(0)).toBe(6)
    passTo(2)
    expect(readWord(0)).toBe(4)
    passTo(5)
    expect(out0).toBe(false)
    passTo(7)
    expect(out0).toBe(false)
    passTo(8)
    expect(out0).toBe(true)
  })

  it('mode 4: OUT falls for one pulse when the count has run out', () => {
    control(0x38)
    expect(out0).toBe(true)
    write(0, 20, 0)
    passTo(20)
    expect(out0).toBe(true)
    passTo(21)
    expect(out0).toBe(false)
    passTo(22)
    expect(out0).toBe(true)
    expect(pit.deadline()).toBeUndefined()
  })

  it('mode 1: waits for the rising edge of GATE, and starts again with the next', () => {
    control(0xb2)
    write(2, 50, 0)
    passTo(100)
    expect(pit.out2()).toBe(true)
    pit.setGate2(true)
    passTo(102)
    expect(pit.out2()).toBe(false)
    passTo(150)
    expect(pit.out2()).toBe(false)
    passTo(151)
    expect(pit.out2()).toBe(true)
  })

  it('mode 0: a low GATE holds the count', () => {
    pit.setGate2(true)
    control(0xb0)
    write(2, 100, 0)
    passTo(41)
    pit.setGate2(false)
    passTo(500)
    expect(readWord(2)).toBe(60)
    pit.setGate2(true)
    passTo(559)
    expect(pit.out2()).toBe(false)
    passTo(560)
    expect(pit.out2()).toBe(true)
  })

  it('mode 2: a low GATE forces OUT high, and its rising edge loads the count anew', () => {
    pit.setGate2(true)
    control(0xb4)
    write(2, 10, 0)
    passTo(10)
    expect(pit.out2()).toBe(false)
    pit.setGate2(false)
    expect(pit.out2()).toBe(true)
    passTo(100)
    pit.setGate2(true)
    passTo(109)
    expect(pit.out2()).toBe(true)
    passTo(110)
    expect(pit.out2()).toBe(false)
  })

  it('takes 0 for the largest count: 65 536, or 10 000 in BCD', () => {
    control(0x34)
    write(0, 0, 0)
    passTo(65_536)
    expect(rises.filter((pulse) => pulse > 0)).toEqual([])
    passTo(65_537)
    expect(rises.filter((pulse) => pulse > 0)).toEqual([65_537])
    control(0x31)
    write(0, 0, 0)
    passTo(65_537 + 10_000)
    expect(out0).toBe(false)
    passTo(65_537 + 10_001)
    expect(out0).toBe(true)
  })

  it('counts in decimal in BCD', () => {
    control(0x31)
    write(0, 0x00, 0x12)
    passTo(2)
    expect(readWord(0)).toBe(0x1199)
  })

  it('latches a count until it is read, both bytes of it', () => {
    control(0x34)
    write(0, 0xe8, 0x03)
    passTo(101)
    control(0x00)
    passTo(300)
    control(0x00)
    expect(readWord(0)).toBe(900)
    expect(readWord(0)).toBe(701)
  })

  it('reads back status and count of several counters at once, the status first', () => {
    control(0x36)
    write(0, 100, 0)
    control(0x74)
    write(1, 18, 0)
    passTo(11)
    control(0xc0 | 0x06)
    expect(read(0)).toBe(0x80 | 0x36)
    expect(readWord(0)).toBe(80)
    expect(read(1) & 0x3f).toBe(0x34)
  })

  it('shows a count that was not loaded yet as null', () => {
    control(0x34)
    control(0xe2)
    expect(read(0) & 0x40).toBe(0x40)
    write(0, 100, 0)
    passTo(2)
    control(0xe2)
    expect(read(0) & 0x40).toBe(0)
  })

  it('takes a single byte as the whole count, low or high', () => {
    control(0x14)
    write(0, 20)
    passTo(1)
    expect(read(0)).toBe(20)
    control(0x24)
    write(0, 0x02)
    passTo(2)
    expect(read(0)).toBe(0x02)
  })

  it('counts how often counter 0 has expired, in every mode, and not what the guest does to OUT', () => {
    control(0x36)
    write(0, 100, 0)
    passTo(350)
    expect(expired).toEqual([1, 2, 3])
    control(0x34)
    write(0, 100, 0)
    passTo(600)
    expect(expired).toEqual([1, 2, 3, 4, 5])
    control(0x30)
    write(0, 100, 0)
    control(0x36)
    expect(expired).toHaveLength(5)
    control(0x30)
    write(0, 100, 0)
    passTo(10_000)
    expect(expired).toHaveLength(6)
  })

  it('treats modes 6 and 7 as 2 and 3', () => {
    control(0x3c)
    control(0xe2)
    expect(read(0) & 0x0e).toBe(0x04)
  })

  it('does nothing by itself between deadlines, so that a saved state continues alike', () => {
    control(0x34)
    write(0, 0x10, 0x27)
    passTo(25_000)
    const copy = createPit8254(
      () => now,
      () => undefined,
    )
    copy.restore(pit.save())
    expect(copy.deadline()).toBe(pit.deadline())
    expect(copy.save()).toEqual(pit.save())
    expect(copy.readPort(0x40, 1)).toBe(pit.readPort(0x40, 1))
  })

  it('keeps time over months of guest time', () => {
    now = instant(2 ** 52)
    control(0x34)
    write(0, 0x10, 0x27)
    const due = pit.deadline() ?? 0
    expect(due).toBeGreaterThan(now)
    expect(due - now).toBeLessThan(1_000_000)
  })
})
