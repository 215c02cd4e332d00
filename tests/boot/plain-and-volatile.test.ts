/** What the compiler makes of stores that nobody reads. */
import { describe, expect, it } from 'vitest'
import { physicalAddress } from '../../src/shared/units'
import { newMachine } from './ringside'

/** The two cells of the scenario, in the middle of the screen. */
const PLAIN = 0xb8000n + 2n * (12n * 80n + 39n)
const VOLATILE = PLAIN + 2n

describe('two stores to one cell of the screen', () => {
  it.each([
    ['plain', PLAIN, ['B']],
    ['volatile', VOLATILE, ['A', 'B']],
  ])('%s', (_kind, cell, letters) => {
    const machine = newMachine('scenario=vga-nonvolatile')
    const stored: string[] = []
    machine.watchWrites(physicalAddress(cell), 2, (write) =>
      stored.push(String.fromCharCode(Number(write.new & 0xffn))),
    )
    machine.run(1_000_000)
    expect(machine.isHalted()).toBe(true)
    // The boot has cleared the screen.
    expect(stored).toEqual([' ', ...letters])
  })
})
