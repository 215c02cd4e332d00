/**
 * Data watches: loads and stores of chosen bytes, told with what was there before, exactly once and in order; uses of the
 * TLB; and changes of live paging-structure entries by code and by the processor. None of it shows in the guest.
 */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import { decodeAccess } from '../../src/emulator/machine/access-records'
import {
  createAccessWatch,
  type WatchedAccesses,
  type WatchedRange,
} from '../../src/emulator/machine/access-watch'
import { createEventHub } from '../../src/emulator/machine/event-hub'
import { createPagingWatch } from '../../src/emulator/machine/paging-watch'
import type { MemoryAccessed, PagingEntryChanged } from '../../src/shared/events'
import { linearAddress, physicalAddress } from '../../src/shared/units'
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
  type Start,
} from './guest'
import { PAGE_DIRECTORY, PAGE_TABLES, PDPT, PML4, RAM_BYTES } from './supervisor'

const linear = (address: number, length: number): WatchedRange => ({
  linear: linearAddress(BigInt(address)),
  length: BigInt(length),
})
const physical = (address: number, length: number): WatchedRange => ({
  physical: physicalAddress(BigInt(address)),
  length: BigInt(length),
})
const BOTH: WatchedAccesses = { reads: true, writes: true }

function watchedGuest(listing: string) {
  const guest = createGuest({ drain: () => drain() })
  const hub = createEventHub(guest.core, {
    takers: {
      [at.EVENT_ACCESS](record) {
        const { access, isToTable } = decodeAccess(guest.core, record)
        if (isToTable) tables.take(access)
        accesses.take(access)
      },
    },
    onListeners: () => undefined,
  })
  const accesses = createAccessWatch(guest.core, RAM_BYTES, hub.drain)
  const tables = createPagingWatch(guest.core, RAM_BYTES, hub.drain)
  function drain() {
    hub.drain()
    tables.checkRoot()
  }
  guest.write(listing)
  return {
    guest,
    accesses,
    tables,
    run(start: Start = {}, budget = 1000) {
      guest.start(start)
      while (guest.run(budget) === at.STOP_RING_FULL) drain()
      drain()
    },
  }
}

/** Runs a listing and collects what is told of some bytes. */
function told(
  listing: string,
  ranges: readonly WatchedRange[],
  wanted: WatchedAccesses,
  start: Start = {},
) {
  const { guest, accesses, run } = watchedGuest(listing)
  const seen: MemoryAccessed[] = []
  accesses.watch(ranges, wanted, (access) => seen.push(access))
  run(start)
  return { guest, seen }
}

const words = ({ access, linearAddress: address, size, value, old }: MemoryAccessed) =>
  `${access} ${Number((address ?? 0n) - BigInt(DATA)).toString(16)} ${size} ${value.toString(16)}` +
  (old === undefined ? '' : ` over ${old.toString(16)}`)

