/**
 * What the core tells: walks entry by entry at exact instants, a ring that never loses a record, and questions that
 * leave no trace.
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
  US,
  USER_PAGE,
  VECTOR,
  type Guest,
} from './guest'
import { PAGE_DIRECTORY, PAGE_TABLES, PDPT, PML4 } from './supervisor'

const TOPICS = at.TOPIC_PAGE_WALK | at.TOPIC_EXCEPTION

function readWalk({ core }: Guest, record: number) {
  const flags = core.getU32(record + at.EVENT_FLAGS)
  const entries = flags & (1 << 10) ? 0 : ((flags >> 8) & 3) + 1
  return {
    access: flags & 3,
    isUser: (flags & at.ACCESS_USER) !== 0,
    isImplicit: (flags & at.ACCESS_IMPLICIT) !== 0,
    outcome: (flags >> 4) & 15,
    address: core.getU64(record + at.WALK_ADDRESS),
    physical: core.getU64(record + at.WALK_PHYSICAL),
    error: core.getU32(record + at.WALK_ERROR),
    instant: core.getCount(record + at.EVENT_INSTANT),
    rip: core.getU64(record + at.EVENT_RIP),
    entries: Array.from({ length: entries }, (_, i) => {
      const entry = record + at.WALK_ENTRIES + i * at.WALK_ENTRY_SIZE
      return {
        address: Number(core.getU64(entry + at.WALK_ENTRY_ADDRESS)),
        value: core.getU64(entry + at.WALK_ENTRY_VALUE),
        written: core.getU64(entry + at.WALK_ENTRY_WRITTEN),
        neighbours: core.getU32(entry + at.WALK_ENTRY_NEIGHBOURS),
      }
    }),
  }
}
const walksTo = (guest: Guest, address: number) =>
  guest
    .events(at.EVENT_WALK)
    .map((record) => readWalk(guest, record))
    .filter((walk) => walk.address === BigInt(address))

describe('a walk', () => {
  it('is recorded with each entry, what became of it, and which rows around it are present', () => {
    const guest = createGuest()
    guest.write('48 89 06    mov [rsi], rax')
    guest.map(FREE + 0x1000, DATA, US | P) // row i + 1 is present, row i − 1 not
    guest.map(FREE, DATA)
    guest.start({ registers: { rsi: BigInt(FREE + 0x18) } })
    guest.listen(TOPICS)
    guest.run(1)
    const [walk] = walksTo(guest, FREE + 0x18)
    const upper = (address: number) => BigInt(address) | P | RW | US
    expect(walk).toMatchObject({
      access: at.ACCESS_WRITE,
      isUser: false,
      isImplicit: false,
      outcome: at.OUTCOME_MAPPED,
      physical: BigInt(DATA + 0x18),
      instant: 0,
      rip: BigInt(CODE),
      entries: [
        { address: PML4, value: upper(PDPT) | A },
        { address: PDPT, value: upper(PAGE_DIRECTORY) | A },
        { address: PAGE_DIRECTORY + 8 * 2, value: upper(PAGE_TABLES + 0x2000), written: upper(PAGE_TABLES + 0x2000) | A },
        { address: PAGE_TABLES + 0x2000, value: BigInt(DATA) | USER_PAGE, written: BigInt(DATA) | USER_PAGE | A | D },
      ],
    }) // prettier-ignore
    // Rows 0, 1, 2, 3, i − 1, i + 1, 510, 511 of the page table; i is 0.
    expect(walk?.entries[3]?.neighbours).toBe(0b0010_0011)
  })

  it('that fails ends at the entry that failed, with the error code of its #PF', () => {
    const guest = createGuest()
    guest.write('8a 06    mov al, [rsi]')
    guest.start({ cpl: 3, registers: { rsi: BigInt(FREE) } })
    guest.listen(TOPICS)
    guest.run(1)
    const [walk] = walksTo(guest, FREE)
    expect(walk).toMatchObject({ outcome: at.OUTCOME_NOT_PRESENT, isUser: true, error: 4 })
    expect(walk?.entries).toHaveLength(4)
    expect(walk?.entries[2]?.written).toBe(guest.peek(PAGE_DIRECTORY + 16))
  })

  it('of the processor’s own is marked so', () => {
    const guest = createGuest()
    guest.write('0f 0b    ud2')
    guest.start({ cpl: 3 })
    guest.listen(TOPICS)
    guest.run(1)
    const own = guest.events(at.EVENT_WALK).map((record) => readWalk(guest, record))
    expect(own.filter(({ isImplicit }) => isImplicit).length).toBeGreaterThanOrEqual(3) // IDT, GDT, TSS, stack
    expect(own.every(({ isImplicit, isUser }) => !(isImplicit && isUser))).toBe(true)
  })

  it.each([1, 1000])(
    'for a fetch in mid-run has the instant and RIP of the branch’s target: slices of %i',
    (slice) => {
      const guest = createGuest()
      guest.map(FREE, DATA)
      guest.ram.set([0x90, 0x90], DATA)
      guest.write('90    nop\n90    nop\nff e7    jmp rdi')
      guest.start({ registers: { rdi: BigInt(FREE) } })
      guest.listen(TOPICS)
      for (let left = 5; left > 0; left -= slice) guest.run(Math.min(slice, left))
      expect(walksTo(guest, FREE)).toMatchObject([
        { access: at.ACCESS_EXECUTE, instant: 3, rip: BigInt(FREE) },
      ])
    },
  )
})

describe('the event ring', () => {
  it('ends the run before a record is lost, even when no handler ever runs', () => {
    const guest = createGuest()
    guest.write('0f 0b    ud2')
    // Two handlers that fault for ever, on a stack that their gate resets each time.
    for (const vector of [VECTOR.UD, VECTOR.PF])
      guest.changeGate(vector, (gate) => (gate & ~0xffffn) | 0x1000n | (1n << 32n))
    guest.poke(0x60_b000 + 36, BigInt(DATA + 0x800)) // TSS.IST1
    guest.start()
    guest.listen(TOPICS)
    let raised = 0
    let runs = 0
    while (guest.instant() < 20_000 && runs++ < 1000) {
      const stop = guest.run(20_000 - guest.instant())
      expect([at.STOP_RING_FULL, at.STOP_BUDGET]).toContain(stop)
      expect(guest.core.getU32(at.EVENT_COUNT)).toBeLessThan(at.EVENT_CAPACITY)
      raised += guest.events(at.EVENT_RAISED).length
      guest.core.setU32(at.EVENT_COUNT, 0)
    }
    expect(guest.instant()).toBe(20_000)
    expect(raised).toBe(20_000)
  })
})

describe('translate()', () => {
  const ask = (guest: Guest, address: bigint, access: number) => {
    const isCached = guest.core.translate(address, access) === 1
    return { isCached, ...readWalk(guest, at.QUERY) }
  }

  it('changes nothing that the guest can see, whatever it finds', () => {
    const guest = createGuest()
    guest.map(FREE, DATA)
    guest.map(FREE + 0x1000, DATA, P)
    guest.write('8a 06    mov al, [rsi]')
    guest.start({ registers: { rsi: BigInt(FREE) } })
    guest.run(1)
    const before = guest.core.hashState()
    const answers = [
      ask(guest, BigInt(FREE + 5), at.ACCESS_READ),
      ask(guest, BigInt(FREE + 5), at.ACCESS_EXECUTE),
      ask(guest, BigInt(FREE + 0x1000), at.ACCESS_WRITE),
      ask(guest, BigInt(FREE + 0x1000), at.ACCESS_READ | at.ACCESS_USER),
      ask(guest, BigInt(FREE + 0x2000), at.ACCESS_READ),
      ask(guest, 1n << 63n, at.ACCESS_READ),
    ]
    expect(answers).toMatchObject([
      { isCached: true, outcome: at.OUTCOME_MAPPED, physical: BigInt(DATA + 5) },
      { isCached: false, outcome: at.OUTCOME_MAPPED },
      { isCached: false, outcome: at.OUTCOME_NOT_WRITABLE, error: 3 },
      { isCached: false, outcome: at.OUTCOME_NOT_USER, error: 5 },
      { isCached: false, outcome: at.OUTCOME_NOT_PRESENT, error: 0 },
      { isCached: false, outcome: at.OUTCOME_NON_CANONICAL, error: 0, entries: [] },
    ])
    expect(guest.core.hashState()).toBe(before)
    expect(guest.core.getU32(at.EVENT_COUNT)).toBe(0)
  })

  it('says what the tables say now, not what the TLB still holds', () => {
    const guest = createGuest()
    guest.map(FREE, DATA)
    guest.write('8a 06    mov al, [rsi]')
    guest.start({ registers: { rsi: BigInt(FREE) } })
    guest.run(1)
    guest.map(FREE, DATA + 0x1000)
    const answer = ask(guest, BigInt(FREE), at.ACCESS_READ)
    expect(answer).toMatchObject({ isCached: true, physical: BigInt(DATA + 0x1000) })
  })
})
