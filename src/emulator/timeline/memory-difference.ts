/** Finds the bytes of RAM that differ between two snapshots of machines that went through the same run for a while. */
import type { PageImage } from '../machine/page-store'

export interface DifferentPage {
  /** Physical, of its first byte. */
  readonly address: number
  readonly count: number
  /** The first rows of sixteen bytes in which something differs. */
  readonly rows: readonly {
    readonly address: number
    readonly left: readonly number[]
    readonly right: readonly number[]
  }[]
}

export interface MemoryDifference {
  readonly pageCount: number
  readonly byteCount: number
  /** The first of them. */
  readonly pages: readonly DifferentPage[]
}

const PAGE_SIZE = 4096
const ROW = 16
const MOST_PAGES = 64
const MOST_ROWS = 16
const ZEROS = new Uint8Array(PAGE_SIZE)

/** Pages that both share are the same copy, and need no look. */
export function differenceOf(left: PageImage, right: PageImage): MemoryDifference {
  const pages: DifferentPage[] = []
  let pageCount = 0
  let byteCount = 0
  let index = 0
  for (const [place, group] of left.entries()) {
    const other = right[place]
    const size = group.length
    if (other !== group) {
      for (let at = 0; at < size; at++) {
        const [mine, theirs] = [group[at], other?.[at]]
        if (mine === theirs) continue
        const count = countDifferent(mine ?? ZEROS, theirs ?? ZEROS)
        if (count === 0) continue
        pageCount += 1
        byteCount += count
        const address = (index + at) * PAGE_SIZE
        if (pages.length >= MOST_PAGES) continue
        pages.push({ address, count, rows: rowsOf(mine ?? ZEROS, theirs ?? ZEROS, address) })
      }
    }
    index += size
  }
  return { pageCount, byteCount, pages }
}

function countDifferent(left: Uint8Array, right: Uint8Array): number {
  let count = 0
  for (let at = 0; at < PAGE_SIZE; at++) if (left[at] !== right[at]) count += 1
  return count
}

function rowsOf(left: Uint8Array, right: Uint8Array, address: number): DifferentPage['rows'] {
  const rows: DifferentPage['rows'][number][] = []
  for (let at = 0; at < PAGE_SIZE && rows.length < MOST_ROWS; at += ROW) {
    const [mine, theirs] = [left.subarray(at, at + ROW), right.subarray(at, at + ROW)]
    if (mine.every((byte, place) => byte === theirs[place])) continue
    rows.push({ address: address + at, left: [...mine], right: [...theirs] })
  }
  return rows
}