describe('a load or store of watched bytes', () => {
  it('is told with address, size, values, instruction and instant', () => {
    const { seen } = told(
      `
      90             nop
      48 89 06       mov [rsi], rax
      8a 5e 02       mov bl, [rsi+2]
      f4             hlt`,
      [linear(DATA, 8)],
      BOTH,
      { registers: { rsi: BigInt(DATA), rax: 0x1122_3344_5566_7788n } },
    )
    expect(seen).toMatchObject([
      {
        access: 'write',
        instant: 1,
        rip: BigInt(CODE + 1),
        linearAddress: BigInt(DATA),
        physicalAddress: BigInt(DATA),
        size: 8,
        value: 0x1122_3344_5566_7788n,
        old: 0n,
        isExplicit: true,
      },
      { access: 'read', instant: 2, linearAddress: BigInt(DATA + 2), size: 1, value: 0x66n },
    ])
  })

  it('of an instruction that changes memory is a read and then a write', () => {
    const { seen } = told('48 ff 06    inc qword ptr [rsi]\n48 ff 06    inc qword ptr [rsi]\nf4    hlt', [linear(DATA, 8)], BOTH, {
      registers: { rsi: BigInt(DATA) },
    }) // prettier-ignore
    expect(seen.map(words)).toEqual([
      'read 0 8 0',
      'write 0 8 1 over 0',
      'read 0 8 1',
      'write 0 8 2 over 1',
    ])
  })

  it('is told where it touches the range, and of the kind that is wanted', () => {
    const listing = '48 89 06    mov [rsi], rax\n48 8b 1e    mov rbx, [rsi]\nf4    hlt'
    const start = { registers: { rsi: BigInt(DATA), rax: 5n } }
    expect(told(listing, [linear(DATA + 8, 8)], BOTH, start).seen).toEqual([])
    expect(told(listing, [linear(DATA + 7, 1)], { reads: true }, start).seen.map(words)).toEqual([
      'read 0 8 5',
    ])
    expect(told(listing, [linear(DATA, 1)], { writes: true }, start).seen.map(words)).toEqual([
      'write 0 8 5 over 0',
    ])
  })

  it('is found by physical address whatever it is called by', () => {
    const { guest, accesses, run } = watchedGuest('48 89 06    mov [rsi], rax\nf4    hlt')
    const seen: MemoryAccessed[] = []
    accesses.watch([physical(DATA + 8, 8)], BOTH, (access) => seen.push(access))
    guest.map(FREE, DATA)
    run({ registers: { rsi: BigInt(FREE + 8), rax: 7n } })
    expect(seen).toMatchObject([
      { linearAddress: BigInt(FREE + 8), physicalAddress: BigInt(DATA + 8), value: 7n },
    ])
  })

  it('across two pages is told in two parts', () => {
    const { seen } = told(
      '48 89 06    mov [rsi], rax\n48 8b 1e    mov rbx, [rsi]\nf4    hlt',
      [linear(DATA, 0x2000)],
      BOTH,
      { registers: { rsi: BigInt(DATA + 0xffd), rax: 0x8877_6655_4433_2211n } },
    )
    expect(seen.map(words)).toEqual([
      'write ffd 3 332211 over 0',
      'write 1000 5 8877665544 over 0',
      'read ffd 3 332211',
      'read 1000 5 8877665544',
    ])
  })

  it('says when FS or GS took part in the address', () => {
    const { guest, accesses, run } = watchedGuest(
      '64 48 8b 06    mov rax, fs:[rsi]\n48 8b 06    mov rax, [rsi]\nf4    hlt',
    )
    const seen: MemoryAccessed[] = []
    accesses.watch([linear(DATA, 0x1000)], { reads: true }, (access) => seen.push(access))
    guest.core.setU64(at.SEGMENTS + at.FS * at.SEGMENT_SIZE + at.SEGMENT_BASE, 0x100n)
    guest.start({ registers: { rsi: BigInt(DATA) } })
    guest.core.setU64(at.SEGMENTS + at.FS * at.SEGMENT_SIZE + at.SEGMENT_BASE, 0x100n)
    guest.run()
    run({ registers: { rsi: BigInt(DATA) } })
    expect(seen[0]).toMatchObject({ linearAddress: BigInt(DATA + 0x100), segment: 'FS' })
    expect(seen[1]).not.toHaveProperty('segment')
  })

  it('by the processor itself is told as such: the words of a frame', () => {
    const { seen } = told('0f 0b    ud2', [linear(STACK - 0x100, 0x100)], BOTH)
    expect(seen).toHaveLength(5)
    expect(seen[0]).toMatchObject({
      access: 'write',
      size: 8,
      isExplicit: false,
      linearAddress: BigInt(STACK - 8),
    })
    expect(seen.at(-1)?.value).toBe(BigInt(CODE))
  })

  it('of PUSH, CALL and POP is one like any other', () => {
    const { seen } = told(
      '50    push rax\n5b    pop rbx\nf4    hlt',
      [linear(STACK - 8, 8)],
      BOTH,
      {
        registers: { rax: 9n },
      },
    )
    expect(seen.map(({ access, value }) => `${access} ${value}`)).toEqual(['write 9', 'read 9'])
  })

  it('of a string instruction is one for each element, all of them, even of thousands', () => {
    const { seen } = told(
      'f3 a4    rep movsb [rdi], [rsi]\nf4    hlt',
      [linear(DATA, 0x4000)],
      BOTH,
      { registers: { rsi: BigInt(DATA), rdi: BigInt(DATA + 0x2000), rcx: 0x1800n } },
    )
    expect(seen).toHaveLength(2 * 0x1800)
    expect(seen[2 * 0x17ff]).toMatchObject({ access: 'read', linearAddress: BigInt(DATA + 0x17ff) })
  })

  it('that faults is not told, and of an instruction that starts again each part once', () => {
    const { guest, accesses, run } = watchedGuest('48 a5    movsq [rdi], [rsi]\nf4    hlt')
    const seen: MemoryAccessed[] = []
    accesses.watch([linear(DATA, 0x1000)], BOTH, (access) => seen.push(access))
    // The store goes to a device, for which the instruction has to be a block of its own.
    guest.map(FREE, 0x7000_0000)
    run({ registers: { rsi: BigInt(DATA), rdi: BigInt(FREE) } })
    expect(seen.map(words)).toEqual(['read 0 8 0'])
    expect(guest.instant()).toBe(2)
    const refused = told('48 89 06    mov [rsi], rax', [linear(FREE, 8)], BOTH, {
      registers: { rsi: BigInt(FREE) },
    })
    expect(refused.seen).toEqual([])
    expect(refused.guest.delivered()?.vector).toBe(VECTOR.PF)
  })
})

