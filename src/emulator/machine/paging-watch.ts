/**
 * Tells of every change to a live paging-structure entry: one that CR3 leads to, at whatever level.
 * The tables are found from CR3 and followed as entries change; the core stops for each store into one of them, so that
 * a table is known before anything is stored there.
 *
 * Guest memory is hostile: tables may lead to themselves, to each other, or nowhere. Each page counts once, as what the
 * first way to it makes of it, and no more than a bounded number is followed.
 */
import type { MemoryAccessed, PagingEntryChanged } from '../../shared/events'
import { linearAddress, physicalAddress } from '../../shared/units'
import { PageEntry } from '../../shared/x86/paging'
import * as L from '../core/layout'
import type { Core } from './core-binding'

export interface PagingWatch {
  watch(listener: (changed: PagingEntryChanged) => void): () => void
  /** Takes a store into a page that holds a paging structure; it has been made by now. */
  take(access: MemoryAccessed): void
  /** To be called when CR3 or CR0.PG may have changed. */
  checkRoot(): void
  /** To be called when all of memory may have changed. */
  follow(): void
}

/** What the first way to a table makes of it. */
interface Table {
  readonly level: 1 | 2 | 3 | 4
  /** The first linear address that it is used for, not yet sign-extended. */
  readonly base: bigint
}

const ENTRIES = 512
const ENTRY_SIZE = 8n
const PAGE_SHIFT = 12n
const ADDRESS_BITS = 0x000f_ffff_ffff_f000n
const CR0_PG = 1n << 31n
/** Enough for 8 GiB in 4 KiB pages; a guest that has more gets its first ones followed. */
const MOST_TABLES = 4096

/** Linear addresses that one entry of a level stands for. */
const reachOf = (level: number) => 1n << (PAGE_SHIFT + 9n * BigInt(level - 1))

export function createPagingWatch(core: Core, memorySize: number, drain: () => void): PagingWatch {
  const flags = new Uint8Array(core.buffer, L.PAGE_FLAGS, memorySize >> Number(PAGE_SHIFT))
  const entries = new BigUint64Array(core.buffer, L.RAM, memorySize >> 3)
  const listeners = new Set<(changed: PagingEntryChanged) => void>()
  let tables = new Map<number, Table>()
  let root: bigint | undefined

  const entryAt = (address: bigint) => entries[Number(address >> 3n)] ?? 0n
  const rootNow = () =>
    core.getU64(L.CR0) & CR0_PG ? core.getU64(L.CR3) & ADDRESS_BITS : undefined

  /** The table that an entry leads to, if it leads to one in RAM. */
  function tableBelow(entry: bigint, level: number): number | undefined {
    const isLeaf = level === 1 || (entry & PageEntry.PS) !== 0n
    if (!(entry & PageEntry.P) || isLeaf) return undefined
    const address = entry & ADDRESS_BITS
    return address < BigInt(memorySize) ? Number(address >> PAGE_SHIFT) : undefined
  }

  /** All tables that are in force now, the upper ones first. */
  function findTables(): Map<number, Table> {
    const found = new Map<number, Table>()
    root = rootNow()
    if (root === undefined || root >= BigInt(memorySize)) return found
    const queue: [number, Table][] = [[Number(root >> PAGE_SHIFT), { level: 4, base: 0n }]]
    for (let next = 0; next < queue.length && found.size < MOST_TABLES; next++) {
      const [page, table] = queue[next] ?? [0, undefined]
      if (!table || found.has(page)) continue
      found.set(page, table)
      if (table.level > 1) queue.push(...tablesOf(page, table))
    }
    return found
  }

  function tablesOf(page: number, { level, base }: Table): [number, Table][] {
    const below: [number, Table][] = []
    for (let index = 0; index < ENTRIES; index++) {
      const entry = entries[page * ENTRIES + index] ?? 0n
      const table = tableBelow(entry, level)
      if (table === undefined) continue
      const lower = (level - 1) as Table['level']
      below.push([table, { level: lower, base: base + BigInt(index) * reachOf(level) }])
    }
    return below
  }

  function follow(): void {
    if (listeners.size === 0 && tables.size === 0) return
    const before = tables
    tables = listeners.size === 0 ? new Map() : findTables()
    for (const page of before.keys()) flags[page] = (flags[page] ?? 0) & ~L.PAGE_IS_TABLE
    for (const page of tables.keys()) flags[page] = (flags[page] ?? 0) | L.PAGE_IS_TABLE
    core.setU32(L.TABLES_WATCHED, listeners.size === 0 ? 0 : 1)
    core.refreshTlb()
  }

  /** The entry as it was before bytes of it were stored. */
  function entryBefore(
    address: bigint,
    { physicalAddress: start, size, old = 0n }: MemoryAccessed,
  ): bigint {
    let entry = entryAt(address)
    for (let byte = 0n; byte < ENTRY_SIZE; byte++) {
      const offset = address + byte - start
      if (offset < 0n || offset >= BigInt(size)) continue
      const value = (old >> (8n * offset)) & 0xffn
      entry = (entry & ~(0xffn << (8n * byte))) | (value << (8n * byte))
    }
    return entry
  }

  function change(address: bigint, access: MemoryAccessed): void {
    const table = tables.get(Number(address >> PAGE_SHIFT))
    const [old, now] = [entryBefore(address, access), entryAt(address)]
    if (!table || old === now) return
    const { level, base } = table
    const index = Number((address >> 3n) & BigInt(ENTRIES - 1))
    const changed: PagingEntryChanged = {
      instant: access.instant,
      rip: access.rip,
      level,
      index,
      address: physicalAddress(address),
      old,
      new: now,
      linearAddress: signExtended(base + BigInt(index) * reachOf(level)),
      by: access.isExplicit ? 'code' : 'processor',
    }
    if (tableBelow(old, level) !== tableBelow(now, level)) follow()
    for (const listener of [...listeners]) listener(changed)
  }

  return {
    watch(listener) {
      const own = (changed: PagingEntryChanged) => listener(changed)
      drain()
      listeners.add(own)
      follow()
      return () => {
        drain()
        listeners.delete(own)
        follow()
      }
    },

    take(access) {
      if (access.access !== 'write') return
      const first = access.physicalAddress & ~(ENTRY_SIZE - 1n)
      const end = access.physicalAddress + BigInt(access.size)
      for (let address = first; address < end; address += ENTRY_SIZE) change(address, access)
    },

    checkRoot() {
      if (listeners.size > 0 && rootNow() !== root) follow()
    },

    follow,
  }
}

const signExtended = (address: bigint) =>
  linearAddress(BigInt.asUintN(64, BigInt.asIntN(48, address)))
