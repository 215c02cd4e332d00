/** The rules of Intel's 8259A data sheet, on one chip and on the pair of a PC. */
import { beforeEach, describe, expect, it } from 'vitest'
import { createPic8259a, type Pic8259a } from './pic-8259a'
import { createPicCascade, type PicCascade } from './pic-cascade'

describe('one 8259A', () => {
  let pic: Pic8259a

  beforeEach(() => {
    pic = createPic8259a({ slaveInputs: 0b100, elcrMask: 0xf8 })
    initialise(0x20)
  })

  function initialise(vectorBase: number, icw1 = 0x11, icw4 = 0x01) {
    pic.writeCommand(icw1)
    pic.writeData(vectorBase)
    if (!(icw1 & 2)) pic.writeData(0x04)
    if (icw1 & 1) pic.writeData(icw4)
  }

  const pulse = (input: number) => {
    pic.setLine(input, false)
    pic.setLine(input, true)
  }
  const eoi = () => pic.writeCommand(0x20)

  it('requests nothing before a line rises', () => {
    expect(pic.isRequesting()).toBe(false)
  })

  it('latches a rising edge, and serves it with the vector of ICW2', () => {
    pic.setLine(3, true)
    expect(pic.isRequesting()).toBe(true)
    const input = pic.acknowledge()
    expect(pic.vectorOf(input)).toBe(0x23)
    expect(pic.isRequesting()).toBe(false)
  })

  it('ignores the low three bits of ICW2', () => {
    initialise(0x27)
    expect(pic.vectorOf(0)).toBe(0x20)
  })

  it('does not request again while a line stays high in edge mode', () => {
    pic.setLine(3, true)
    pic.acknowledge()
    eoi()
    pic.setLine(3, true)
    expect(pic.isRequesting()).toBe(false)
  })

  it('requests again and again while a line stays high in level mode', () => {
    pic.writeTriggerModes(0x08)
    pic.setLine(3, true)
    expect(pic.acknowledge()).toBe(3)
    eoi()
    expect(pic.acknowledge()).toBe(3)
    pic.setLine(3, false)
    eoi()
    expect(pic.isRequesting()).toBe(false)
  })

  it('answers the spurious input 7 when the request has gone, and puts nothing in service', () => {
    pic.setLine(3, true)
    pic.setLine(3, false)
    expect(pic.acknowledge()).toBe(7)
    pic.writeCommand(0x0b)
    expect(pic.readCommand()).toBe(0)
  })

  it('serves the lowest number first', () => {
    pulse(5)
    pulse(1)
    expect(pic.acknowledge()).toBe(1)
  })

  it('lets only higher priorities interrupt a service, until EOI', () => {
    pulse(4)
    pic.acknowledge()
    pulse(5)
    expect(pic.isRequesting()).toBe(false)
    pulse(4)
    expect(pic.isRequesting()).toBe(false)
    pulse(2)
    expect(pic.isRequesting()).toBe(true)
    expect(pic.acknowledge()).toBe(2)
    eoi()
    expect(pic.isRequesting()).toBe(false)
    eoi()
    expect(pic.acknowledge()).toBe(4)
  })

  it('keeps a masked request until it is unmasked', () => {
    pic.writeData(0x08)
    pulse(3)
    expect(pic.isRequesting()).toBe(false)
    pic.writeData(0x00)
    expect(pic.isRequesting()).toBe(true)
    expect(pic.readData()).toBe(0x00)
  })

  it('reads IRR or ISR as OCW3 says', () => {
    pulse(3)
    pulse(6)
    pic.acknowledge()
    pic.writeCommand(0x0a)
    expect(pic.readCommand()).toBe(0x40)
    pic.writeCommand(0x0b)
    expect(pic.readCommand()).toBe(0x08)
  })

  it('ends the service that a specific EOI names', () => {
    pulse(4)
    pic.acknowledge()
    pulse(2)
    pic.acknowledge()
    pic.writeCommand(0x60 | 4)
    pic.writeCommand(0x0b)
    expect(pic.readCommand()).toBe(0x04)
  })

  it('rotates on non-specific EOI: the served line becomes the last', () => {
    pulse(0)
    pulse(1)
    pic.acknowledge()
    pic.writeCommand(0xa0)
    pulse(0)
    expect(pic.acknowledge()).toBe(1)
  })

  it('rotates to the line that a set-priority command names', () => {
    pic.writeCommand(0xc0 | 4)
    pulse(4)
    pulse(5)
    expect(pic.acknowledge()).toBe(5)
  })

  it('puts nothing in service with automatic EOI, and rotates when told', () => {
    initialise(0x20, 0x11, 0x03)
    pic.writeCommand(0x80)
    pulse(0)
    expect(pic.acknowledge()).toBe(0)
    pulse(0)
    pulse(1)
    expect(pic.acknowledge()).toBe(1)
  })

  it('lets lower priorities through in special mask mode when the service is masked', () => {
    pulse(2)
    pic.acknowledge()
    pulse(5)
    expect(pic.isRequesting()).toBe(false)
    pic.writeData(0x04)
    pic.writeCommand(0x68)
    expect(pic.acknowledge()).toBe(5)
    pic.writeCommand(0x48)
    expect(pic.isRequesting()).toBe(false)
  })

  it('is acknowledged by the read after a poll command', () => {
    pulse(3)
    pic.writeCommand(0x0c)
    expect(pic.readCommand()).toBe(0x83)
    pic.writeCommand(0x0c)
    expect(pic.readCommand()).toBe(0x07)
    pic.writeCommand(0x0b)
    expect(pic.readCommand()).toBe(0x08)
  })

  it('forgets masks, services and edges at ICW1, and needs no ICW3 when single', () => {
    pulse(3)
    pic.acknowledge()
    pulse(1)
    pic.writeData(0xff)
    initialise(0x40, 0x12)
    expect(pic.readData()).toBe(0)
    expect(pic.isRequesting()).toBe(false)
    pic.setLine(1, true)
    expect(pic.isRequesting()).toBe(false)
    pulse(1)
    expect(pic.vectorOf(pic.acknowledge())).toBe(0x41)
  })

  it('continues from a saved state', () => {
    pulse(3)
    pulse(4)
    pic.acknowledge()
    const copy = createPic8259a({ slaveInputs: 0b100, elcrMask: 0xf8 })
    copy.restore(pic.save())
    copy.writeCommand(0x20)
    expect(copy.acknowledge()).toBe(4)
  })
})

