/** Small facts and the words for them that several parts of the drawing need. */
import { formatCount, formatShortHex } from '../../../shared/format'
import type { Heap, HeapMoment, HeapSite } from '../../../shared/models/heap'

export const bytesWords = (count: number): string =>
  count === 1 ? '1 byte' : `${formatCount(count)} bytes`

/** From the beginning of the heap. */
export const offsetOf = ({ region }: Heap, address: bigint): number =>
  region ? Number(address - region.start) : 0

/** `+0x1c0`. */
export const offsetWords = (offset: number): string => `+${formatShortHex(offset)}`

/** `64 KiB`, or bytes where it is no round number of them. */
export function sizeWords(bytes: number): string {
  if (bytes >= 1 << 20 && bytes % (1 << 20) === 0) return `${formatCount(bytes >> 20)} MiB`
  if (bytes >= 1 << 10 && bytes % (1 << 10) === 0) return `${formatCount(bytes >> 10)} KiB`
  return bytesWords(bytes)
}

/** The last part of a function's path: `adopt_spawned`, `spawn` for a generic one. */
export function functionName(name: string): string {
  let depth = 0
  let plain = ''
  for (const letter of name) {
    if (letter === '<') depth += 1
    else if (letter === '>') depth -= 1
    else if (depth === 0) plain += letter
  }
  const parts = plain.split('::').filter((part) => part !== '' && !part.startsWith('{'))
  return parts.at(-1) ?? name
}

/** `adopt_spawned()`: as a function is told from a type. */
export const callWords = ({ function: name }: HeapSite): string | undefined =>
  name === undefined ? undefined : `${functionName(name)}()`

/** Who holds a block: what the library allocates for, or else the function that asked. */
export const ownerWords = (site: HeapSite | undefined): string =>
  site?.owner ?? (site && callWords(site)) ?? 'block'

/** `global.rs:44`. */
export const placeWords = ({ source }: HeapSite): string | undefined =>
  source && `${source.file.split('/').at(-1)}:${source.line}`

/** How much of the free memory a single request cannot get: 0 when it is one region. */
export const fragmentation = (totals: {
  readonly free: number
  readonly largest: number
}): number => (totals.free === 0 ? 0 : 1 - totals.largest / totals.free)

/** What the curves are drawn from: of a long run only some states are kept, and the present one is always the last. */
export function momentsOf({
  history,
  counts,
  totals,
  allocator,
  instant,
}: Heap): readonly HeapMoment[] {
  const last = history.at(-1)
  const isPresent = !last || last.sequence >= counts.requests || allocator.design === 'unknown'
  return isPresent ? history : [...history, { ...totals, sequence: counts.requests, instant }]
}

/** Who holds how much, the most first. */
export interface Holding {
  readonly site: HeapSite
  readonly place: number
  readonly blocks: number
  readonly bytes: number
}

/** Several parts of one drawing ask for them. */
const known = new WeakMap<Heap, readonly Holding[]>()

export function holdings(heap: Heap): readonly Holding[] {
  const found = known.get(heap) ?? countHoldings(heap)
  known.set(heap, found)
  return found
}

function countHoldings({ blocks, sites }: Heap): readonly Holding[] {
  const bySite = new Map<number, { blocks: number; bytes: number }>()
  blocks.sites.forEach((place, index) => {
    const sum = bySite.get(place) ?? { blocks: 0, bytes: 0 }
    sum.blocks += 1
    sum.bytes += blocks.sizes[index] ?? 0
    bySite.set(place, sum)
  })
  return [...bySite]
    .flatMap(([place, sum]) => {
      const site = sites[place]
      return site ? [{ site, place, ...sum }] : []
    })
    .sort((a, b) => b.bytes - a.bytes || a.place - b.place)
}

/** `75 %`, `0.3 %`. */
export function percentWords(share: number): string {
  const percent = share * 100
  if (percent === 0) return '0 %'
  return percent < 9.95 ? `${percent.toFixed(1)} %` : `${Math.round(percent)} %`
}
