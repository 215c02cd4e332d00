/** The 16550A by National's data sheet. Times are guest instants of ten nanoseconds. */
import { beforeEach, describe, expect, it } from 'vitest'
import { instant, type Instant } from '../../shared/units'
import { createUart16550, type Uart16550 } from './uart-16550'

const DATA = 0
const IER = 1
const IIR = 2
const FCR = 2
const LCR = 3
const MCR = 4
const LSR = 5
const MSR = 6
const SCR = 7
const OUT2 = 0x08

describe('the 16550', () => {
  let uart: Uart16550
  let now: Instant
  let irq4 = false
  let sent: number[] = []

  beforeEach(() => {
    now = instant(0)
    irq4 = false
    sent = []
    uart = newUart()
    write(MCR, OUT2)
  })

  const newUart = () =>
    createUart16550(
      () => now,
      (isActive) => (irq4 = isActive),
      (byte) => void sent.push(byte),
    )

  const write = (register: number, value: number) => uart.writePort(0x3f8 + register, value, 1)
  const read = (register: number) => uart.readPort(0x3f8 + register, 1)

  function pass(duration: number) {
    const end = instant(now + duration)
    for (let due = uart.deadline(); due !== undefined && due <= end; due = uart.deadline()) {
      now = due
      uart.act()
    }
    now = end
  }

  /** One character at 9600 baud, as the divisor stands after power-on. */
  const CHARACTER = 104_200

  it('sends what is written at once, and is always ready for more', () => {
    for (const byte of [72, 105]) write(DATA, byte)
    expect(sent).toEqual([72, 105])
    expect(read(LSR) & 0x60).toBe(0x60)
  })

  it('keeps divisor, scratch and line control', () => {
    write(LCR, 0x83)
    write(DATA, 0x01)
    write(IER, 0x02)
    expect([read(DATA), read(IER)]).toEqual([0x01, 0x02])
    write(LCR, 0x03)
    write(SCR, 0x5a)
    expect([read(LCR), read(SCR), read(IER)]).toEqual([0x03, 0x5a, 0x00])
    expect(sent).toEqual([])
  })

  it('receives a character after its time on the line', () => {
    uart.receive([65])
    pass(CHARACTER - 100)
    expect(read(LSR) & 1).toBe(0)
    pass(200)
    expect(read(LSR) & 1).toBe(1)
    expect(read(DATA)).toBe(65)
    expect(read(LSR) & 1).toBe(0)
  })

  it('receives twelve times as fast at 115 200 baud', () => {
    write(LCR, 0x80)
    write(DATA, 1)
    write(LCR, 0x03)
    uart.receive([65])
    pass(8700)
    expect(read(LSR) & 1).toBe(1)
  })

  it('loses nothing when the guest is slow: the far end waits', () => {
    const text = [...Buffer.from('a line that is longer than sixteen characters')]
    uart.receive(text)
    const got: number[] = []
    for (let i = 0; i < text.length; i++) {
      pass(10 * CHARACTER)
      got.push(read(DATA))
    }
    expect(got).toEqual(text)
    expect(read(LSR) & 0x02).toBe(0)
    expect(uart.isIdle()).toBe(true)
  })

  it('fills its FIFO of sixteen, then stops the far end', () => {
    write(FCR, 0x01)
    uart.receive(new Uint8Array(40))
    pass(100 * CHARACTER)
    expect(uart.save().received).toHaveLength(16)
    expect(uart.save().incoming).toHaveLength(24)
  })

  it('raises IRQ4 for a received character when IER and OUT2 say so', () => {
    write(IER, 0x01)
    uart.receive([65])
    pass(2 * CHARACTER)
    expect(irq4).toBe(true)
    expect(read(IIR)).toBe(0x04)
    write(MCR, 0)
    expect(irq4).toBe(false)
    write(MCR, OUT2)
    expect(irq4).toBe(true)
    read(DATA)
    expect(irq4).toBe(false)
    expect(read(IIR)).toBe(0x01)
  })

  it('waits for the trigger level, or speaks up after four characters of silence', () => {
    write(FCR, 0x81) // eight
    write(IER, 0x01)
    uart.receive([1, 2, 3])
    pass(3 * CHARACTER + 100)
    expect(irq4).toBe(false)
    pass(4 * CHARACTER + 100)
    expect(irq4).toBe(true)
    expect(read(IIR)).toBe(0xcc)
    read(DATA)
    expect(irq4).toBe(false)
    uart.receive([4, 5, 6, 7, 8, 9])
    pass(6 * CHARACTER + 1000)
    expect(read(IIR)).toBe(0xc4)
  })

  it('reports an empty transmitter when that interrupt is switched on, until it is read or written to', () => {
    write(IER, 0x02)
    expect(irq4).toBe(true)
    expect(read(IIR)).toBe(0x02)
    expect(irq4).toBe(false)
    write(DATA, 65)
    expect(irq4).toBe(true)
  })

  it('names the interrupt of highest priority', () => {
    write(IER, 0x03)
    uart.receive([65])
    pass(2 * CHARACTER)
    expect(read(IIR)).toBe(0x04)
    read(DATA)
    expect(read(IIR)).toBe(0x02)
  })

  it('loops data and modem lines back, and lets nothing out', () => {
    write(MCR, 0x10)
    write(DATA, 0x55)
    expect(sent).toEqual([])
    expect(read(LSR) & 1).toBe(1)
    expect(read(DATA)).toBe(0x55)
    write(MCR, 0x10 | 0x0b)
    expect(read(MSR) & 0xf0).toBe(0xb0)
  })

  it('reports an overrun in loopback, once', () => {
    write(MCR, 0x10)
    write(DATA, 1)
    write(DATA, 2)
    expect(read(LSR) & 0x02).toBe(0x02)
    expect(read(LSR) & 0x02).toBe(0)
    expect(read(DATA)).toBe(2)
  })

  it('shows somebody ready at the other end', () => {
    expect(read(MSR)).toBe(0xb0)
  })

  it('empties the FIFO when it is switched or reset', () => {
    write(FCR, 0x01)
    uart.receive([1, 2])
    pass(3 * CHARACTER)
    write(FCR, 0x03)
    expect(read(LSR) & 1).toBe(0)
  })

  it('cannot be set to no time at all', () => {
    write(LCR, 0x80)
    write(DATA, 0)
    write(LCR, 0x03)
    uart.receive([1])
    expect(uart.deadline()).toBeGreaterThan(now)
  })

  it('continues from a saved state', () => {
    write(FCR, 0x81)
    write(IER, 0x01)
    uart.receive([1, 2, 3])
    pass(2 * CHARACTER + 100)
    const copy = newUart()
    copy.restore(uart.save())
    expect(copy.deadline()).toBe(uart.deadline())
    uart = copy
    pass(10 * CHARACTER)
    expect([read(DATA), read(DATA), read(DATA)]).toEqual([1, 2, 3])
  })
})
