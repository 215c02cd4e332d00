/**
 * Builds four levels of page tables in physical frames, with the marks that the builder's own accesses leave.
 * SDM Vol. 3A, "4-Level Paging and 5-Level Paging" and "Accessed and Dirty Flags".
 *
 * The `bootloader` reaches the tables through a recursive slot, where an entry that points to a table also maps that table's
 * page: so an entry whose table was written has D set, although only entries that map a page should.
 */
import { formatHex } from '../../shared/format'
import { ImageError } from './image-error'
import type { Placement } from './boot-plan'

export const EntryFlag = {
  P: 1 << 0,
  RW: 1 << 1,
  A: 1 << 5,
  D: 1 << 6,
  PS: 1 << 7,
} as const

export interface PageFlags {
  readonly isWritable: boolean
  readonly isExecutable: boolean
}

export interface PageTables {
  /** Maps the 4 KiB page that holds `address`. Throws `ImageError` when something is mapped there. */
  map(address: bigint, frame: number, flags: PageFlags): void
  /** Maps writable 2 MiB pages one behind the other; `frame` counts 4 KiB frames. */
  mapLarge(address: bigint, frame: number, pages: number): void
  /** Clears the entry of a page; the tables stay. Gives the frame that it had. */
  unmap(address: bigint): number
  /** Marks a page as the processor does when it is used. */
  use(address: bigint, isWrite: boolean): void
  /** Sets an entry of the table in a frame by hand, as code does that knows where its tables lie. */
  setEntry(table: number, index: number, frame: number, flags: number): void
  placements(): Placement[]
}

const ENTRIES = 512
const FRAME = 4096
const FRAMES_PER_LARGE_PAGE = 512
const LARGE_PAGE = 0x20_0000n
const XD_HIGH = 0x8000_0000
const TABLE_FLAGS = EntryFlag.P | EntryFlag.RW

/** An entry: the table that holds it, and which of its words is the low one. */
interface Place {
  readonly table: Uint32Array
  readonly at: number
}

/** 512 entries of two words, the low one first. */
const emptyTable = () => new Uint32Array(2 * ENTRIES)

/** The index into the table of a level, 4 for the PML4. */
const indexAt = (address: bigint, level: number): number =>
  Number((address >> BigInt(3 + 9 * level)) & 511n)

export function createPageTables(root: number, allocate: () => number): PageTables {
  const tables = new Map<number, Uint32Array>([[root, emptyTable()]])

  const tableIn = (frame: number): Uint32Array => {
    const table = tables.get(frame)
    if (!table) throw new RangeError(`No table was made in frame ${frame}`)
    return table
  }
  const isPresent = ({ table, at }: Place) => ((table[at] ?? 0) & EntryFlag.P) !== 0
  const isLarge = ({ table, at }: Place) => ((table[at] ?? 0) & EntryFlag.PS) !== 0
  const frameOf = ({ table, at }: Place) =>
    (((table[at] ?? 0) >>> 12) | (((table[at + 1] ?? 0) & 0xf_ffff) << 20)) >>> 0

  const mark = ({ table, at }: Place, flags: number) =>
    void (table[at] = ((table[at] ?? 0) | flags) >>> 0)

  function set({ table, at }: Place, frame: number, flags: number, high = 0): void {
    table[at] = ((frame << 12) | flags) >>> 0
    table[at + 1] = ((frame >>> 20) | high) >>> 0
  }

  /** Makes the tables down to `level` that are missing; the entry that points to a table which is written gets A and D. */
  function reach(address: bigint, level: number): Place {
    let table = tableIn(root)
    for (let here = 4; here > level; here--) {
      const place = { table, at: 2 * indexAt(address, here) }
      if (!isPresent(place)) {
        const frame = allocate()
        tables.set(frame, emptyTable())
        set(place, frame, TABLE_FLAGS)
        written(address, here)
        mark(place, EntryFlag.A | EntryFlag.D) // the new table is cleared
      } else if (isLarge(place)) throw alreadyMapped(address)
      else mark(place, EntryFlag.A)
      table = tableIn(frameOf(place))
    }
    return { table, at: 2 * indexAt(address, level) }
  }

  /** An entry of the table of `level` was written: marks the entry that points to that table. */
  function written(address: bigint, level: number): void {
    if (level === 4) return
    const parent = find(address, level + 1)
    if (parent) mark(parent, EntryFlag.A | EntryFlag.D)
  }

  /** The entry of `level`, when the tables above it exist. */
  function find(address: bigint, level: number): Place | undefined {
    let table = tableIn(root)
    for (let here = 4; here > level; here--) {
      const place = { table, at: 2 * indexAt(address, here) }
      if (!isPresent(place) || isLarge(place)) return undefined
      table = tableIn(frameOf(place))
    }
    return { table, at: 2 * indexAt(address, level) }
  }

  function leaf(address: bigint): Place {
    const place = find(address, 1)
    if (!place || !isPresent(place)) throw new RangeError(`${formatHex(address)} is not mapped`)
    return place
  }

  function map(address: bigint, frame: number, { isWritable, isExecutable }: PageFlags): void {
    const place = reach(address, 1)
    if (isPresent(place)) throw alreadyMapped(address)
    const flags = EntryFlag.P | (isWritable ? EntryFlag.RW : 0)
    set(place, frame, flags, isExecutable ? 0 : XD_HIGH)
    written(address, 1)
  }

  return {
    map,
    mapLarge(address, frame, pages) {
      for (let page = 0; page < pages;) {
        const here = address + BigInt(page) * LARGE_PAGE
        const { table, at: first } = reach(here, 2)
        written(here, 2)
        // There may be a million of them: the rest of this PD needs no walk.
        for (let at = first; at < 2 * ENTRIES && page < pages; at += 2, page++) {
          const place = { table, at }
          if (isPresent(place)) throw alreadyMapped(address + BigInt(page) * LARGE_PAGE)
          set(place, frame + page * FRAMES_PER_LARGE_PAGE, TABLE_FLAGS | EntryFlag.PS)
        }
      }
    },
    unmap(address) {
      const place = leaf(address)
      const frame = frameOf(place)
      set(place, 0, 0)
      written(address, 1)
      return frame
    },
    use(address, isWrite) {
      mark(leaf(address), EntryFlag.A | (isWrite ? EntryFlag.D : 0))
    },
    setEntry(table, index, frame, flags) {
      if (!tables.has(table)) tables.set(table, emptyTable())
      set({ table: tableIn(table), at: 2 * index }, frame, flags)
    },
    placements: () =>
      [...tables].map(([frame, table]) => ({
        address: frame * FRAME,
        bytes: new Uint8Array(table.buffer),
        size: FRAME,
      })),
  }
}

const alreadyMapped = (address: bigint): ImageError =>
  new ImageError(
    `The bootloader has something else at the virtual address ${formatHex(address)} where the kernel wants to be.`,
    'Link the kernel to 2 MiB (0x200000) or above, with each segment in pages of its own.',
  )