describe('several watches', () => {
  it('each get their own, and one that ends leaves the others', () => {
    const { guest, accesses, run } = watchedGuest(
      '48 ff 06    inc qword ptr [rsi]\neb fb    jmp 0x100000',
    )
    const seen = { reads: 0, writes: 0, other: 0 }
    const stop = accesses.watch([linear(DATA, 8)], { reads: true }, () => seen.reads++)
    accesses.watch([linear(DATA, 8)], { writes: true }, () => seen.writes++)
    accesses.watch([physical(DATA + 0x800, 8)], BOTH, () => seen.other++)
    run({ registers: { rsi: BigInt(DATA) } }, 20)
    expect(seen).toEqual({ reads: 10, writes: 10, other: 0 })
    stop()
    guest.run(20)
    accesses.watch([linear(0, 1)], {}, () => undefined)
    expect(seen).toEqual({ reads: 10, writes: 20, other: 0 })
  })

  it('may be more than the core has rows for', () => {
    const ranges = Array.from({ length: 100 }, (_, i) => linear(DATA + 32 * i, 8))
    const { seen } = told(
      '48 89 46 20    mov [rsi+0x20], rax\n48 89 46 28    mov [rsi+0x28], rax\nf4    hlt',
      ranges,
      BOTH,
      { registers: { rsi: BigInt(DATA), rax: 1n } },
    )
    expect(seen.map(words)).toEqual(['write 20 8 1 over 0'])
  })

  it('refuse what is no RAM and no byte', () => {
    const { accesses } = watchedGuest('')
    expect(() => accesses.watch([physical(RAM_BYTES - 4, 8)], BOTH, () => undefined)).toThrow(
      RangeError,
    )
    expect(() => accesses.watch([linear(0, 0)], BOTH, () => undefined)).toThrow(RangeError)
  })

  it('of all addresses at once can be had', () => {
    const { seen } = told('50    push rax\n48 8b 06    mov rax, [rsi]\nf4    hlt', [{ linear: linearAddress(0n), length: 1n << 64n }], BOTH, {
      registers: { rsi: BigInt(DATA) },
    }) // prettier-ignore
    expect(seen.map(({ access }) => access)).toEqual(['write', 'read'])
  })
})

describe('a TLB hit', () => {
  const TWICE = '48 8b 06    mov rax, [rsi]\n48 8b 1e    mov rbx, [rsi]\nf4    hlt'

  it('is an access that needed no walk', () => {
    const { seen } = told(
      TWICE,
      [linear(DATA, 0x1000)],
      { reads: true },
      { registers: { rsi: BigInt(DATA) } },
    )
    expect(seen.map(({ isTlbHit }) => isTlbHit)).toEqual([false, true])
    expect(seen[1]).not.toHaveProperty('isStale')
    const hits = told(
      TWICE,
      [linear(DATA, 0x1000)],
      { tlbHits: 'all' },
      { registers: { rsi: BigInt(DATA) } },
    )
    expect(hits.seen).toMatchObject([{ isTlbHit: true, isStale: false, instant: 1 }])
  })

  it('is stale when the table says something else by now, until INVLPG', () => {
    const { seen } = told(
      `
      48 8b 06       mov rax, [rsi]
      48 89 13       mov [rbx], rdx
      48 8b 06       mov rax, [rsi]
      0f 01 3e       invlpg [rsi]
      48 8b 06       mov rax, [rsi]
      48 8b 06       mov rax, [rsi]
      f4             hlt`,
      [linear(DATA, 0x1000)],
      { tlbHits: 'stale', reads: true },
      {
        registers: {
          rsi: BigInt(DATA),
          rbx: BigInt(PAGE_TABLES + 8 * (DATA >> 12)),
          rdx: BigInt(DATA + 0x1000) | USER_PAGE,
        },
      },
    )
    expect(seen.map(({ isStale }) => isStale)).toEqual([undefined, true, undefined, false])
    expect(seen.map(({ physicalAddress: to }) => Number(to))).toEqual([
      DATA,
      DATA,
      DATA + 0x1000,
      DATA + 0x1000,
    ])
  })
})

