import { describe, expect, it } from 'vitest'
import type { GuestInput } from '../machine/input-log'
import type { Machine } from '../machine/machine-api'
import { createTypist, TYPIST_INTERVAL } from './typist'

/** As much of a machine as a typist sees. */
function createGuest() {
  const guest = { now: 0, isReady: true, isHalted: true, typed: [] as GuestInput[] }
  const machine = {
    instant: () => guest.now,
    isReadyForKey: () => guest.isReady,
    isHalted: () => guest.isHalted,
    input: (input: GuestInput) => void guest.typed.push(input),
  } as unknown as Machine
  return { guest, machine }
}

describe('the typist', () => {
  it('presses and releases one key at a time, with shift where the layout needs it', () => {
    const { guest, machine } = createGuest()
    const typist = createTypist(machine, 'aB\n')
    for (let i = 0; i < 5; i++) typist.look()
    expect(guest.typed).toEqual([
      { type: 'keys', scanCodes: [0x1e, 0x9e] },
      { type: 'keys', scanCodes: [0x2a, 0x30, 0xb0, 0xaa] },
      { type: 'keys', scanCodes: [0x1c, 0x9c] },
    ])
    expect(typist.isDone()).toBe(true)
  })

  it('waits until the guest can take a key', () => {
    const { guest, machine } = createGuest()
    const typist = createTypist(machine, 'a')
    guest.isReady = false
    typist.look()
    expect(guest.typed).toEqual([])
    guest.isReady = true
    typist.look()
    expect(guest.typed).toHaveLength(1)
  })

  it('waits a twentieth of a second for a guest that does not sleep', () => {
    const { guest, machine } = createGuest()
    const typist = createTypist(machine, 'ab')
    guest.isHalted = false
    const at: number[] = []
    for (guest.now = 0; at.length < 2; guest.now += TYPIST_INTERVAL) {
      const before = guest.typed.length
      typist.look()
      if (guest.typed.length > before) at.push(guest.now / TYPIST_INTERVAL)
    }
    expect(at).toEqual([50, 101])
  })

  it('leaves out characters that the layout does not have', () => {
    const { guest, machine } = createGuest()
    const typist = createTypist(machine, 'é')
    expect(typist.isDone()).toBe(true)
    typist.look()
    expect(guest.typed).toEqual([])
  })
})
