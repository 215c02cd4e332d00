/**
 * Where the heap begins and ends. No rule of Rust says it, so it is looked for, the surest first: in the allocator's own
 * fields, in a static array that the blocks lie in, in the pages that are mapped around them; else it is what was seen.
 */
import type { HeapBoundsOrigin } from '../../../shared/models/heap'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import { linearAddress } from '../../../shared/units'
import type { Candidate } from './candidates'
import type { Pages } from './pages'
import type { Range } from './ranges'
import type { Shapes } from './shapes'

export interface Bounds extends Range {
  readonly origin: HeapBoundsOrigin
  readonly name?: string
}

export interface BoundsEvidence {
  /** From the first byte to the last that was seen to be free or given out. */
  readonly seen: Range
  readonly candidate: Candidate | undefined
  /** The word that moves; it bounds nothing. */
  readonly mark: bigint | undefined
  readonly shapes: Shapes | undefined
  /** Whether something else of the program lies between. */
  readonly isProgram: (range: Range) => boolean
}

export function boundsOf(evidence: BoundsEvidence, pages: Pages, readMemory: ReadMemory): Bounds {
  return (
    fromFields(evidence, pages) ??
    fromArray(evidence) ??
    fromMapping(evidence, readMemory) ?? { ...evidence.seen, origin: 'seen' }
  )
}

const LARGEST = 1n << 32n

/** Two fields that what was seen lies between; or one before it, and a size that reaches behind it. */
function fromFields({ seen, candidate, mark }: BoundsEvidence, pages: Pages): Bounds | undefined {
  if (!candidate) return undefined
  const fields = candidate.numbers.flatMap(({ place, address, width }) => {
    const value = address === mark ? undefined : pages.number(address, width)
    return value === undefined ? [] : [{ place, value }]
  })
  const lows = fields.filter(({ value }) => value <= seen.start && seen.start - value < LARGEST)
  const low = lows.sort((a, b) => (a.value > b.value ? -1 : 1))[0]
  if (!low) return undefined
  const ends = fields.filter(({ value }) => value >= seen.end && value - seen.end < LARGEST)
  const sizes = fields
    .filter(({ place }) => /size|len|bytes|capacity/i.test(place.split('.').at(-1) ?? ''))
    .map(({ place, value }) => ({ place, value: low.value + value }))
    .filter(({ value }) => value >= seen.end && value - seen.end < LARGEST)
  const end = [...ends, ...sizes].sort((a, b) => (a.value < b.value ? -1 : 1))[0]
  return end && { start: low.value, end: end.value, origin: 'allocator', name: candidate.place }
}

function fromArray({ seen, shapes }: BoundsEvidence): Bounds | undefined {
  const array = shapes?.bytes.find(
    ({ address, size }) => address <= seen.start && seen.end <= address + BigInt(size),
  )
  if (!array) return undefined
  const { address, size, place } = array
  return { start: address, end: address + BigInt(size), origin: 'static', name: place }
}

const PAGE = 4096n
/** Sixteen mebibytes each way: what is mapped further on is no heap of its own. */
const MOST_PAGES = 4096

function fromMapping(
  { seen, isProgram }: BoundsEvidence,
  readMemory: ReadMemory,
): Bounds | undefined {
  const isMapped = (page: bigint) => readMemory(linearAddress(page), 1).length === 1
  const first = seen.start - (seen.start % PAGE)
  if (!isMapped(first)) return undefined
  let start = first
  let end = first + PAGE
  for (let count = 0; isMapped(end); end += PAGE) if (++count > MOST_PAGES) return undefined
  for (let count = 0; start > 0n && isMapped(start - PAGE); start -= PAGE) {
    if (++count > MOST_PAGES) return undefined
  }
  const found = { start, end }
  return end < seen.end || isProgram(found) ? undefined : { ...found, origin: 'mapping' }
}
