/**
 * Finds the mark of a bump allocator among the numbers of a program: the one that ends where the block ends that was
 * just given out, or begins where it begins when blocks are given out from the end downwards.
 */
import type { Candidate } from './candidates'
import type { Pages } from './pages'
import type { BytesShape, NumberShape } from './shapes'

export interface Mark {
  readonly place: string
  readonly address: bigint
  readonly width: number
  /** What must be added to the number to get an address: 0, or where the static array begins in which it counts. */
  readonly base: bigint
  /** Below it is what was given out, or above it. */
  readonly direction: 'up' | 'down'
}

/** The numbers as they stand, by their addresses. */
export type Numbers = ReadonlyMap<bigint, bigint>

export function readNumbers(candidates: readonly Candidate[], pages: Pages): Numbers {
  const values = new Map<bigint, bigint>()
  for (const { design, numbers } of candidates) {
    if (design !== 'bump') continue
    for (const { address, width } of numbers) {
      const value = pages.number(address, width)
      if (value !== undefined) values.set(address, value)
    }
  }
  return values
}

export const markValue = ({ address, width, base }: Mark, pages: Pages): bigint | undefined => {
  const value = pages.number(address, width)
  return value === undefined ? undefined : value + base
}

/** The mark of this candidate that explains a block between `start` and `end`. */
export function markFor(
  { numbers }: Candidate,
  before: Numbers,
  after: (shape: NumberShape) => bigint | undefined,
  start: bigint,
  end: bigint,
  arrays: readonly BytesShape[],
): Mark | undefined {
  const array = arrays.find(
    ({ address, size }) => address <= start && end <= address + BigInt(size),
  )
  const bases = [0n, ...(array ? [array.address] : [])]
  for (const shape of numbers) {
    const [old, value] = [before.get(shape.address), after(shape)]
    if (old === undefined || value === undefined || old === value) continue
    for (const base of bases) {
      const { place, address, width } = shape
      const mark = { place, address, width, base }
      if (value + base === end && old < value) return { ...mark, direction: 'up' }
      if (value + base === start && old > value) return { ...mark, direction: 'down' }
    }
  }
  return undefined
}
