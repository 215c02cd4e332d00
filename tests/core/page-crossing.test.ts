/**
 * Accesses that take more than one look at the tables: across a page, beyond the canonical addresses, outside RAM.
 * Expectations from the SDM Vol. 3A, "Page-Fault Exceptions", "Canonical Addressing"; a fault changes nothing.
 */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import {
  A,
  CODE,
  createGuest,
  D,
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

const LAST_CANONICAL = 0x0000_7fff_ffff_fff8n
const FIRST_CANONICAL = 0xffff_8000_0000_0000n
const FILL = 0x1111_1111_1111_1111n

/** The last four bytes of a mapped page, the first four of the next one. */
function across(second: bigint) {
  const guest = createGuest()
  guest.map(FREE, DATA + 0x4000)
  guest.poke(guest.pteOf(FREE + 0x1000), second)
  guest.poke(DATA + 0x4ff8, FILL)
  guest.poke(DATA + 0x5000, FILL)
  return guest
}
const EDGE = BigInt(FREE + 0xffc)

describe('an access across two pages', () => {
  const WRITES = [
    { text: 'mov [rsi], rax', bytes: '48 89 06' },
    { text: 'add [rsi], rax', bytes: '48 01 06' },
    { text: 'xadd [rsi], rax', bytes: '48 0f c1 06' },
    { text: 'cmpxchg [rsi], rax', bytes: '48 0f b1 06' },
    { text: 'sgdt [rsi]', bytes: '0f 01 06' },
    { text: 'not qword ptr [rsi]', bytes: '48 f7 16' },
  ]
  it.each(WRITES)('$text writes no byte of the first when the second is not present', (each) => {
    const guest = across(0n)
    guest.write(`${each.bytes}    ${each.text}`)
    guest.start({ registers: { rsi: EDGE, rax: 0x0123_4567_89ab_cdefn } })
    guest.run()
    expect(guest.delivered()).toMatchObject({
      vector: VECTOR.PF,
      errorCode: 2, // a write, even where the operand is read first
      cr2: BigInt(FREE + 0x1000),
      rip: BigInt(CODE),
    })
    expect(guest.peek(DATA + 0x4ff8)).toBe(FILL)
    expect(guest.register('rax')).toBe(0x0123_4567_89ab_cdefn)
  })

  it('sets A and D in both entries, and stores both parts', () => {
    const guest = across(BigInt(DATA + 0x5000) | USER_PAGE)
    guest.write('48 89 06    mov [rsi], rax')
    guest.start({ registers: { rsi: EDGE, rax: 0x0123_4567_89ab_cdefn } })
    guest.run(1)
    expect(guest.peek(guest.pteOf(FREE)) & (A | D)).toBe(A | D)
    expect(guest.peek(guest.pteOf(FREE + 0x1000)) & (A | D)).toBe(A | D)
    expect(guest.peek(DATA + 0x4ffc)).toBe(0x0123_4567_89ab_cdefn)
    expect(guest.peek(DATA + 0x4ff8) & 0xffff_ffffn).toBe(FILL & 0xffff_ffffn)
  })

  it('finds each half in its own frame', () => {
    const guest = across(BigInt(DATA + 0x7000) | USER_PAGE)
    guest.poke(DATA + 0x7000, 0x2222_2222n)
    guest.write('48 8b 06    mov rax, [rsi]')
    guest.start({ registers: { rsi: EDGE } })
    guest.run(1)
    expect(guest.register('rax')).toBe(0x2222_2222_1111_1111n)
  })

  it('XADD writes where it read, though its register is part of the address', () => {
    const guest = across(BigInt(DATA + 0x5000) | USER_PAGE)
    guest.write('48 0f c1 00    xadd [rax], rax')
    guest.start({ registers: { rax: EDGE } })
    guest.run(1)
    expect(guest.peek(DATA + 0x4ffc)).toBe(FILL + EDGE)
    expect(guest.register('rax')).toBe(FILL)
  })
})

/** Addresses for which nothing was looked up, as the core tells of them. */
const refused = (guest: Guest): bigint[] =>
  guest.events(at.EVENT_REFUSED).map((record) => guest.core.getU64(record + at.WALK_ADDRESS))

/** The first of eight bytes where that is beyond, else the last. */
const beyond = (address: bigint): bigint => (address >> 47n === 0n ? address + 7n : address)

describe('an operand that reaches beyond the canonical addresses', () => {
  it.each([
    { bytes: '48 8b 06', text: 'mov rax, [rsi]', vector: VECTOR.GP },
    { bytes: '48 8b 45 00', text: 'mov rax, [rbp]', vector: VECTOR.SS },
    { bytes: '64 48 8b 45 00', text: 'mov rax, fs:[rbp]', vector: VECTOR.GP },
    { bytes: '48 01 06', text: 'add [rsi], rax', vector: VECTOR.GP },
    { bytes: 'f3 a4', text: 'rep movsb [rdi], [rsi]', vector: VECTOR.GP },
  ])('$text raises vector $vector with error code 0', ({ bytes, text, vector }) => {
    for (const address of [LAST_CANONICAL + 8n, LAST_CANONICAL + 4n, FIRST_CANONICAL - 1n]) {
      if (text.startsWith('rep') && address === LAST_CANONICAL + 4n) continue
      const guest = createGuest()
      guest.write(`${bytes}    ${text}`)
      guest.start({ registers: { rsi: address, rbp: address, rcx: 1n } })
      guest.listen(at.TOPIC_PAGE_WALK)
      guest.run()
      expect(guest.delivered()).toMatchObject({ vector, errorCode: 0, rip: BigInt(CODE) })
      expect(refused(guest)).toEqual([beyond(address)])
    }
  })

  it.each([
    { bytes: '50', text: 'push rax' },
    { bytes: '9c', text: 'pushfq' },
    { bytes: 'e8 fb 00 00 00', text: 'call 0x100100' },
    { bytes: 'ff 16', text: 'call qword ptr [rsi]' },
    { bytes: 'c8 08 00 00', text: 'enter 8, 0' },
  ])('$text raises #SS(0) at such a stack', ({ bytes, text }) => {
    const guest = createGuest()
    guest.write(`${bytes}    ${text}`)
    guest.changeGate(VECTOR.SS, (gate) => gate | (1n << 32n))
    guest.poke(0x60_b000 + 36, BigInt(STACK)) // TSS.IST1
    guest.poke(DATA, BigInt(CODE))
    guest.start({ registers: { rsp: 1n << 63n, rsi: BigInt(DATA) } })
    guest.listen(at.TOPIC_PAGE_WALK)
    guest.run()
    expect(guest.delivered()).toMatchObject({ vector: VECTOR.SS, errorCode: 0, rsp: 1n << 63n })
    expect(refused(guest)).toHaveLength(1)
    expect(refused(guest)[0]).toBeGreaterThanOrEqual(LAST_CANONICAL)
  })
})

describe('a branch to an address that is not canonical', () => {
  /** The last page below the hole, by entries of its own. */
  function atTheEdge(listing: string, address: number) {
    const guest = createGuest()
    const [pdpt, directory, table] = [DATA + 0x4000, DATA + 0x5000, DATA + 0x6000]
    guest.poke(0x60_0000 + 8 * 255, BigInt(pdpt) | P | RW | US)
    guest.poke(pdpt + 8 * 511, BigInt(directory) | P | RW | US)
    guest.poke(directory + 8 * 511, BigInt(table) | P | RW | US)
    guest.poke(table + 8 * 511, BigInt(CODE) | USER_PAGE)
    guest.write(listing, CODE + address)
    guest.start({
      rip: 0x7fff_ffff_f000n + BigInt(address),
      registers: { rcx: 5n, rsi: 1n << 62n },
    })
    guest.run()
    return guest
  }
  it.each([
    { text: 'jmp 0x101040', listing: 'eb 6e    jmp 0x101040' },
    { text: 'je 0x101040', listing: '74 6e    je 0x101040', falls: true },
    { text: 'jne 0x101040', listing: '75 6e    jne 0x101040' },
    { text: 'loop 0x101040', listing: 'e2 6e    loop 0x101040' },
    { text: 'call 0x101040', listing: 'e8 6b 00 00 00    call 0x101040' },
    { text: 'jmp rsi', listing: 'ff e6    jmp rsi' },
  ])('$text raises #GP(0) itself, and changes nothing', ({ listing, falls }) => {
    const guest = atTheEdge(`${listing}\nf4    hlt`, 0xfd0)
    if (falls) {
      expect(guest.core.getU32(at.ACTIVITY)).toBe(at.ACTIVITY_HALTED)
      expect(guest.delivered()).toBeUndefined()
      return
    }
    expect(guest.delivered()).toMatchObject({
      vector: VECTOR.GP,
      errorCode: 0,
      rip: 0x7fff_ffff_ffd0n,
      rsp: BigInt(STACK),
    })
    expect(guest.register('rcx')).toBe(5n)
  })

  it('running over the edge raises #GP(0) at the first address beyond', () => {
    const guest = atTheEdge('90    nop', 0xfff)
    expect(guest.delivered()).toMatchObject({ vector: VECTOR.GP, rip: 0x8000_0000_0000n })
  })
})