describe('a paging-structure entry', () => {
  const pte = (address: number) => PAGE_TABLES + 8 * (address >> 12)

  function changes(
    listing: string,
    start: Start,
    prepare?: (guest: ReturnType<typeof createGuest>) => void,
  ) {
    const { guest, tables, run } = watchedGuest(listing)
    const seen: PagingEntryChanged[] = []
    prepare?.(guest)
    guest.start(start)
    tables.watch((changed) => seen.push(changed))
    run(start)
    return seen
  }
  const byCode = (seen: readonly PagingEntryChanged[]) => seen.filter(({ by }) => by === 'code')

  it('that the processor marks accessed and dirty is told at each level', () => {
    const seen = changes('48 89 06    mov [rsi], rax\nf4    hlt', {
      registers: { rsi: BigInt(DATA) },
    })
    expect(seen.filter(({ linearAddress: va }) => va === BigInt(DATA))).toMatchObject([
      { level: 2, index: 1, by: 'processor', old: BigInt(PAGE_TABLES + 0x1000) | P | RW | US },
      {
        level: 1,
        index: 0,
        by: 'processor',
        address: BigInt(pte(DATA)),
        new: BigInt(DATA) | USER_PAGE | A | D,
      },
    ])
  })

  it('that code stores is told with the address that it maps', () => {
    const seen = changes('48 89 13    mov [rbx], rdx\nf4    hlt', {
      registers: { rbx: BigInt(pte(FREE + 0x3000)), rdx: BigInt(DATA) | P | RW },
    })
    expect(byCode(seen)[0]).toMatchObject({
      level: 1,
      index: 3,
      old: 0n,
      new: BigInt(DATA) | P | RW,
      linearAddress: BigInt(FREE + 0x3000),
      instant: 0,
      rip: BigInt(CODE),
    })
  })

  it('in a table that was linked a moment ago is told too, and not before', () => {
    // A new page table in the third page of data: an entry before it is linked, the link, an entry after.
    const table = DATA + 0x2000
    const seen = changes(
      `
      48 89 03          mov [rbx], rax
      48 89 0e          mov [rsi], rcx
      48 89 43 08       mov [rbx+8], rax
      c6 43 08 01       mov byte ptr [rbx+8], 1
      f4                hlt`,
      {
        registers: {
          rbx: BigInt(table),
          rax: BigInt(DATA) | P | RW,
          rsi: BigInt(PAGE_DIRECTORY + 8 * 20),
          rcx: BigInt(table) | P | RW,
        },
      },
    )
    expect(byCode(seen).map(({ level, index, new: now }) => [level, index, Number(now)])).toEqual([
      [2, 20, table | 3],
      [1, 1, DATA | 3],
      [1, 1, (DATA & ~0xff) | 1],
    ])
    expect(byCode(seen)[1]?.linearAddress).toBe(BigInt((20 << 21) + 0x1000))
  })

  it('of tables that lead to themselves is told once, and the search for them ends', () => {
    const seen = changes(
      '48 89 13    mov [rbx], rdx\nf4    hlt',
      { registers: { rbx: BigInt(PML4 + 8 * 7), rdx: BigInt(PDPT) | P } },
      (guest) => {
        guest.poke(PML4 + 8 * 510, BigInt(PML4) | P | RW)
        guest.poke(PDPT + 8 * 3, BigInt(PML4) | P | RW)
      },
    )
    expect(byCode(seen)).toMatchObject([
      { level: 4, index: 7, new: BigInt(PDPT) | P, linearAddress: 7n << 39n },
    ])
  })

  it('is live only as long as CR3 leads to it', () => {
    const other = DATA + 0x3000
    const seen = changes(
      `
      0f 22 d8       mov cr3, rax
      48 89 13       mov [rbx], rdx
      48 89 16       mov [rsi], rdx
      f4             hlt`,
      {
        registers: {
          rax: BigInt(other),
          rbx: BigInt(PML4 + 8 * 9),
          rsi: BigInt(other + 8 * 9),
          rdx: 0x1234_5000n,
        },
      },
      (guest) => guest.poke(other, guest.peek(PML4)),
    )
    expect(byCode(seen)).toMatchObject([{ level: 4, index: 9, address: BigInt(other + 8 * 9) }])
  })
})

describe('watching', () => {
  const LISTING = `
    48 89 06       mov [rsi], rax
    48 83 c6 18    add rsi, 0x18
    48 ff c0       inc rax
    48 3d 00 04 00 00    cmp rax, 0x400
    75 ee          jne 0x100000
    f4             hlt`
  const start = { registers: { rsi: BigInt(DATA) } }

  it('changes nothing that the guest can see', () => {
    const plain = watchedGuest(LISTING)
    plain.guest.map(DATA, DATA, USER_PAGE, 16)
    plain.run(start, 10_000)
    const watched = watchedGuest(LISTING)
    watched.guest.map(DATA, DATA, USER_PAGE, 16)
    let count = 0
    watched.accesses.watch(
      [linear(0, RAM_BYTES), physical(0, 0x40_0000)],
      { ...BOTH, tlbHits: 'all' },
      () => count++,
    )
    watched.tables.watch(() => count++)
    watched.run(start, 10_000)
    expect(count).toBeGreaterThan(1024)
    expect(watched.guest.instant()).toBe(plain.guest.instant())
    expect(watched.guest.core.hashState()).toBe(plain.guest.core.hashState())
  })
})
