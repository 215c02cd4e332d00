/** Large pages in the TLB, whose entries are pieces of 4 KiB: they come one by one and go together. */
import { describe, expect, it } from 'vitest'
import { CODE, createGuest, DATA, FREE, P, RW, US } from './guest'
import { PAGE_DIRECTORY } from './supervisor'

const PS = 1n << 7n
const LARGE = FREE
const ENTRY = PAGE_DIRECTORY + 8 * (LARGE >> 21)
const [FIRST, SECOND] = [0x20_0000, 0x60_0000]
const mapping = (frame: number) => BigInt(frame) | P | RW | US | PS
const [NEAR, FAR] = [0x5008, 0x1f_e010]

describe('INVLPG of an address in a 2-MiB page', () => {
  it('drops every piece of it, wherever in the page the address lies', () => {
    const guest = createGuest()
    guest.ram[FIRST + NEAR] = 1
    guest.ram[FIRST + FAR] = 2
    guest.write(`
      8a 06       mov al, [rsi]
      8a 1f       mov bl, [rdi]
      8a 06       mov al, [rsi]
      0f 01 3a    invlpg [rdx]
      8a 06       mov al, [rsi]
      8a 1f       mov bl, [rdi]`)
    guest.poke(ENTRY, mapping(FIRST))
    guest.start({
      registers: {
        rsi: BigInt(LARGE + NEAR),
        rdi: BigInt(LARGE + FAR),
        rdx: BigInt(LARGE + 0x12_3456),
      },
    })
    guest.run(2)
    expect([guest.register('rax'), guest.register('rbx')]).toEqual([1n, 2n])
    guest.poke(ENTRY, mapping(SECOND))
    guest.run(1)
    expect(guest.register('rax')).toBe(1n) // stale, and in force
    guest.run(3)
    const expected = [SECOND + NEAR, SECOND + FAR].map((address) => BigInt(guest.ram[address] ?? 0))
    expect([guest.register('rax'), guest.register('rbx')]).toEqual(expected)
    expect(expected).not.toEqual([1n, 2n])
  })

  it('leaves the pages beside it alone', () => {
    const guest = createGuest()
    guest.ram[DATA] = 7
    guest.write(`
      8a 06       mov al, [rsi]
      0f 01 3a    invlpg [rdx]
      8a 06       mov al, [rsi]`)
    guest.poke(ENTRY, mapping(FIRST))
    guest.start({ registers: { rsi: BigInt(DATA), rdx: BigInt(LARGE) } })
    guest.run(1)
    guest.poke(guest.pteOf(DATA), 0n)
    guest.run(2)
    expect([guest.register('rax'), guest.rip()]).toEqual([7n, BigInt(CODE + 7)])
  })
})