describe('the pair', () => {
  let pair: PicCascade
  let intr = false

  beforeEach(() => {
    intr = false
    pair = createPicCascade((isActive) => (intr = isActive))
    const write = (port: number, ...values: number[]) =>
      values.forEach((value) => pair.writePort(port, value, 1))
    write(0x20, 0x11)
    write(0x21, 0x20, 0x04, 0x01, 0x00)
    write(0xa0, 0x11)
    write(0xa1, 0x28, 0x02, 0x01, 0x00)
  })

  it('passes a slave’s line on with the slave’s vector', () => {
    pair.line(12)(true)
    expect(intr).toBe(true)
    expect(pair.acknowledge()).toEqual({ vector: 0x2c, line: 12 })
    expect(intr).toBe(false)
  })

  it('needs an EOI at both chips before the next of the slave', () => {
    pair.line(12)(true)
    pair.acknowledge()
    pair.line(14)(true)
    pair.writePort(0xa0, 0x20, 1)
    expect(intr).toBe(false)
    pair.writePort(0x20, 0x20, 1)
    expect(intr).toBe(true)
    expect(pair.acknowledge()).toEqual({ vector: 0x2e, line: 14 })
  })

  it('takes INTR back when the line falls before it was acknowledged', () => {
    pair.line(1)(true)
    expect(intr).toBe(true)
    pair.line(1)(false)
    expect(intr).toBe(false)
  })

  it('says whether a line is open, through both masks', () => {
    expect(pair.isUnmasked(9)).toBe(true)
    pair.writePort(0x21, 0x04, 1)
    expect(pair.isUnmasked(9)).toBe(false)
    expect(pair.isUnmasked(1)).toBe(true)
  })

  it('lets ELCR change only the lines that a PC shares', () => {
    pair.writePort(0x4d0, 0xff, 1)
    pair.writePort(0x4d1, 0xff, 1)
    expect([pair.readPort(0x4d0, 1), pair.readPort(0x4d1, 1)]).toEqual([0xf8, 0xde])
  })
})

