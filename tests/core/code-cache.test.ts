/**
 * Decoded code follows what is in memory and what the tables say: instructions across pages, aliases, modes.
 * SDM Vol. 3A, "Handling Self- and Cross-Modifying Code": on one processor a store is seen by the next fetch.
 */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import { CODE, createGuest, DATA, FREE, P, STACK, US, USER_PAGE, VECTOR } from './guest'

/** mov eax, imm32; ret, with two bytes of the immediate in the next page. */
const STRADDLING = `
  b8 44 33 22 11    mov eax, 0x11223344
  c3                ret`
const STRADDLER = FREE + 0xffd
const FRAMES = [DATA + 0x4000, DATA + 0x5000, DATA + 0x6000] as const

/** The straddling function in two frames, called twice with something in between. */
function callTwice(between: string, registers: Record<string, bigint>) {
  const guest = createGuest()
  guest.map(FREE, FRAMES[0])
  guest.map(FREE + 0x1000, FRAMES[1])
  guest.map(FREE + 0x4000, FRAMES[1])
  guest.write(STRADDLING, STRADDLER)
  guest.ram.copyWithin(FRAMES[0] + 0xffd, STRADDLER, STRADDLER + 3)
  guest.ram.copyWithin(FRAMES[1], STRADDLER + 3, STRADDLER + 6)
  guest.ram.copyWithin(FRAMES[2], FRAMES[1], FRAMES[1] + 8)
  guest.ram[FRAMES[2]] = 0x99
  guest.write(`ff d7    call rdi\n89 c3    mov ebx, eax\n${between}\nff d7    call rdi\nf4    hlt`)
  guest.start({ registers: { rdi: BigInt(STRADDLER), ...registers } })
  guest.run()
  expect(guest.register('rbx')).toBe(0x1122_3344n)
  expect(guest.core.getU32(at.ACTIVITY)).toBe(at.ACTIVITY_HALTED)
  return guest
}

describe('an instruction across two pages', () => {
  it('is decoded again when its second page was written', () => {
    const guest = callTwice('88 06    mov [rsi], al', { rsi: BigInt(FREE + 0x1000) })
    expect(guest.register('rax')).toBe(0x1144_3344n)
  })

  it('is decoded again when its second page was written through another address', () => {
    const guest = callTwice('88 06    mov [rsi], al', { rsi: BigInt(FREE + 0x4000) })
    expect(guest.register('rax')).toBe(0x1144_3344n)
  })

  it('is decoded again when its second page is another one now', () => {
    const guest = createGuest()
    const registers = {
      rsi: BigInt(guest.pteOf(FREE + 0x1000)),
      rcx: BigInt(FRAMES[2]) | USER_PAGE,
      rdx: BigInt(FREE + 0x1000),
    }
    const between = '48 89 0e    mov [rsi], rcx\n0f 01 3a    invlpg [rdx]'
    expect(callTwice(between, registers).register('rax')).toBe(0x1199_3344n)
    // Without INVLPG the old translation stays in force.
    const stale = callTwice('48 89 0e    mov [rsi], rcx', registers)
    expect(stale.register('rax')).toBe(0x1122_3344n)
  })

  it('raises #PF for the second page with the instruction’s own address and CR2 in that page', () => {
    const guest = createGuest()
    guest.map(FREE, FRAMES[0])
    guest.ram.set([0xb8, 0x44, 0x33], FRAMES[0] + 0xffd)
    for (let attempt = 0; attempt < 2; attempt++) {
      guest.start({ rip: BigInt(STRADDLER) })
      guest.run()
      expect(guest.delivered()).toMatchObject({
        vector: VECTOR.PF,
        errorCode: 0x10,
        rip: BigInt(STRADDLER),
        cr2: BigInt(FREE + 0x1000),
      })
    }
    guest.poke(guest.pteOf(FREE + 0x1000), BigInt(FRAMES[1]) | USER_PAGE)
    guest.ram.set([0x22, 0x11], FRAMES[1])
    guest.start({ rip: BigInt(STRADDLER) })
    guest.run(1)
    expect(guest.register('rax')).toBe(0x1122_3344n)
  })

  it('needs the right to execute both pages', () => {
    const guest = createGuest()
    guest.map(FREE, FRAMES[0])
    guest.map(FREE + 0x1000, FRAMES[1], P)
    guest.ram.set([0xb8, 0x44, 0x33], FRAMES[0] + 0xffd)
    guest.start({ cpl: 3, rip: BigInt(STRADDLER) })
    guest.run()
    expect(guest.delivered()).toMatchObject({ vector: VECTOR.PF, errorCode: 0x15 })
  })
})

