/** The clock and the CMOS memory, by Motorola's MC146818 data sheet. */
import { beforeEach, describe, expect, it } from 'vitest'
import { INSTANTS_PER_SECOND } from '../../shared/guest-time'
import { instant, type Instant } from '../../shared/units'
import { calendarTime, secondsOf } from './calendar'
import { createCmosMc146818 } from './cmos-mc146818'

describe('the MC146818', () => {
  let cmos: ReturnType<typeof createCmosMc146818>
  let now: Instant
  let irq8 = false

  beforeEach(() => {
    now = instant(0)
    irq8 = false
    cmos = createCmosMc146818(
      () => now,
      (isActive) => (irq8 = isActive),
      128 * 2 ** 20,
    )
  })

  function get(index: number) {
    cmos.writePort(0x70, index, 1)
    return cmos.readPort(0x71, 1)
  }
  function set(index: number, value: number) {
    cmos.writePort(0x70, index, 1)
    cmos.writePort(0x71, value, 1)
  }
  function passSeconds(seconds: number) {
    const end = instant(now + Math.round(seconds * INSTANTS_PER_SECOND))
    for (let due = cmos.deadline(); due !== undefined && due <= end; due = cmos.deadline()) {
      now = due
      cmos.act()
    }
    now = end
  }
  const date = () => [0x32, 0x09, 0x08, 0x07, 0x04, 0x02, 0x00].map(get)

  it('begins on 1 January 2020, a Wednesday, whatever day it is outside', () => {
    expect(date()).toEqual([0x20, 0x20, 0x01, 0x01, 0x00, 0x00, 0x00])
    expect(get(0x06)).toBe(4)
  })

  it('runs by guest time, over the end of a month', () => {
    passSeconds(31 * 86_400 + 3 * 3600 + 25 * 60 + 59)
    expect(date()).toEqual([0x20, 0x20, 0x02, 0x01, 0x03, 0x25, 0x59])
  })

  it('counts in binary and in twelve hours when register B says so', () => {
    passSeconds(13 * 3600 + 45 * 60)
    set(0x0b, 0x04)
    expect([get(0x04), get(0x02)]).toEqual([0x81, 45])
    set(0x0b, 0x00)
    expect(get(0x04)).toBe(0x81)
  })

  it('can be set, and goes on from there', () => {
    set(0x0b, 0x82)
    for (const [index, value] of [
      [0x32, 0x19],
      [0x09, 0x99],
      [0x08, 0x12],
      [0x07, 0x31],
      [0x04, 0x23],
      [0x02, 0x59],
      [0x00, 0x58],
    ] as const) {
      set(index, value)
    }
    passSeconds(10)
    expect(get(0x00)).toBe(0x58)
    set(0x0b, 0x02)
    passSeconds(3)
    expect(date()).toEqual([0x20, 0x00, 0x01, 0x01, 0x00, 0x00, 0x01])
  })

  it('interrupts periodically at the rate of register A, until register C is read', () => {
    set(0x0a, 0x26)
    set(0x0b, 0x42)
    passSeconds(0.0005)
    expect(irq8).toBe(false)
    passSeconds(0.0006)
    expect(irq8).toBe(true)
    expect(get(0x0c)).toBe(0xc0)
    expect(irq8).toBe(false)
    expect(get(0x0c)).toBe(0)
    let count = 0
    for (let i = 0; i < 2048; i++) {
      passSeconds(1 / 1024)
      if (get(0x0c) & 0x40) count += 1
    }
    expect(count).toBe(2048)
  })

  it('interrupts after each update', () => {
    set(0x0b, 0x12)
    passSeconds(1)
    expect(irq8).toBe(true)
    expect(get(0x0c)).toBe(0x90)
  })

  it('interrupts at the alarm, whose fields may mean any', () => {
    set(0x05, 0xff)
    set(0x03, 0x01)
    set(0x01, 0x30)
    set(0x0b, 0x22)
    passSeconds(89)
    expect(irq8).toBe(false)
    passSeconds(1)
    expect(irq8).toBe(true)
  })

  it('waits for nothing that nobody wants', () => {
    expect(cmos.deadline()).toBeUndefined()
  })

  it('tells how much memory there is', () => {
    expect(get(0x15) | (get(0x16) << 8)).toBe(640)
    expect(get(0x34) | (get(0x35) << 8)).toBe((128 - 16) * 16)
    expect(get(0x0d)).toBe(0x80)
  })

  it('keeps what is written to its memory, and the index within it', () => {
    set(0x50, 0xa5)
    expect(get(0x50)).toBe(0xa5)
    expect(get(0xd0)).toBe(0xa5)
  })

  it('survives a guest that sets impossible dates for ever', () => {
    for (let i = 0; i < 2000; i++) {
      for (const index of [0x32, 0x09, 0x08, 0x07, 0x04, 0x02, 0x00]) set(index, 0xff)
    }
    expect(date().every((value) => value >= 0 && Number.isInteger(value))).toBe(true)
  })

  it('continues from a saved state', () => {
    set(0x0b, 0x52)
    passSeconds(1.5)
    const saved = cmos.save()
    const copy = createCmosMc146818(
      () => now,
      () => undefined,
      2 ** 21,
    )
    copy.restore(saved)
    expect(copy.save()).toEqual(saved)
    expect(copy.deadline()).toBe(cmos.deadline())
  })
})

describe('the calendar', () => {
  it.each([
    [0, '2020-01-01 00:00:00 4'],
    [-1, '2019-12-31 23:59:59 3'],
    [59 * 86_400, '2020-02-29 00:00:00 7'],
    [60 * 86_400, '2020-03-01 00:00:00 1'],
    [366 * 86_400, '2021-01-01 00:00:00 6'],
    [-(20 * 365 + 5) * 86_400, '2000-01-01 00:00:00 7'],
  ])('makes of %i seconds %s', (seconds, text) => {
    const time = calendarTime(seconds)
    const two = (value: number) => String(value).padStart(2, '0')
    expect(
      `${time.year}-${two(time.month)}-${two(time.day)} ` +
        `${two(time.hour)}:${two(time.minute)}:${two(time.second)} ${time.weekday}`,
    ).toBe(text)
    expect(secondsOf(time)).toBe(seconds)
  })

  it('agrees with another calendar on every day of a century', () => {
    const epoch = Date.UTC(2020, 0, 1)
    for (let day = -7000; day < 30_000; day++) {
      const other = new Date(epoch + day * 86_400_000)
      const ours = calendarTime(day * 86_400)
      expect([ours.year, ours.month, ours.day, ours.weekday]).toEqual([
        other.getUTCFullYear(),
        other.getUTCMonth() + 1,
        other.getUTCDate(),
        other.getUTCDay() + 1,
      ])
    }
  })
})
