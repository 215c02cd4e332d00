/**
 * Lays two sequences side by side so that what happened in both stands in one row: the longest common subsequence, found
 * with as many differences as there is patience for (Myers, "An O(ND) Difference Algorithm", 1986).
 */

/** Places in the two sequences; one of them is missing where only one side has it. */
export type Pair = readonly [left: number | undefined, right: number | undefined]

/** Beyond so many differences the rest is laid side by side as it comes. */
const PATIENCE = 500

export function alignEvents(left: readonly string[], right: readonly string[]): readonly Pair[] {
  let prefix = 0
  while (prefix < left.length && prefix < right.length && left[prefix] === right[prefix]) prefix++
  const pairs: Pair[] = Array.from({ length: prefix }, (_, at) => [at, at])
  const rest = alignRest(left.slice(prefix), right.slice(prefix))
  const shift = (at: number | undefined) => (at === undefined ? undefined : at + prefix)
  return [...pairs, ...rest.map(([a, b]): Pair => [shift(a), shift(b)])]
}

function alignRest(left: readonly string[], right: readonly string[]): readonly Pair[] {
  const furthest: Map<number, number>[] = []
  let reached = new Map<number, number>([[1, 0]])
  for (let edits = 0; edits <= Math.min(PATIENCE, left.length + right.length); edits++) {
    const next = new Map<number, number>()
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const [below, above] = [reached.get(diagonal - 1) ?? -1, reached.get(diagonal + 1) ?? -1]
      const isDown = diagonal === -edits || (diagonal !== edits && below < above)
      let x = isDown ? above : below + 1
      while (x < left.length && x - diagonal < right.length && left[x] === right[x - diagonal]) x++
      next.set(diagonal, x)
      if (x >= left.length && x - diagonal >= right.length) {
        return traceBack([...furthest, reached], left.length, right.length)
      }
    }
    furthest.push(reached)
    reached = next
  }
  return [
    ...left.map((_, at): Pair => [at, undefined]),
    ...right.map((_, at): Pair => [undefined, at]),
  ]
}

/** From the end back along the furthest points: a diagonal is a pair, a step is on one side alone. */
function traceBack(furthest: readonly Map<number, number>[], width: number, height: number) {
  const pairs: Pair[] = []
  let [x, y] = [width, height]
  for (let edits = furthest.length - 1; edits >= 0; edits--) {
    const reached = furthest[edits] ?? new Map<number, number>()
    const diagonal = x - y
    const [below, above] = [reached.get(diagonal - 1) ?? -1, reached.get(diagonal + 1) ?? -1]
    const isDown = diagonal === -edits || (diagonal !== edits && below < above)
    const from = isDown ? diagonal + 1 : diagonal - 1
    const fromX = Math.max(0, reached.get(from) ?? 0)
    const fromY = edits === 0 ? 0 : fromX - from
    const [startX, startY] = edits === 0 ? [0, 0] : isDown ? [fromX, fromY + 1] : [fromX + 1, fromY]
    while (x > startX && y > startY) pairs.push([--x, --y])
    if (edits === 0) break
    if (isDown) pairs.push([undefined, --y])
    else pairs.push([--x, undefined])
  }
  return pairs.reverse()
}