/** As ICW1 to ICW4 leave the modes on a PC. */
const PLAIN = { isAutomaticEoi: false, levelTriggered: 0, lowestPriority: 7 }

describe('whoever listens to the pair', () => {
  const told: string[] = []
  const pair = createPicCascade(() => undefined, {
    requested: (line) => told.push(`request ${line}`),
    acknowledged: (line, vector, isSpurious) =>
      told.push(`ack ${line} ${vector.toString(16)}${isSpurious ? ' spurious' : ''}`),
    ended: (controller, line, isSpecific, value) =>
      told.push(`eoi ${controller} ${line}${isSpecific ? ' specific' : ''} by ${value}`),
    written: (controller, register, value) =>
      told.push(`${controller} ${register} ${value.toString(16)}`),
    settled: () => undefined,
  })
  const write = (port: number, ...values: number[]) =>
    values.forEach((value) => pair.writePort(port, value, 1))

  beforeEach(() => {
    for (const line of [1, 9, 12]) pair.line(line)(false)
    write(0x20, 0x11)
    write(0x21, 0x20, 0x04, 0x01, 0x00)
    write(0xa0, 0x11)
    write(0xa1, 0x28, 0x02, 0x01, 0x00)
    told.length = 0
  })

  it('is told of commands and masks by their names in the data sheet', () => {
    write(0xa0, 0x11)
    write(0xa1, 0x70, 0x02, 0x01, 0xff)
    write(0x20, 0x0b)
    expect(told).toEqual(
      ['slave ICW1 11', 'slave ICW2 70', 'slave ICW3 2', 'slave ICW4 1', 'slave IMR ff', 'master OCW3 b'],
    ) // prettier-ignore
  })

  it('is told of a request once, of its acknowledgement, and of both ends of the slave’s', () => {
    pair.line(12)(true)
    pair.line(12)(true)
    expect(pair.waiting()).toBe(1 << 12)
    pair.acknowledge()
    expect(pair.waiting()).toBe(0)
    write(0xa0, 0x20)
    write(0x20, 0x62)
    expect(told).toEqual([
      'request 12',
      'ack 12 2c',
      'eoi slave 12 by 32',
      'eoi master 2 specific by 98',
    ])
  })

  it('is told that an EOI found nothing to end, and of a spurious interrupt', () => {
    write(0x20, 0x20)
    pair.line(1)(true)
    pair.line(1)(false)
    pair.acknowledge()
    expect(told).toEqual(['eoi master undefined by 32', 'request 1', 'ack 7 27 spurious'])
  })

  it('is told why a request does not reach the processor, the slave’s reasons first', () => {
    pair.line(1)(true)
    pair.acknowledge()
    write(0x21, 0x04)
    write(0xa1, 0x02)
    pair.line(9)(true)
    expect(pair.blocks(9)).toEqual(['masked', 'cascade-masked', 'cascade-in-service'])
    expect(pair.blocks(1)).toEqual(['in-service'])
    expect(pair.blocks(0)).toEqual([])
  })

  it('sees the registers as they are', () => {
    write(0x21, 0xf0)
    pair.line(1)(true)
    expect(pair.registers()).toEqual({
      master: { irr: 2, imr: 0xf0, isr: 0, base: 0x20, lines: 2, ...PLAIN },
      slave: { irr: 0, imr: 0, isr: 0, base: 0x28, lines: 0, ...PLAIN },
    })
  })
})
