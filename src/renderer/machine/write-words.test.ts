import { expect, it } from 'vitest'
import type { FoundWrite } from '../../shared/protocol'
import { instant, linearAddress } from '../../shared/units'
import type { WriteTarget } from '../../shared/write-target'
import { writeWords } from './write-words'

const bytes = (length: number): WriteTarget => ({
  type: 'memory',
  space: 'linear',
  address: 0xb8000n,
  length,
})
const nameless: FoundWrite = {
  instant: instant(41208),
  by: 'processor',
  rip: linearAddress(0x1000n),
  offset: 0,
  size: 1,
  old: 0x20n,
  new: 0x41n,
}
const write: FoundWrite = { ...nameless, symbol: 'print+0x4' }
const words = (target: WriteTarget, found?: FoundWrite) =>
  writeWords({ type: 'write-found', target, ...(found && { write: found }) })

it('names who wrote, when and what', () => {
  expect(words(bytes(1), write)).toBe(
    'The byte at 0x0000_0000_000b_8000 was last written by print+0x4, at instr 41,208: 0x20 became 0x41. The machine stands there now.',
  )
})

it('gives the address of an instruction that has no name', () => {
  expect(words(bytes(1), nameless)).toContain('by 0x0000_0000_0000_1000')
})

it('names the line of the source, where it is known', () => {
  const source = { file: 'src/vga_buffer.rs', line: 65 }
  expect(words(bytes(1), { ...write, source })).toContain('by print+0x4 (vga_buffer.rs:65), at')
})

it('says which of several bytes it was', () => {
  expect(words(bytes(16), { ...write, offset: 3 })).toContain('were last written')
  expect(words(bytes(16), { ...write, offset: 3 })).toContain('byte 3: 0x20 became')
  expect(words(bytes(16), { ...write, offset: 8, size: 4 })).toContain('bytes 8 to 11:')
})

it('says of a register that it was changed, and of an edit whose it was', () => {
  const found = { ...write, by: 'edit', size: 8, old: 1n, new: 5n } as const
  expect(words({ type: 'register', register: 'RAX' }, found)).toMatch(
    /^RAX was last changed by you, at instr 41,208: 0x1 became 0x5/,
  )
})

it('names a cell of the screen by its place', () => {
  expect(words({ type: 'screen-cell', row: 2, column: 5 }, { ...write, size: 2 })).toMatch(
    /^The cell in row 2, column 5 of the screen was last written/,
  )
})

it('says so when nobody wrote', () => {
  expect(words(bytes(1))).toContain('Nobody has written the byte at')
})
