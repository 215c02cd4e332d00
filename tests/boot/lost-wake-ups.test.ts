/** Wake-ups that come between two instructions, where no typing could aim: input is given at chosen instants. */
import { describe, expect, it } from 'vitest'
import type { GuestInput } from '../../src/emulator/machine/input-log'
import { newMachine } from './ringside'

/** The make code of a key, without the break code that would wake the task once more. */
const KEY: GuestInput = { type: 'keys', scanCodes: [0x1e] }
/** Wakes the task from elsewhere, so that the processor goes to sleep again while the key is on its way. */
const BYTE: GuestInput = { type: 'serial', bytes: [...Buffer.from('.')] }

/** Long enough for every byte that is on its way to be echoed. */
const SETTLED = 1_000_000
/** How many instants the key is shifted over, back from where HLT begins. */
const POSITIONS = 60

/** How far in front of HLT the interrupt has to come for the key to stay without an echo. */
function lostPositions(commandLine: string): number[] {
  const machine = newMachine(commandLine)
  let serial = ''
  machine.onSerial((byte) => (serial += String.fromCharCode(byte)))
  machine.run(SETTLED)
  const asleep = machine.snapshot()

  /** When an input sent at once is served, and when the processor sleeps again. */
  function served(input: GuestInput) {
    machine.restore(asleep)
    machine.input(input)
    while (machine.isHalted()) machine.run(1)
    const woken = machine.instant() - asleep.instant
    while (!machine.isHalted()) machine.run(1)
    return { woken, halted: machine.instant() - asleep.instant }
  }
  const delay = served(KEY).woken
  const { halted } = served(BYTE)

  return Array.from({ length: POSITIONS }, (_, position) => position).filter((position) => {
    machine.restore(asleep)
    serial = ''
    machine.input(KEY)
    machine.run(delay + position - halted)
    machine.input(BYTE)
    machine.run(SETTLED)
    expect(serial).toContain('.')
    return !serial.includes('a')
  })
}

describe('a byte between looking and registering', () => {
  it('waits asleep until the next one brings both', () => {
    const machine = newMachine('scenario=late-waker')
    let serial = ''
    machine.onSerial((byte) => (serial += String.fromCharCode(byte)))
    machine.run(SETTLED)
    serial = ''
    for (const [letter, echo] of [
      ['x', ''],
      ['y', 'xy'],
    ] as const) {
      machine.input({ type: 'serial', bytes: [...Buffer.from(letter)] })
      machine.run(SETTLED)
      expect(machine.isHalted()).toBe(true)
      expect(serial).toBe(echo)
    }
  })
})

/** The key is shifted instruction by instruction over the executor's way to sleep. */
describe('a key while the executor goes to sleep', () => {
  it('is lost between the check and HLT, and nowhere else', () => {
    const lost = lostPositions('scenario=sleep-race')
    expect(lost.length).toBeGreaterThan(0)
    expect(lost).toEqual(lost.map((_, index) => index + (lost[0] ?? 0)))
    expect(lost.length).toBeLessThan(8)
  })

  it('is never lost where the check is made with interrupts off', () => {
    expect(lostPositions('scenario=sleep-race fixed=1')).toEqual([])
  })
})
