/** The observer of heaps on our own kernel: what it says against what the kernel says of itself. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Heap } from '../../src/shared/models/heap'
import { readElf64 } from '../../src/emulator/boot/elf64'
import { createDebugInfo } from '../../src/emulator/debuginfo/debug-info'
import { littleEndianNumber } from '../../src/shared/little-endian'
import { linearAddress } from '../../src/shared/units'
import { bytesOf } from '../../src/shared/state-edit'
import { core } from '../boot/ringside'
import { imageUrl } from '../fixtures/heap/images'
import { recordHeap } from '../fixtures/heap/record'
import { SITUATIONS, type Act, type Situation } from '../fixtures/heap/situations'

const START = 0xffff_c000_0000_0000n
const SIZE = 64 << 10

const image = readFileSync(imageUrl('ringside'))
const record = (situation: Situation) => recordHeap(core, image, situation)
const situation = (name: string): Situation => {
  const found = SITUATIONS.find((one) => one.name === name)
  if (!found) throw new Error(`There is no situation ${name}.`)
  return found
}

/** `used 848 free 64688 lost 0 largest 64688 live 4 (list)`, as the command `heap` prints it. */
function printedCounts(serial: string) {
  const line = [...serial.matchAll(/used (\d+) free (\d+) lost (\d+) largest (\d+) live (\d+)/g)]
  const [used, free, lost, largest, live] = (line.at(-1) ?? []).slice(1).map(Number)
  return { used, free, lost, largest, live }
}

/** The same of the model: for the kernel, what rounding adds to a block is used. */
const countsOf = ({ totals: { used, padding, free, lost, largest, live } }: Heap) => ({
  used: used + padding,
  free,
  lost,
  largest,
  live,
})

const expectWhole = ({ spans, totals, region }: Heap) => {
  let at = 0
  spans.offsets.forEach((offset, index) => {
    expect(offset).toBe(at)
    at += spans.sizes[index] ?? 0
  })
  expect(at).toBe(region?.size)
  const { used, padding, free, lost, unknown } = totals
  expect(used + padding + free + lost + unknown).toBe(region?.size)
}

describe.each([
  ['list-merge', 'list'],
  ['list', 'bump'],
  ['list', 'list-merge'],
  ['bump', 'list'],
  ['list', 'fixed'],
  ['list-merge', 'fixed'],
  ['bump', 'fixed'],
  ['fixed', 'list'],
  ['fixed', 'list-merge'],
  ['fixed', 'bump'],
])('a kernel that boots again with another allocator, %s and then %s', (before, after) => {
  const commands = ['alloc 100', 'free 1', 'alloc 30', `heap use ${after}`, 'alloc 9', 'heap']
  const { heap, serial } = record({
    name: 'again',
    image: 'ringside',
    commandLine: `alloc=${before}`,
    acts: [
      { until: 'ring0> ' },
      ...commands.flatMap((command): Act[] => [{ keys: `${command}\n` }, { until: 'ring0> ' }]),
    ],
  })

  it('has no block of the heap before', () => {
    expect(countsOf(heap)).toEqual(printedCounts(serial))
    const { sizes } = heap.blocks
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(heap.totals.used)
    expect(heap.counts.mistakes).toBe(0)
    expect(heap.gaps).toEqual([])
    expectWhole(heap)
  })
})

it('notices each new beginning of a heap of which one block is in use', () => {
  const [heapStatic] = createDebugInfo(readElf64(image)).symbols.matching(/::HEAP$/)
  const words = Array.from({ length: 64 }, (_, word) =>
    linearAddress((heapStatic?.address ?? 0n) + 8n * BigInt(word)),
  )
  const backToStart: Act = {
    edit({ allocator: { mark } }, { readLinear }) {
      const address = words.find((at) => littleEndianNumber(readLinear(at, 8)) === mark?.address)
      if (address === undefined) throw new Error('the mark is nowhere')
      return { type: 'set-memory', space: 'linear', address, bytes: bytesOf(START, 8) }
    },
  }
  const again = (command: string): Act[] => [
    backToStart,
    { keys: `${command}\n` },
    { until: 'ring0> ' },
  ]
  const { heap, serial } = record({
    name: 'mark-moved-back',
    image: 'ringside',
    commandLine: 'alloc=bump',
    acts: [{ until: 'ring0> ' }, ...again('alloc 100'), ...again('alloc 30')],
  })
  expect([...serial.matchAll(/\d: 0xffffc00000000000/g)]).toHaveLength(2)
  expect(heap.totals).toMatchObject({ live: 1, used: 30, lost: 0 })
  expect(heap.counts.mistakes).toBe(0)
})

