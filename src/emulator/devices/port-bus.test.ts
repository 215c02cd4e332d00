import { beforeEach, describe, expect, it } from 'vitest'
import type { PortDevice, PortWidth } from './device'
import { createDebugExit } from './debug-exit'
import { createPortBus, type PortBus } from './port-bus'

describe('the port bus', () => {
  let bus: PortBus
  let log: string[]

  const device = (name: string, first: number, last: number, width: PortWidth): PortDevice => ({
    name,
    ports: [{ first, last }],
    width,
    readPort: (port, size) => {
      log.push(`${name} reads ${port.toString(16)} ${size}`)
      return port & 0xff
    },
    writePort: (port, value, size) =>
      void log.push(`${name} writes ${port.toString(16)} ${value.toString(16)} ${size}`),
  })

  beforeEach(() => {
    bus = createPortBus()
    log = []
  })

  it('cuts a wide access into bytes, each for the chip at its port', () => {
    bus.claim(device('a', 0x10, 0x11, 1))
    bus.claim(device('b', 0x12, 0x12, 1))
    bus.write(0x11, 0x4433, 2)
    expect(log).toEqual(['a writes 11 33 1', 'b writes 12 44 1'])
    log = []
    expect(bus.read(0x10, 4)).toBe(0xff121110)
    expect(log).toEqual(['a reads 10 1', 'a reads 11 1', 'b reads 12 1'])
  })

  it('gives a wide chip the access whole', () => {
    bus.claim(device('wide', 0xf4, 0xf7, 4))
    bus.write(0xf4, 0xffff_fffe, 4)
    expect(log).toEqual(['wide writes f4 fffffffe 4'])
  })

  it('reads all ones from nobody, and counts', () => {
    expect(bus.read(0x1234, 1)).toBe(0xff)
    expect(bus.read(0x1234, 4)).toBe(0xffff_ffff)
    bus.write(0x1234, 1, 1)
    expect(bus.unclaimed()[0]).toEqual({ port: 0x1234, reads: 2, writes: 1 })
  })

  it('wraps around at the end of the ports', () => {
    bus.claim(device('zero', 0, 0, 1))
    bus.write(0xffff, 0x2211, 2)
    expect(log).toEqual(['zero writes 0 22 1'])
  })

  it('lets no two chips claim one port', () => {
    bus.claim(device('a', 0x10, 0x11, 1))
    expect(() => bus.claim(device('b', 0x11, 0x12, 1))).toThrow(/0x11.*a's/)
  })
})

describe('the exit port', () => {
  it.each([
    [0x10, 33],
    [0x11, 35],
    [0, 1],
    [0x80, 1],
    [0xffff_ffff, 255],
  ])('ends with status 2v + 1 of %i, as a process can have it', (value, status) => {
    let ended = -1
    createDebugExit((exitStatus) => (ended = exitStatus)).writePort(0xf4, value, 4)
    expect(ended).toBe(status)
  })
})
