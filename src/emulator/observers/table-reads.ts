/**
 * The walk that code makes by itself: it reads an entry of a paging structure, and then one of the structure that the
 * entry leads to. Told from the order of its reads alone, whatever the code is called and however it reaches the tables.
 */
import type { MemoryAccessed } from '../../shared/events'
import type { TablePath, TablePlaces } from './table-places'

const TABLE_BYTES = 4096
const ENTRY_BYTES = 8

export interface TableReads {
  /** Indices from the PML4 down to the entry that was read last. */
  readonly path: TablePath
  /** The last read of each of those entries; undefined for one that the code has not read on this way. */
  readonly reads: readonly (MemoryAccessed | undefined)[]
}

/** Follows reads in their order, and knows the way that the last of them have gone. */
export function followTableReads(places: TablePlaces) {
  let path: TablePath = []
  let reads: TableReads['reads'] = []

  /** How far a way to a table is the one that the reads before have gone. */
  function agreement(way: TablePath): number {
    const parted = way.findIndex((index, depth) => index !== path[depth])
    return parted < 0 ? way.length : parted
  }

  return {
    take(access: MemoryAccessed): void {
      if (access.access !== 'read' || !access.isExplicit) return
      const address = Number(access.physicalAddress)
      const offset = address % TABLE_BYTES
      const ways = places.get(address - offset) ?? []
      const [way] = [...ways].sort((one, other) => agreement(other) - agreement(one))
      if (!way) return
      const common = agreement(way)
      reads = [...way.map((_, depth) => (depth < common ? reads[depth] : undefined)), access]
      path = [...way, Math.floor(offset / ENTRY_BYTES)]
    },
    found: (): TableReads | undefined => (reads.length === 0 ? undefined : { path, reads }),
  }
}
