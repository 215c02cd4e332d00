/** Whoever watches code, memory or paging structures changes no run, and is told the same after the machine went back. */
import { describe, expect, it } from 'vitest'
import { readElf64 } from '../../src/emulator/boot/elf64'
import { readSymbols } from '../../src/emulator/debuginfo/symbols'
import { createMachine } from '../../src/emulator/machine/machine'
import { createTimeline } from '../../src/emulator/timeline/timeline'
import { instant, linearAddress, physicalAddress, type Instant } from '../../src/shared/units'
import { core, kernelImage } from '../boot/ringside'

const END = 400_000
const print = readSymbols(readElf64(kernelImage)).byName('ringside_kernel::console::print_in')

const newMachine = () =>
  createMachine(core, {
    image: kernelImage,
    commandLine: 'scenario=map-new-page',
    memorySize: 16 << 20,
  })

/** Watches the text screen, all paging structures and a function; keeps what it was told. */
function watchAll(machine: ReturnType<typeof newMachine>) {
  const told: { readonly instant: Instant }[] = []
  const tell = (fact: { readonly instant: Instant }) => told.push(fact)
  machine.watchAccesses(
    [{ physical: physicalAddress(0xb_8000n), length: 4000n }],
    { reads: true, writes: true },
    tell,
  )
  machine.watchPagingEntries(tell)
  machine.watchCode(print ? [linearAddress(print.address)] : [], tell)
  return told
}

describe('a watched machine', () => {
  it('is at every instant as one that is not', () => {
    const [plain, watched] = [newMachine(), newMachine()]
    const told = watchAll(watched)
    for (let at = 0; at < END; at += 37_003) {
      plain.run(37_003)
      watched.run(37_003)
      expect(watched.stateHash(), `at ${plain.instant()}`).toBe(plain.stateHash())
    }
    expect(told.filter((fact) => 'old' in fact && 'level' in fact).length).toBeGreaterThan(20)
    expect(told.filter((fact) => 'access' in fact).length).toBeGreaterThan(2000)
    expect(told.filter((fact) => 'general' in fact).length).toBeGreaterThan(2)
  })

  it('tells the same in any slices, and again from any instant that it went back to', () => {
    const machine = newMachine()
    const told = watchAll(machine)
    const timeline = createTimeline(machine, { spacing: 5_000 })
    timeline.run(END)
    const straight = told.splice(0)
    for (const target of [1_000, 12_345, 150_001]) {
      timeline.seek(instant(target))
      told.length = 0
      while (machine.instant() < END) timeline.run(1 + (machine.instant() % 9_973))
      const after = (list: typeof told) => list.filter((fact) => fact.instant > target)
      expect(after(told)).toEqual(after(straight))
    }
  })
})
