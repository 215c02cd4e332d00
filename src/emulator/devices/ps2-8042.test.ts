/** The keyboard controller and its keyboard, by IBM's PS/2 Hardware Interface Technical Reference. */
import { beforeEach, describe, expect, it } from 'vitest'
import { instant, type Instant } from '../../shared/units'
import { createPs2Controller, type Ps2Controller } from './ps2-8042'

describe('the 8042', () => {
  let controller: Ps2Controller
  let now: Instant
  let irq1 = false
  let interrupts = 0
  let resets = 0

  beforeEach(() => {
    now = instant(0)
    irq1 = false
    interrupts = 0
    resets = 0
    controller = newController()
  })

  const newController = () =>
    createPs2Controller(
      () => now,
      (isActive) => {
        if (isActive && !irq1) interrupts += 1
        irq1 = isActive
      },
      () => (resets += 1),
    )

  function passUntilQuiet() {
    for (let due = controller.deadline(); due !== undefined; due = controller.deadline()) {
      now = due
      controller.act()
    }
  }

  const command = (value: number) => controller.writePort(0x64, value, 1)
  const write = (value: number) => controller.writePort(0x60, value, 1)
  const status = () => controller.readPort(0x64, 1)
  const read = () => controller.readPort(0x60, 1)
  const isFull = () => (status() & 1) !== 0

  /** Reads as a driver does: whenever something has come. */
  function readAll(): number[] {
    const bytes: number[] = []
    for (passUntilQuiet(); isFull(); passUntilQuiet()) bytes.push(read())
    return bytes
  }

  it('hands a key out after the time that its bits take, with IRQ1', () => {
    controller.press(0x1e)
    expect(isFull()).toBe(false)
    passUntilQuiet()
    expect(now).toBe(90_000)
    expect(isFull()).toBe(true)
    expect(irq1).toBe(true)
    expect(read()).toBe(0x1e)
    expect(irq1).toBe(false)
    expect(isFull()).toBe(false)
  })

  it('hands out one byte after the other, each with an edge of IRQ1', () => {
    for (const code of [0x2a, 0x1e, 0x9e, 0xaa]) controller.press(code)
    expect(readAll()).toEqual([0x2a, 0x1e, 0x9e, 0xaa])
    expect(interrupts).toBe(4)
  })

  it('waits for the guest to read before the next byte', () => {
    controller.press(0x1e)
    controller.press(0x9e)
    passUntilQuiet()
    now = instant(now + 10_000_000)
    expect(controller.deadline()).toBeUndefined()
    expect(interrupts).toBe(1)
    read()
    expect(controller.deadline()).toBeGreaterThan(now)
  })

  it.each([
    [0x01, 0x81],
    [0x41, 0xc1],
    [0x58, 0xd8],
    [0x54, 0xd4],
  ])('brings the key %i down and up through set 2 and back', (make, release) => {
    controller.press(make)
    controller.press(release)
    expect(readAll()).toEqual([make, release])
  })

  it('passes the prefixes of later keys, and of Pause', () => {
    const codes = [0xe0, 0x48, 0xe0, 0xc8, 0xe1, 0x1d, 0x45, 0xe1, 0x9d, 0xc5]
    codes.forEach(controller.press)
    expect(readAll()).toEqual(codes)
  })

  it('gives every key of set 1 back as it was', () => {
    const codes = Array.from({ length: 0x58 }, (_, i) => i + 1)
    codes.forEach(controller.press)
    expect(readAll()).toEqual(codes)
  })

  it('hands out set 2 when translation is off', () => {
    command(0x60)
    write(0x05)
    controller.press(0x1e)
    controller.press(0x9e)
    expect(readAll()).toEqual([0x1c, 0xf0, 0x1c])
  })

  it('raises no IRQ1 when the configuration says so', () => {
    command(0x60)
    write(0x44)
    controller.press(0x1e)
    passUntilQuiet()
    expect(isFull()).toBe(true)
    expect(irq1).toBe(false)
  })

  it('holds the keyboard back while its clock is off', () => {
    command(0xad)
    controller.press(0x1e)
    passUntilQuiet()
    expect(isFull()).toBe(false)
    command(0xae)
    expect(readAll()).toEqual([0x1e])
  })

  it('answers its own commands at once', () => {
    command(0xaa)
    expect(read()).toBe(0x55)
    command(0xab)
    expect(read()).toBe(0x00)
    command(0x20)
    expect(read()).toBe(0x65)
    command(0x60)
    write(0x47)
    command(0x20)
    expect(read()).toBe(0x67)
  })

  it('shows that there is no mouse: its port stays off, its test fails, its bytes time out', () => {
    command(0xa8)
    command(0x20)
    expect(read() & 0x20).toBe(0x20)
    command(0xa9)
    expect(read()).not.toBe(0)
    command(0xd4)
    write(0xff)
    expect(status() & 0x40).toBe(0x40)
    expect(read()).toBe(0xfe)
    expect(status() & 0x40).toBe(0)
  })

  it('says whether the last write was a command or data', () => {
    command(0xae)
    expect(status() & 0x08).toBe(0x08)
    write(0xf4)
    expect(status() & 0x08).toBe(0)
  })

  it.each([0xfe, 0xf0])('pulses the reset line for command %i', (value) => {
    command(value)
    expect(resets).toBe(1)
  })

  it('does not reset for a pulse that leaves line 0 alone', () => {
    command(0xff)
    expect(resets).toBe(0)
  })

  it('resets when the output port’s line 0 is written low', () => {
    command(0xd1)
    write(0x02)
    expect(resets).toBe(1)
  })

  it('echoes a byte put into the output buffer', () => {
    command(0xd2)
    write(0x33)
    expect(irq1).toBe(true)
    expect(read()).toBe(0x33)
  })

  describe('with its keyboard', () => {
    it.each([
      ['reset', [0xff], [0xfa, 0xaa]],
      ['echo', [0xee], [0xee]],
      ['identify, translated', [0xf2], [0xfa, 0xab, 0x41]],
      ['set LEDs', [0xed, 0x07], [0xfa, 0xfa]],
      ['typematic rate', [0xf3, 0x20], [0xfa, 0xfa]],
      ['enable', [0xf4], [0xfa]],
      ['report the scan code set', [0xf0, 0x00], [0xfa, 0xfa, 0x41]],
      ['refuse scan code set 3', [0xf0, 0x03], [0xfa, 0xfe]],
      ['refuse what it does not know', [0x12], [0xfe]],
    ])('answers %s', (_what, sent, answer) => {
      const bytes = sent.flatMap((byte) => {
        write(byte)
        return readAll()
      })
      expect(bytes).toEqual(answer)
    })

    it('sends no keys while scanning is off', () => {
      write(0xf5)
      readAll()
      controller.press(0x1e)
      expect(readAll()).toEqual([])
      write(0xf4)
      readAll()
      controller.press(0x1e)
      expect(readAll()).toEqual([0x1e])
    })

    it('sends its last byte again on request', () => {
      write(0xf2)
      readAll()
      write(0xfe)
      expect(readAll()).toEqual([0x41])
    })

    it('takes a new command in place of an argument', () => {
      write(0xed)
      expect(readAll()).toEqual([0xfa])
      write(0xf4)
      expect(readAll()).toEqual([0xfa])
      write(0x02)
      expect(readAll()).toEqual([0xfe])
    })
  })

  it('bounds what a guest that never reads makes it keep', () => {
    for (let i = 0; i < 100_000; i++) {
      controller.press(0x1e)
      write(0xf2)
    }
    expect(JSON.stringify(controller.save()).length).toBeLessThan(1_000_000)
  })

  it('continues from a saved state in mid-transfer', () => {
    controller.press(0x9e)
    now = instant(90_000)
    controller.act()
    const copy = newController()
    copy.restore(controller.save())
    expect(copy.deadline()).toBe(controller.deadline())
    controller = copy
    expect(readAll()).toEqual([0x9e])
  })
})
