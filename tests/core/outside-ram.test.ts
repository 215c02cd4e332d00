/** Guests that leave RAM: with code, stacks, page tables and descriptor tables. All ones are read there, writes are lost. */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import {
  CODE,
  createGuest,
  DATA,
  FREE,
  P,
  RW,
  STACK,
  US,
  USER_PAGE,
  VECTOR,
  type Guest,
} from './guest'
import { GDT, PML4, RAM_BYTES } from './supervisor'

/** The highest physical page there can be: far beyond any table of the core's. */
const FAR_FRAME = 0xff_ffff_f000n

/** All that must never change, whatever the guest does: the memory below STATE and the core's own tables. */
const outside = ({ core }: Guest) => new Uint8Array(core.buffer, 0, at.STATE).slice()

describe('an instruction whose second page lies outside RAM', () => {
  it.each([
    ['behind the last page of RAM', BigInt(RAM_BYTES)],
    ['at the last physical page', FAR_FRAME],
  ])('%s is executed, and leaves the core’s tables alone', (_, frame) => {
    const guest = createGuest()
    guest.map(FREE, RAM_BYTES - 0x1000)
    guest.poke(guest.pteOf(FREE + 0x1000), frame | USER_PAGE)
    const before = outside(guest)
    // mov eax, imm32 with three bytes of all ones; then ff ff, which is no instruction.
    guest.ram.set([0xb8, 0x12], RAM_BYTES - 2)
    for (const budget of [1, 100]) {
      guest.start({ rip: BigInt(FREE + 0xffe) })
      guest.run(budget)
      expect(guest.register('rax')).toBe(0xffff_ff12n)
    }
    expect(guest.delivered()).toMatchObject({ vector: VECTOR.UD, rip: BigInt(FREE + 0x1003) })
    expect(Buffer.compare(outside(guest), before)).toBe(0)
  })
})

describe('structures outside RAM', () => {
  const CASES: readonly { what: string; bend: (guest: Guest) => void }[] = [
    { what: 'CR3', bend: ({ core }) => core.setU64(at.CR3, FAR_FRAME) },
    { what: 'a PML4E', bend: ({ poke }) => poke(PML4, FAR_FRAME | P | RW | US) },
    { what: 'IDTR', bend: ({ core }) => core.setU64(at.IDTR_BASE, 0x7fff_ffff_f000n) },
    {
      what: 'an IDT that wraps around',
      bend: ({ core }) => core.setU64(at.IDTR_BASE, 0xffff_ffff_ffff_ffc0n),
    },
    {
      what: 'an IDT in the hole',
      bend: ({ core }) => core.setU64(at.IDTR_BASE, 0x7fff_ffff_ffc0n),
    },
    { what: 'an empty IDT', bend: ({ core }) => core.setU32(at.IDTR_LIMIT, 0) },
    { what: 'an empty GDT', bend: ({ core }) => core.setU32(at.GDTR_LIMIT, 0) },
    {
      what: 'a GDT mapped to nowhere',
      bend: ({ poke, pteOf }) => poke(pteOf(GDT), FAR_FRAME | P | RW),
    },
    {
      what: 'the stack',
      bend: ({ core, setRegister }) => {
        setRegister('rsp', 0x1_0000_0000n)
        core.setU64(at.CR2, 0n)
      },
    },
    {
      what: 'a stack mapped to nowhere',
      bend: ({ poke, pteOf, setRegister }) => {
        poke(pteOf(FREE), FAR_FRAME | P | RW)
        setRegister('rsp', BigInt(FREE + 0x800))
      },
    },
    {
      what: 'the TSS',
      bend: ({ core }) => core.setU64(at.SEGMENTS + at.TR * at.SEGMENT_SIZE, 1n << 63n),
    },
  ]
  it.each(CASES)('$what: the guest loses itself, the run comes back', ({ bend }) => {
    for (const slice of [1, 1000]) {
      const guest = createGuest()
      guest.write(`
        0f 0b       ud2
        48 8b 06    mov rax, [rsi]`)
      guest.start()
      bend(guest)
      guest.core.flushTlb()
      const before = outside(guest)
      for (let left = 3000; left > 0; left -= slice) {
        const start = guest.instant()
        const stop = guest.run(slice)
        expect(guest.instant() - start).toBeLessThanOrEqual(slice)
        if (stop !== at.STOP_BUDGET) {
          expect([at.STOP_SHUTDOWN, at.STOP_HALTED]).toContain(stop)
          break
        }
      }
      expect(Buffer.compare(outside(guest), before)).toBe(0)
    }
  })

  it('a table beyond RAM reads as all ones: reserved bits, error code 9', () => {
    const guest = createGuest()
    guest.poke(guest.pteOf(FREE), FAR_FRAME | USER_PAGE)
    guest.poke(0x60_0000 + 8 * 3, FAR_FRAME | P | RW | US)
    guest.write('48 8b 06    mov rax, [rsi]')
    guest.start({ registers: { rsi: 3n << 39n } })
    guest.run()
    expect(guest.delivered()).toMatchObject({ vector: VECTOR.PF, errorCode: 9 })
  })
})

describe('device memory', () => {
  const DEVICE = 0xfee0_0000
  function withDevice(listing: string) {
    const accesses: string[] = []
    const note = (text: string) => accesses.push(`${text} @${guest.instant()}`)
    const guest: Guest = createGuest({
      mmioRead(physical, size) {
        note(`read ${physical.toString(16)} ${size}`)
        return -1n
      },
      mmioWrite(physical, size, value) {
        note(`write ${physical.toString(16)} ${size} ${value.toString(16)}`)
        guest.core.setU32(at.INTR, 1)
      },
      acknowledge() {
        guest.core.setU32(at.INTR, 0)
        return 0x40
      },
    })
    guest.map(FREE, DEVICE)
    guest.map(FREE + 0x1000, DATA)
    guest.write(listing)
    return { guest, accesses }
  }
  const LISTING = `
    90             nop
    90             nop
    88 06          mov [rsi], al
    ff c3          inc ebx
    ff c3          inc ebx
    eb fa          jmp 0x100004`

  it.each([1, 3, 1000])(
    'is written at exact instants, and interrupts there: slices of %i',
    (slice) => {
      const { guest, accesses } = withDevice(LISTING)
      guest.start({ rflags: 1n << 9n, registers: { rsi: BigInt(FREE), rax: 0x1234n } })
      for (let i = 0; i < 30; i++) guest.run(slice)
      expect(accesses).toEqual(['write fee00000 1 34 @2'])
      expect(guest.delivered()).toMatchObject({ vector: 0x40, rip: BigInt(CODE + 4) })
      expect(guest.register('rbx')).toBe(0n)
    },
  )

  it('is read by the bytes that belong to it, beside RAM in the next page', () => {
    const { guest, accesses } = withDevice('8b 06    mov eax, [rsi]')
    guest.poke(DATA, 0x55aan)
    guest.start({ registers: { rsi: BigInt(FREE + 0xffe), rsp: BigInt(STACK) } })
    guest.run(1)
    expect(guest.register('rax')).toBe(0x55aa_ffffn)
    expect(accesses).toEqual(['read fee00ffe 1 @0', 'read fee00fff 1 @0'])
  })
})
