import { describe, expect, it } from 'vitest'
import type { EntryRead, PageWalk } from '../../../shared/models/page-walk'
import { instant, linearAddress } from '../../../shared/units'
import { readMeanings, readValue, softwareTitle } from './software-words'

const ENTRY = 0x16_f063n

/** Of all that a walk is, what the words are made of. */
const walk = (value = ENTRY) =>
  ({
    levels: [{ level: 'pml4', index: 1, value }],
    instruction: {},
    outcome: 'not-user',
  }) as unknown as PageWalk

const read = (more: Partial<EntryRead> = {}): EntryRead => ({
  ...{ level: 'pml4', instant: instant(7), value: ENTRY, size: 8 },
  ...{ rip: linearAddress(0n), through: linearAddress(0x1008n) },
  ...more,
})

describe('what code has read', () => {
  it('has as many digits as the load was wide', () => {
    expect(readValue(read({ value: 0x63n, size: 1 }))).toBe('0x63')
    expect(readValue(read())).toBe('0x0000_0000_0016_f063')
  })

  it('is compared with the part of the entry that it is, but for A and D', () => {
    expect(readMeanings(read({ value: 0x03n, size: 1 }), walk())[0]).toBe('leads to the PDPT')
    expect(readMeanings(read({ value: 0x17_0063n }), walk())[0]).toBe(
      'leads to the PDPT; written since',
    )
    expect(readMeanings(read({ value: 0n }), walk())[0]).toBe('P = 0 then; written since')
    expect(readMeanings(read({ value: 0n }), walk(0n))[0]).toBe('P = 0: leads nowhere')
  })

  it('says nothing of P where the load began behind it', () => {
    const part = { through: linearAddress(0x100cn), value: 0n, size: 4 }
    expect(readMeanings(read(part), walk())[0]).toBe('a part of the entry')
  })

  it('maps nothing only where P = 0, whoever may not use it', () => {
    const software = { reads: [read()], depth: 1 }
    expect(softwareTitle(walk(), software)).toBe(
      'Code reads the same entry that the processor would',
    )
    expect(softwareTitle(walk(0n), { ...software, reads: [read({ value: 0n })] })).toMatch(
      'maps nothing here',
    )
  })
})
