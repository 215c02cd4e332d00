/** Stretches of addresses, in ascending order and without touching each other. */

export interface Range {
  readonly start: bigint
  readonly end: bigint
}

/** Puts ranges in order and joins those that touch or overlap. */
export function joined(ranges: readonly Range[]): Range[] {
  const sorted = ranges
    .filter(({ start, end }) => start < end)
    .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
  const result: { start: bigint; end: bigint }[] = []
  for (const { start, end } of sorted) {
    const last = result.at(-1)
    if (!last || start > last.end) result.push({ start, end })
    else if (end > last.end) last.end = end
  }
  return result
}

/** The one that holds an address, of ranges in order. */
export function rangeAt(ranges: readonly Range[], address: bigint): Range | undefined {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[middle]?.start ?? 0n) <= address) low = middle + 1
    else high = middle
  }
  const found = ranges[low - 1]
  return found && address < found.end ? found : undefined
}

/** What is left of `whole` around `address` when ranges in order are taken away; nothing when the address is in one. */
export function gapAround(
  whole: Range,
  address: bigint,
  taken: readonly Range[],
): Range | undefined {
  let { start, end } = whole
  for (const range of taken) {
    if (range.end <= address) {
      if (range.end > start) start = range.end
    } else if (range.start > address) {
      if (range.start < end) end = range.start
      break
    } else return undefined
  }
  return { start, end }
}

/** What is left of ranges in order when others in order are taken away. */
export function without(ranges: readonly Range[], taken: readonly Range[]): Range[] {
  const left: Range[] = []
  let next = 0
  for (const { start, end } of ranges) {
    let at = start
    while ((taken[next]?.end ?? end) <= at && next < taken.length) next += 1
    for (let index = next; at < end; index++) {
      const other = taken[index]
      if (!other || other.start >= end) break
      if (other.start > at) left.push({ start: at, end: other.start })
      if (other.end > at) at = other.end
    }
    if (at < end) left.push({ start: at, end })
  }
  return left
}

export const sizeOf = (ranges: readonly Range[]): number =>
  ranges.reduce((sum, { start, end }) => sum + Number(end - start), 0)
