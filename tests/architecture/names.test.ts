/** Architectural names are the Intel SDM's: the tables of src/shared/x86 against the manual's, and no other vendor's words. */
import { describe, expect, it } from 'vitest'
import { EXCEPTIONS } from '../../src/shared/x86/exceptions'
import { PageEntry, PAGING_LEVEL_NAMES } from '../../src/shared/x86/paging'
import { PageFaultErrorCode } from '../../src/shared/x86/exceptions'
import { filesBelow, read } from './sources'

/** SDM Vol. 3A, table "Protected-Mode Exceptions and Interrupts": vector, mnemonic, error code. */
const PRINTED = `
  0 #DE no
  1 #DB no
  2 NMI no
  3 #BP no
  4 #OF no
  5 #BR no
  6 #UD no
  7 #NM no
  8 #DF yes
  10 #TS yes
  11 #NP yes
  12 #SS yes
  13 #GP yes
  14 #PF yes
  16 #MF no
  17 #AC yes
  18 #MC no
  19 #XM no
  20 #VE no
  21 #CP yes`

/** Names of the same things elsewhere: another vendor's manual, another kernel. */
const FOREIGN = /#XF\b|\bNX\b|\bPGD\b|\bPUD\b|\bPMD\b|\bPML4T\b/

describe('names of the manual', () => {
  it('has every exception by its vector, mnemonic and error code', () => {
    const table = EXCEPTIONS.map(
      ({ vector, mnemonic, hasErrorCode }) =>
        `${vector} ${mnemonic} ${hasErrorCode ? 'yes' : 'no'}`,
    )
    expect(table).toEqual(PRINTED.trim().split(/\n\s*/))
  })

  it('has the bits of a page-fault error code where the processor pushes them', () => {
    expect(PageFaultErrorCode).toMatchObject({ P: 1, WR: 2, US: 4, RSVD: 8, ID: 16 })
  })

  it('has the paging structures and the bits of their entries', () => {
    expect(Object.values(PAGING_LEVEL_NAMES).map(({ entry, shift }) => [entry, shift])).toEqual([
      ['PML4E', 39],
      ['PDPTE', 30],
      ['PDE', 21],
      ['PTE', 12],
    ])
    const bits = { P: 0n, RW: 1n, US: 2n, PWT: 3n, PCD: 4n, A: 5n, D: 6n, PS: 7n, G: 8n, XD: 63n }
    for (const [name, bit] of Object.entries(bits))
      expect(PageEntry).toHaveProperty(name, 1n << bit)
  })

  it('has no foreign words in the sources', () => {
    const offenders = [
      ...filesBelow('src', /\.(ts|vue)$/),
      ...filesBelow('kernel/src', /\.rs$/),
    ].filter((file) => FOREIGN.test(read(file)))
    expect(offenders).toEqual([])
  })
})
