/**
 * Tells of loads and stores of chosen bytes, by linear or by physical address, and of uses of the TLB for them.
 * Accesses to the pages of the bytes are slower meanwhile; what the guest sees is the same.
 */
import type { MemoryAccessed } from '../../shared/events'
import {
  instant,
  linearAddress,
  physicalAddress,
  type LinearAddress,
  type PhysicalAddress,
} from '../../shared/units'
import * as L from '../core/layout'
import type { Core } from './core-binding'

/** Bytes to be watched. Linear ones may span all addresses; physical ones are RAM. */
export type WatchedRange =
  | { readonly linear: LinearAddress; readonly length: bigint }
  | { readonly physical: PhysicalAddress; readonly length: bigint }

/** Which accesses are told. */
export interface WatchedAccesses {
  readonly reads?: boolean
  readonly writes?: boolean
  /** Accesses that the TLB translates without a walk, at linear addresses: all, or those by a stale translation. */
  readonly tlbHits?: 'all' | 'stale'
}

export type AccessListener = (access: MemoryAccessed) => void

export interface AccessWatch {
  /** Until the returned function is called. `RangeError` for physical bytes that are not RAM. */
  watch(
    ranges: readonly WatchedRange[],
    accesses: WatchedAccesses,
    listener: AccessListener,
  ): () => void
  take(access: MemoryAccessed): void
  /** To be called before bytes of RAM are changed from outside. */
  tellOfEdit(address: PhysicalAddress, bytes: Uint8Array): void
}

/** First and last byte: a range may end where addresses do. */
interface Span {
  readonly first: bigint
  readonly last: bigint
  readonly isPhysical: boolean
}

interface Watch {
  readonly spans: readonly Span[]
  readonly accesses: WatchedAccesses
  readonly listener: AccessListener
}

const PAGE_SHIFT = 12n
const LAST_ADDRESS = (1n << 64n) - 1n
const PAGE_BITS = L.PAGE_IS_WATCHED | L.PAGE_READS_ARE_WATCHED

export function createAccessWatch(core: Core, memorySize: number, drain: () => void): AccessWatch {
  const flags = new Uint8Array(core.buffer, L.PAGE_FLAGS, memorySize >> Number(PAGE_SHIFT))
  const ram = new Uint8Array(core.buffer, L.RAM, memorySize)
  const watches = new Set<Watch>()
  /** Pages of RAM that are marked now. */
  let marked = new Set<number>()

  function spanOf(range: WatchedRange): Span {
    const isPhysical = 'physical' in range
    const first: bigint = isPhysical ? range.physical : range.linear
    const end = first + range.length
    if (range.length < 1n) throw new RangeError('A range to be watched has at least one byte.')
    if (isPhysical && end > BigInt(memorySize)) {
      throw new RangeError('Only bytes of RAM can be watched.')
    }
    return { first, last: end > LAST_ADDRESS ? LAST_ADDRESS : end - 1n, isPhysical }
  }

  const editOf = (address: bigint, byte: number): MemoryAccessed => ({
    instant: instant(core.getCount(L.INSTANT)),
    rip: linearAddress(core.getU64(L.RIP)),
    access: 'write',
    physicalAddress: physicalAddress(address),
    size: 1,
    value: BigInt(byte),
    old: BigInt(ram[Number(address)] ?? 0),
    isExplicit: true,
    isTlbHit: false,
    isEdit: true,
  })

  /** Tells the core what is worth a record, and takes the fast way from the pages of it. */
  function update(): void {
    const rows = mergeRows([...watches].flatMap(rowsOf), L.WATCH_CAPACITY)
    rows.forEach(({ first, last, flags: bits }, index) => {
      const at = L.WATCHES + index * L.WATCH_SIZE
      core.setU64(at + L.WATCH_FIRST, first)
      core.setU64(at + L.WATCH_LAST, last)
      core.setU32(at + L.WATCH_FLAGS, bits)
    })
    core.setU32(L.WATCH_COUNT, rows.length)
    markPages(rows)
    core.refreshTlb()
  }

  function markPages(rows: readonly Row[]): void {
    for (const page of marked) flags[page] = (flags[page] ?? 0) & ~PAGE_BITS
    marked = new Set()
    for (const { first, last, flags: bits } of rows) {
      if (!(bits & L.WATCH_IS_PHYSICAL)) continue
      const hidden =
        (bits & L.WATCH_WRITES ? L.PAGE_IS_WATCHED : 0) |
        (bits & L.WATCH_READS ? L.PAGE_READS_ARE_WATCHED : 0)
      for (let page = Number(first >> PAGE_SHIFT); page <= Number(last >> PAGE_SHIFT); page++) {
        flags[page] = (flags[page] ?? 0) | hidden
        marked.add(page)
      }
    }
  }

  function take(access: MemoryAccessed): void {
    for (const watch of [...watches]) {
      if (isWanted(access, watch.accesses) && watch.spans.some((span) => touches(access, span))) {
        watch.listener(access)
      }
    }
  }

  return {
    take,
    tellOfEdit(address, bytes) {
      if (watches.size === 0) return
      drain()
      bytes.forEach((byte, index) => take(editOf(address + BigInt(index), byte)))
    },
    watch(ranges, accesses, listener) {
      const watch = { spans: ranges.map(spanOf), accesses, listener }
      drain() // What was recorded before belongs to those who watched then.
      watches.add(watch)
      update()
      return () => {
        if (!watches.has(watch)) return
        drain()
        watches.delete(watch)
        update()
      }
    },
  }
}

