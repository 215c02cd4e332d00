import { describe, expect, it } from 'vitest'
import { COLUMNS, ROWS } from '../../../shared/code-page-437'
import { writtenText } from './screen-text'

const screen = (...lines: readonly string[]): Uint8Array => {
  const cells = new Uint8Array(2 * COLUMNS * ROWS)
  lines.forEach((line, row) =>
    [...line].forEach((character, column) => {
      cells[2 * (row * COLUMNS + column)] = character.charCodeAt(0)
    }),
  )
  return cells
}

describe('what was written to the screen', () => {
  it('is the characters that changed, and where they begin', () => {
    expect(writtenText(screen('ring0> '), screen('ring0> a'))).toEqual({
      text: 'a',
      cell: { row: 0, column: 7 },
    })
  })

  it('ends at the first gap', () => {
    expect(writtenText(screen('', '  '), screen('ab', 'cd'))?.text).toBe('ab')
  })

  it('is nothing where only attributes changed', () => {
    const after = screen('same')
    after[1] = 7
    expect(writtenText(screen('same'), after)).toBeUndefined()
  })

  it('has no place when the lines moved', () => {
    const lines = Array.from({ length: ROWS + 1 }, (_, row) => `line ${row}`)
    const before = screen(...lines.slice(0, ROWS))
    expect(writtenText(before, screen(...lines.slice(1)))).toEqual({ text: '' })
    expect(writtenText(before, screen(...lines.slice(1, ROWS), 'new'))).toEqual({ text: '' })
  })
})