describe('the same bytes', () => {
  it('mean something else in 64-bit and in 32-bit code, in turns', () => {
    const guest = createGuest()
    guest.write('48 ff c8    dec rax\nf4    hlt')
    for (let round = 0; round < 3; round++) {
      guest.start({ registers: { rax: 10n } })
      guest.run(1)
      expect([guest.register('rax'), guest.rip()]).toEqual([9n, BigInt(CODE + 3)])
      guest.start({ bits: 32, registers: { rax: 10n } })
      guest.run(2) // dec eax; dec eax
      expect([guest.register('rax'), guest.rip()]).toEqual([8n, BigInt(CODE + 3)])
    }
  })

  it('run at each linear address that they are mapped to, with relative branches from there', () => {
    const guest = createGuest()
    guest.map(FREE, CODE)
    guest.write('ff c3    inc ebx\neb 00    jmp 0x100004\ncc    int3')
    for (const address of [CODE, FREE, CODE, FREE]) {
      guest.start({ rip: BigInt(address) })
      guest.run()
      expect(guest.delivered()).toMatchObject({ vector: VECTOR.BP, rip: BigInt(address + 5) })
    }
  })

  it('are fetched anew at each CPL: what ring 0 ran is not ring 3’s to run', () => {
    const guest = createGuest()
    guest.poke(guest.pteOf(CODE), BigInt(CODE) | P)
    guest.write('90    nop\ncc    int3')
    guest.start()
    guest.run()
    expect(guest.delivered()?.vector).toBe(VECTOR.BP)
    guest.start({ cpl: 3 })
    guest.run()
    expect(guest.delivered()).toMatchObject({ vector: VECTOR.PF, errorCode: 0x15 })
  })
})

describe('the TLB for code', () => {
  it('is not the one for data: a page that was read is walked again when it is executed', () => {
    const guest = createGuest()
    guest.map(FREE, FRAMES[0])
    guest.ram.set([0xcc], FRAMES[0])
    guest.ram.set([0xf4], FRAMES[1])
    guest.write('8a 06    mov al, [rsi]\nff e6    jmp rsi')
    guest.start({ registers: { rsi: BigInt(FREE) } })
    guest.run(1)
    guest.map(FREE, FRAMES[1])
    guest.run()
    expect([guest.register('rax'), guest.rip()]).toEqual([0xccn, BigInt(FREE + 1)])
  })

  it('loses its entry, too, when a data access to the page faults', () => {
    const guest = createGuest()
    guest.map(FREE, FRAMES[0], P | US)
    guest.ram.set([0x88, 0x06, 0xcc], FRAMES[0]) // mov [rsi], al, which may not be written; int3
    guest.ram.set([0xf4], FRAMES[1])
    guest.start({ rip: BigInt(FREE), registers: { rsi: BigInt(FREE) } })
    guest.map(FREE, FRAMES[0], P | US)
    guest.run()
    expect(guest.delivered()).toMatchObject({ vector: VECTOR.PF, errorCode: 3 })
    // The handler changes the entry and invalidates nothing.
    guest.map(FREE, FRAMES[1], P | US)
    guest.core.setU64(at.RIP, BigInt(FREE))
    guest.core.setU32(at.ACTIVITY, at.ACTIVITY_RUNNING)
    guest.setRegister('rsp', BigInt(STACK))
    guest.run()
    expect(guest.rip()).toBe(BigInt(FREE + 1))
  })
})
