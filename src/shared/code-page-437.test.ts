/** The characters of the PC, at places that everybody knows. */
import { expect, it } from 'vitest'
import { CODE_PAGE_437, screenText } from './code-page-437'

it('has 256 characters, ASCII where ASCII is', () => {
  expect(CODE_PAGE_437).toHaveLength(256)
  for (let code = 0x20; code < 0x7f; code++) {
    expect(CODE_PAGE_437[code]).toBe(String.fromCharCode(code))
  }
})

it.each([
  [0x01, '☺'],
  [0x7f, '⌂'],
  [0x80, 'Ç'],
  [0x9b, '¢'],
  [0xb3, '│'],
  [0xc9, '╔'],
  [0xdb, '█'],
  [0xe1, 'ß'],
  [0xfe, '■'],
])('shows byte %d as %s', (code, character) => {
  expect(CODE_PAGE_437[code]).toBe(character)
})

it('reads the rows of the screen without the blanks at their ends', () => {
  const cells = new Uint8Array(4000)
  cells.set([0x68, 7, 0x69, 7], 2 * 80)
  const rows = screenText(cells)
  expect(rows).toHaveLength(25)
  expect(rows[1]).toBe('hi')
  expect(rows[0]).toBe('')
})
