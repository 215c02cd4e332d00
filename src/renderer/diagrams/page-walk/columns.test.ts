import { describe, expect, it } from 'vitest'
import { rowsAround } from './columns'

/** The rows whose P flag the machine reports with a walk. */
const reported = (index: number) => [0, 1, 2, 3, index - 1, index + 1, 510, 511]

describe.each([5, 7] as const)('the %i rows of a table', (slots) => {
  it.each([0, 1, 2, 3, 4, 184, 256, 507, 508, 509, 510, 511])('around entry %i', (index) => {
    const rows = rowsAround(index, 511, slots)
    const numbers = rows.filter((row) => row !== 'gap')
    expect(rows).toHaveLength(slots)
    expect(numbers).toContain(index)
    expect(numbers).toContain(0)
    expect(numbers).toContain(511)
    expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(numbers)
    for (const row of numbers) if (row !== index) expect(reported(index)).toContain(row)
  })

  it.each([0, 1, 2, 3, 184, 508, 509, 510, 511])(
    'leave nothing out but at a gap, entry %i',
    (index) => {
      const rows = rowsAround(index, 511, slots)
      rows.forEach((row, slot) => {
        const next = rows[slot + 1]
        if (typeof row === 'number' && typeof next === 'number') expect(next).toBe(row + 1)
      })
    },
  )
})