describe.each(['bump', 'list', 'list-merge', 'fixed'])('the allocator %s', (kind) => {
  const commands = [
    'alloc 100',
    'alloc 24 64',
    'alloc 2000',
    'alloc 7',
    'free 2',
    'alloc 9',
    'heap',
  ]
  const acts: Act[] = commands.flatMap((command): Act[] => [
    { keys: `${command}\n` },
    { until: 'ring0> ' },
  ])
  const { heap, serial } = record({
    name: kind,
    image: 'ringside',
    commandLine: `alloc=${kind}`,
    acts: [{ until: 'ring0> ' }, ...acts],
  })

  it('has its bytes classed as the kernel counts them', () => {
    expect(countsOf(heap)).toEqual(printedCounts(serial))
    expectWhole(heap)
    expect(heap.totals.unknown).toBe(0)
    expect(heap.gaps).toEqual([])
  })

  it('is recognised by its structure', () => {
    const design = { bump: 'bump', list: 'list', 'list-merge': 'list', fixed: 'classes' }[kind]
    expect(heap.allocator).toMatchObject({
      design,
      place: `HEAP.${kind.replace('-', '_')}`,
      type: {
        bump: 'Bump',
        list: 'FreeList',
        'list-merge': 'MergingFreeList',
        fixed: 'FixedBlocks',
      }[kind],
    })
    expect(heap.region).toMatchObject({ start: START, size: SIZE, origin: 'mapping' })
  })

  it('gave the blocks whose addresses the kernel printed', () => {
    const printed = [...serial.matchAll(/\d: (0x[0-9a-f]+)/g)].map(([, address]) =>
      BigInt(address ?? 0),
    )
    const offsets = [0, 2, 3, 4].map((index) => Number((printed[index] ?? 0n) - START))
    for (const offset of offsets) expect(heap.blocks.offsets).toContain(offset)
  })
})