function isWanted({ access, isTlbHit, isStale }: MemoryAccessed, wanted: WatchedAccesses): boolean {
  if (access === 'read' ? wanted.reads : wanted.writes) return true
  if (!isTlbHit || wanted.tlbHits === undefined) return false
  return wanted.tlbHits === 'all' || isStale === true
}

function touches(access: MemoryAccessed, { first, last, isPhysical }: Span): boolean {
  const start: bigint | undefined = isPhysical ? access.physicalAddress : access.linearAddress
  if (start === undefined) return false
  return start <= last && start + BigInt(access.size) > first
}

/** A row of the core's table: what lies in it is told, and perhaps too much, which `take` sorts out. */
interface Row {
  readonly first: bigint
  readonly last: bigint
  readonly flags: number
}

function rowsOf({ spans, accesses }: Watch): Row[] {
  const kinds =
    (accesses.reads ? L.WATCH_READS : 0) |
    (accesses.writes ? L.WATCH_WRITES : 0) |
    (accesses.tlbHits === 'all' ? L.WATCH_HITS : 0) |
    (accesses.tlbHits === 'stale' ? L.WATCH_STALE_HITS : 0)
  return spans.map(({ first, last, isPhysical }) => ({
    first,
    last,
    flags: kinds | (isPhysical ? L.WATCH_IS_PHYSICAL : 0),
  }))
}

/** At most so many rows: those closest to each other are put together until they fit. */
function mergeRows(rows: readonly Row[], most: number): readonly Row[] {
  const groups = [true, false].map((isPhysical) =>
    rows
      .filter(({ flags }) => ((flags & L.WATCH_IS_PHYSICAL) !== 0) === isPhysical)
      .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0)),
  )
  while (groups.reduce((count, group) => count + group.length, 0) > most) joinClosest(groups)
  return groups.flat()
}

function joinClosest(groups: Row[][]): void {
  let best: { readonly group: Row[]; readonly index: number; readonly gap: bigint } | undefined
  for (const group of groups) {
    for (let index = 1; index < group.length; index++) {
      const [before, after] = [group[index - 1], group[index]]
      if (!before || !after) continue
      const gap = after.first - before.last
      if (!best || gap < best.gap) best = { group, index, gap }
    }
  }
  const [before, after] = [best?.group[best.index - 1], best?.group[best.index]]
  if (!best || !before || !after) return
  const last = after.last > before.last ? after.last : before.last
  best.group.splice(best.index - 1, 2, {
    first: before.first,
    last,
    flags: before.flags | after.flags,
  })
}
