/** What is noted of stores without telling of them: enough never to pass over one, and little enough to pass over most. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as L from '../../src/emulator/core/layout'
import { core, kernelImage } from '../boot/ringside'
import { typeText } from '../../src/shared/scan-codes'
import { instant, linearAddress, physicalAddress } from '../../src/shared/units'
import type { LoggedInput } from '../../src/emulator/machine/input-log'
import { createMachine } from '../../src/emulator/machine/machine'
import type { Machine } from '../../src/emulator/machine/machine-api'
import type { MemoryWritten } from '../../src/emulator/machine/write-watch'
import { mayReach } from '../../src/emulator/machine/written-words'
import { createTimeline } from '../../src/emulator/timeline/timeline'

const MEMORY = 64 << 20
const SHELL: readonly LoggedInput[] = [
  { instant: instant(200_000), input: { type: 'keys', scanCodes: typeText('alloc 100\n') } },
  { instant: instant(500_000), input: { type: 'keys', scanCodes: typeText('int 3\n') } },
]
const RUNS = [
  { name: 'a shell that is typed to', image: kernelImage, inputs: SHELL, length: 900_000 },
  {
    name: 'programs that move strings',
    image: readFileSync(`${import.meta.dirname}/../bench/kernels/kernels.elf`),
    inputs: [],
    length: 400_000,
  },
]
type Run = (typeof RUNS)[number]

const machineOf = ({ image, inputs }: Run) =>
  createMachine(core, { image, commandLine: '', memorySize: MEMORY, inputs })

/** Every store of a run, told one by one. */
function storesOf(run: Run): MemoryWritten[] {
  const machine = machineOf(run)
  const stores: MemoryWritten[] = []
  machine.watchWrites(physicalAddress(0n), MEMORY, (write) => stores.push(write))
  machine.run(run.length)
  return stores
}

function wordsIn({ written }: ReturnType<Machine['snapshot']>): Set<number> {
  const { pages, bits } = written.words
  const words = new Set<number>()
  bits.forEach((byte, index) => {
    const first = (pages[Math.floor(index / 64)] ?? 0) * 512 + (index % 64) * 8
    for (let bit = 0; bit < 8; bit++) if ((byte >> bit) & 1) words.add(first + bit)
  })
  return words
}

function stackPage(machine: Machine): number {
  const { walk } = machine.translate(linearAddress(machine.register('RSP')), 'read')
  if (walk.outcome !== 'mapped') throw new Error('The stack is not mapped.')
  return Number(walk.physicalAddress ?? 0n) >>> 12
}

const numberOf = ({ address }: MemoryWritten) => Number(address)

it('are noted between what the core keeps and RAM, at an eighth of each address', () => {
  expect(L.WRITTEN_WORDS).toBe(L.RAM / 8)
  expect(L.WRITTEN_WORDS).toBeGreaterThanOrEqual(L.BLOCK_ARENA_END)
  expect(L.WRITTEN_WORDS + L.RAM_LIMIT / 8).toBeLessThanOrEqual(L.RAM)
})

describe.each(RUNS)('the written words of $name', (run) => {
  it('are those that stores began in, and no others but what a string reached', () => {
    const machine = machineOf(run)
    machine.snapshot()
    machine.run(run.length)
    const noted = wordsIn(machine.snapshot())
    const stores = storesOf(run)
    const begun = new Set(stores.map((store) => numberOf(store) >> 3))
    const reached = new Set(stores.map((store) => (numberOf(store) + store.size - 1) >> 3))
    expect(stores.length).toBeGreaterThan(10_000)
    expect([...begun].filter((word) => !noted.has(word))).toEqual([])
    expect([...noted].filter((word) => !begun.has(word) && !reached.has(word))).toEqual([])
  })

  it('belong to the stretch between two snapshots', () => {
    const machine = machineOf(run)
    const stores = storesOf(run)
    const start = machine.snapshot()
    machine.run(run.length / 2)
    const middle = machine.snapshot()
    machine.run(run.length / 2)
    const end = machine.snapshot()
    expect([middle, end].map(({ written }) => written.since)).toEqual([
      start.written.until,
      middle.written.until,
    ])
    for (const { instant: when, address, size } of stores) {
      const { words } = when < middle.instant ? middle.written : end.written
      expect(mayReach(words, Number(address) + size - 1, 1)).toBe(true)
    }
    // From a snapshot that was gone back to, they are counted anew.
    machine.restore(middle)
    expect(wordsIn(machine.snapshot()).size).toBe(0)
  })
})

describe('who wrote a byte of a page that is written all the time', () => {
  const run = RUNS[0] as Run

  function record() {
    const machine = machineOf(run)
    const timeline = createTimeline(machine, { spacing: 5_000, density: 16 })
    timeline.run(run.length)
    return { machine, timeline }
  }

  /** How many stretches were executed again, and what was found. */
  function search(timeline: ReturnType<typeof record>['timeline'], address: number) {
    const steps = timeline.findLastWrite(physicalAddress(BigInt(address)), 1)
    for (let stretches = 1; ; stretches++) {
      const step = steps.next()
      if (step.done) return { stretches, found: step.value }
    }
  }

  it('is found by executing few stretches again, wherever one has been in the meantime', () => {
    const { machine, timeline } = record()
    const stores = storesOf(run)
    const page = stackPage(machine)
    timeline.seek(instant(123_456))
    timeline.seek(instant(run.length))
    for (let byte = 0; byte < 4096; byte += 61) {
      const address = page * 4096 + byte
      const last = stores
        .filter((store) => numberOf(store) <= address && address < numberOf(store) + store.size)
        .at(-1)
      const { stretches, found } = search(timeline, address)
      expect(found?.instant, `byte ${byte}`).toBe(last?.instant)
      // The stretch that is not over yet, what a store next to it may have reached, and the one that is looked for.
      expect(stretches, `byte ${byte}`).toBeLessThan(6)
    }
  })
})

it('is asked of each stretch once, also where a branch begins at a checkpoint of its parent', () => {
  const options = { image: kernelImage, commandLine: 'exec=simple', memorySize: MEMORY }
  const timeline = createTimeline(createMachine(core, options), { spacing: 5_000, density: 4 })
  timeline.run(400_000)
  for (let at = 302_500; at < 400_000; at += 5_000) {
    timeline.switchTo(0)
    timeline.seek(instant(at))
    timeline.input({ type: 'keys', scanCodes: typeText('a') })
  }
  // The parent thins what lies behind it, and so joins the words of checkpoints that its branches have too.
  timeline.switchTo(0)
  timeline.seek(timeline.end())
  timeline.run(100_000)
  for (const way of timeline.ways().all()) {
    const along = timeline.ways().along(way)
    expect(new Set(along.map((one) => one.instant)).size, `branch ${way.id}`).toBe(along.length)
  }
})