describe('a run', () => {
  it('loses 800 bytes to alignment, and has nothing in use then', () => {
    const { heap, serial } = record(situation('all-freed-but-lost'))
    expect(serial).toContain('used 0 free 64736 lost 800')
    expect(heap.totals).toMatchObject({ used: 0, padding: 0, free: 64_736, lost: 800, live: 0 })
  })

  it('is refused 20 KiB of 64 KiB that are free, after every region was looked at', () => {
    const { heap } = record(situation('alloc-fragment'))
    expect(heap.totals).toMatchObject({ free: 65_536, largest: 16_384 })
    expect(heap.request).toMatchObject({ isRefused: true, size: 20 << 10 })
    expect(heap.request?.search?.scanned).toBe(4)
    expect(heap.request?.search?.refused.map(({ size }) => size)).toEqual([
      16384, 16384, 16384, 16384,
    ])
  })

  it('looks at 65 regions for one that fits, and skips one that would leave too little', () => {
    expect(record(situation('alloc-search')).heap.request?.search).toMatchObject({ scanned: 65 })
    const { search } = record(situation('alloc-split')).heap.request ?? {}
    expect(search).toMatchObject({ scanned: 2, rest: 64, lost: 0 })
    expect(search?.refused).toEqual([{ address: START, size: 40 }])
  })

  it('rounds nine requests up to nine classes, and shows how large they are', () => {
    const { heap, serial } = record({ ...situation('alloc-classes'), acts: [{ until: 'done' }] })
    expect(serial).toContain('waste 2039')
    const sizes = heap.lists.filter(({ role }) => role === 'class').map((list) => list.blockSize)
    expect(sizes).toEqual([8, 16, 32, 64, 128, 256, 512, 1024, 2048])
    const full = record(situation('alloc-classes')).heap
    // The last of them, 1,025 bytes in a block of 2,048.
    expect(full.totals).toMatchObject({ used: 1_025, padding: 1_023, live: 1 })
  })

  it('hoards all of its memory in one class', () => {
    const { heap } = record(situation('alloc-hoard'))
    expect(heap.request).toMatchObject({ isRefused: true, size: 4096 })
    expect(heap.lists.find(({ blockSize }) => blockSize === 2048)).toMatchObject({
      length: 32,
      bytes: 65_536,
    })
  })

  it('frees a block twice and gets it twice', () => {
    const { heap } = record(situation('raw-double-free'))
    const mistakes = heap.requests.flatMap(({ mistake }) => mistake ?? [])
    expect(mistakes).toEqual(['freed-twice', 'given-twice'])
    expect(heap.lists[0]).toMatchObject({ end: 'cycle', endsAt: START })
  })

  it('begins anew after that, with no block and nothing lost', () => {
    const { heap } = record({ ...situation('raw-double-free'), acts: [{ until: 'ring0> ' }] })
    expect(heap.totals.lost).toBe(0)
    expect(heap.totals.live).toBe(4)
    expectWhole(heap)
  })

  it('asks for a block in a handler while another request is under way', () => {
    const { heap } = record(situation('alloc-in-irq'))
    expect(heap.request).toMatchObject({ isInHandler: true, duringAnother: true })
    expect(heap.request).not.toHaveProperty('returnedAt')
    expect(heap.requests.at(-2)).toMatchObject({ isInHandler: false })
    expect(heap.requests.at(-2)).not.toHaveProperty('returnedAt')
  })

  it('is given a block where nothing is mapped', () => {
    const { heap } = record(situation('heap-unmapped'))
    expect(heap.region).toMatchObject({ start: START, isMapped: false, origin: 'seen' })
    expect(heap.totals.live).toBe(1)
  })

  it('is refused everything by an allocator without a structure', () => {
    const { heap } = record(situation('heap-dummy'))
    expect(heap.allocator).toEqual({ design: 'unknown' })
    expect(heap.counts).toMatchObject({ requests: 1, refused: 1, allocated: 0 })
    expect(heap.region).toBeUndefined()
  })

  it('pins all of a bump allocator by one block', () => {
    const { heap, serial } = record(situation('alloc-long-lived'))
    expect(serial).toContain('failed at 8192')
    expect(heap.totals).toMatchObject({ used: 8, free: 0, lost: 65_528, live: 1 })
    expect(heap.history.length).toBeLessThanOrEqual(513)
  })

  it('says who asks, and for what', () => {
    const { heap } = record({ ...situation('heap-basics'), acts: [{ until: 'done' }] })
    const site = heap.sites.find(({ owner }) => owner === 'Vec<i32>')
    expect(site?.function).toBe('ringside_kernel::scenarios::heap_basics::run')
    expect(site?.source).toMatchObject({ file: 'src/scenarios/heap_basics.rs' })
    expect(heap.sites.map(({ owner }) => owner)).toContain('Rc<Vec<i32>>')
    // 500 pushes: eight times as much room, each time twice as much.
    const grown = heap.requests.filter(
      ({ site: { owner }, kind }) => owner === 'Vec<i32>' && kind !== 'free',
    )
    expect(grown.map(({ size }) => size)).toEqual([16, 32, 64, 128, 256, 512, 1024, 2048])
  })
})

describe('somebody who looks late', () => {
  const late = record(situation('looked-late')).heap

  it('is told which blocks are live, and that it is not known what lies between them', () => {
    const early = record({ ...situation('looked-late'), isLate: false }).heap
    expect(late.blocks.offsets).toEqual(early.blocks.offsets)
    expect(late.counts).toEqual(early.counts)
    expect(late.gaps).toEqual(['late'])
    expect(early.gaps).toEqual([])
    expect(late.totals.unknown).toBe(early.totals.padding)
    expectWhole(late)
  })
})

it('knows nothing of a program without symbols, and says so', () => {
  const { heap } = record(situation('no-symbols'))
  expect(heap.gaps).toEqual(['no-symbols'])
  expect(heap.counts.requests).toBe(0)
})
