import { expect, it } from 'vitest'
import { instant, linearAddress } from '../../shared/units'
import { writeWords } from './write-words'

const address = linearAddress(0xb8000n)

it('names who wrote, when and what', () => {
  const write = {
    instant: instant(41208),
    rip: linearAddress(0x1000n),
    symbol: 'print+0x4',
    old: 0x20,
    new: 0x41,
  }
  expect(writeWords({ type: 'write-found', address, write })).toBe(
    'The byte at 0x0000_0000_000b_8000 was last written by print+0x4, at instr 41,208: 0x20 became 0x41. The machine stands there now.',
  )
})

it('gives the address of an instruction that has no name', () => {
  const write = { instant: instant(1), rip: linearAddress(0x1000n), old: 0, new: 1 }
  expect(writeWords({ type: 'write-found', address, write })).toContain('by 0x0000_0000_0000_1000')
})

it('says so when nobody wrote', () => {
  expect(writeWords({ type: 'write-found', address })).toContain('Nobody')
})
