/** The known word that a mistyped one most likely stands for. */

/** Nothing when no word is near: a suggestion that is a guess helps less than none. */
export function nearestWord(word: string, known: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase()
  const allowed = Math.max(1, Math.floor(wanted.length / 3))
  let best: string | undefined
  let bestDistance = allowed + 1
  for (const candidate of known) {
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** Insertions, deletions, changes and swaps of neighbours between two words; `limit` when there are as many or more. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)]
  for (let row = 1; row <= a.length; row++) {
    const cells = [row]
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1]
      const isSwapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      cells.push(
        Math.min(
          (rows[row - 1]?.[column] ?? limit) + 1,
          (cells[column - 1] ?? limit) + 1,
          (rows[row - 1]?.[column - 1] ?? limit) + (isSame ? 0 : 1),
          isSwapped ? (rows[row - 2]?.[column - 2] ?? limit) + 1 : limit,
        ),
      )
    }
    rows.push(cells)
  }
  return rows[a.length]?.[b.length] ?? limit
}
