/**
 * Conforming code keeps the privilege of whoever enters it, other code has its own. SDM Vol. 3A, "Accessing Conforming
 * Code Segments", "Protection of Exception- and Interrupt-Handler Procedures".
 */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import { CODE, createGuest, DATA, RFLAGS, STACK, USER_CODE, USER_DATA, VECTOR } from './guest'
import { GDT, handlerOf, RSP0 } from './supervisor'

const CONFORMING = 0x50
const NOT_PRESENT = 0x58

/** Gates and far calls to segments that the plain tables do not have. */
function prepare(listing: string) {
  const guest = createGuest()
  guest.poke(GDT + CONFORMING, 0x00af_9f00_0000_ffffn)
  guest.core.setU32(at.GDTR_LIMIT, NOT_PRESENT + 7)
  guest.write(listing)
  return guest
}
const withSelector = (selector: number) => (gate: bigint) =>
  (gate & ~(0xffffn << 16n)) | (BigInt(selector) << 16n)

describe('a handler in conforming code', () => {
  it('runs at CPL 3 on the interrupted stack, and comes back', () => {
    const guest = prepare('0f 0b    ud2')
    guest.map(0x60_d000, 0x60_d000) // the handlers' page, for the user
    guest.changeGate(VECTOR.UD, withSelector(CONFORMING))
    guest.handle(VECTOR.UD, '48 83 04 24 02    add qword ptr [rsp], 2\n48 cf    iretq')
    guest.start({ cpl: 3, rflags: RFLAGS.IF })
    guest.run(1)
    expect(guest.core.getU32(at.CPL)).toBe(3)
    expect(guest.rip()).toBe(BigInt(handlerOf(VECTOR.UD)))
    expect(guest.register('rsp')).toBe(BigInt(STACK - 40))
    const frame = [0, 1, 2, 3, 4].map((i) => Number(guest.peek(STACK - 40 + 8 * i)))
    expect([frame[0], frame[1], frame[3], frame[4]]).toEqual([CODE, USER_CODE, STACK, USER_DATA])
    guest.run(2)
    expect([guest.rip(), guest.register('rsp')]).toEqual([BigInt(CODE + 2), BigInt(STACK)])
  })

  it('runs at CPL 0 for CPL 0', () => {
    const guest = prepare('0f 0b    ud2')
    guest.changeGate(VECTOR.UD, withSelector(CONFORMING))
    guest.start()
    guest.run(1)
    expect([guest.core.getU32(at.CPL), guest.delivered()?.vector]).toEqual([0, VECTOR.UD])
  })
})

describe('a handler whose code segment is not present', () => {
  it('raises #NP with the segment’s selector', () => {
    const guest = prepare('0f 0b    ud2')
    guest.poke(GDT + NOT_PRESENT, 0x00af_1b00_0000_ffffn)
    guest.changeGate(VECTOR.UD, withSelector(NOT_PRESENT))
    guest.start({ cpl: 3 })
    guest.run()
    expect(guest.delivered()).toMatchObject({
      vector: VECTOR.NP,
      errorCode: NOT_PRESENT | 1,
      rip: BigInt(CODE),
    })
    expect(guest.register('rsp')).toBe(BigInt(RSP0 - 48))
  })
})

describe('a far call from CPL 3', () => {
  const CALL = 'ff 1e    call far fword ptr [rsi]'
  const run = (selector: number) => {
    const guest = prepare(CALL)
    guest.poke(DATA, BigInt(CODE + 0x100) | (BigInt(selector) << 32n))
    guest.start({ cpl: 3, registers: { rsi: BigInt(DATA) } })
    guest.run(1)
    return guest
  }

  it('enters conforming code at CPL 3, whose RPL becomes 3', () => {
    const guest = run(CONFORMING)
    expect([guest.core.getU32(at.CPL), guest.rip()]).toEqual([3, BigInt(CODE + 0x100)])
    const selector = guest.core.getU32(at.SEGMENTS + at.CS * at.SEGMENT_SIZE + at.SEGMENT_SELECTOR)
    expect(selector & 0xffff).toBe(CONFORMING | 3)
    expect(Number(guest.peek(STACK - 8) & 0xffff_ffffn)).toBe(CODE + 2)
    expect(Number(guest.peek(STACK - 4) & 0xffffn)).toBe(USER_CODE)
  })

  it('raises #GP with the selector of code that is CPL 0’s own', () => {
    expect(run(0x10).delivered()).toMatchObject({ vector: VECTOR.GP, errorCode: 0x10 })
  })
})
