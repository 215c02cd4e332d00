/** The words of the heap's diagram say what it shows, of runs that the machine made; and it is drawn fast enough. */
import { describe, expect, it } from 'vitest'
import { beforeRequest } from '../../src/renderer/diagrams/heap/before-request'
import { comparisonText, heapComparison } from '../../src/renderer/diagrams/heap/comparison'
import { diagramOfHeap } from '../../src/renderer/diagrams/heap/diagram'
import { fragmentation, momentsOf } from '../../src/renderer/diagrams/heap/facts'
import { heapDiagram } from '../../src/renderer/diagrams/heap/heap'
import { heapText } from '../../src/renderer/diagrams/heap/text'
import { headlineOf } from '../../src/renderer/diagrams/heap/words'
import { shapesOf } from '../../src/renderer/diagrams/scene'
import { serializeScene } from '../../src/renderer/svg/serialize'
import { WINDOW_1280, WINDOW_1440 } from '../gallery/layouts'
import { recordedHeap, recordedHeapNames } from '../gallery/recorded-heaps'

const NAMES = recordedHeapNames()

describe('the text twin', () => {
  it.each(NAMES)('says nothing that is not known: %s', (name) => {
    const { title, summary, rows } = heapText(recordedHeap(name))
    expect(summary.startsWith(title)).toBe(true)
    expect(summary).not.toMatch(/undefined|null|NaN|`/)
    expect(rows.map(({ value, remark }) => `${value} ${remark}`).join()).not.toMatch(
      /undefined|null|NaN/,
    )
  })

  it('divides every byte of the heap', () => {
    const { rows } = heapText(recordedHeap('all-freed-but-lost'))
    expect(rows.find(({ name }) => name === 'heap')?.remark).toBe(
      '65,536 bytes: 0 used, 0 padding, 64,736 free, 800 lost, 0 not known',
    )
  })

  it('says what is missing and what would help', () => {
    expect(heapText(recordedHeap('untyped')).summary).toContain('debug = true')
    expect(heapText(recordedHeap('no-symbols')).summary).toContain('before strip')
    expect(heapText(recordedHeap('looked-late')).summary).toContain('Go back to the beginning')
    expect(heapText(recordedHeap('inlined')).summary).toContain('inlined')
  })
})

describe('titles', () => {
  it.each([
    ['nothing-asked', 'Nothing has asked for memory yet'],
    ['alloc-padding', 'Bytes skipped for alignment are in no block and on no list'],
    ['all-freed-but-lost', 'All blocks were given back, and some bytes stay lost'],
    ['alloc-fragment', 'Enough bytes are free, but no single region is large enough'],
    ['alloc-hoard', 'Enough bytes are free, but they wait on lists for other sizes'],
    ['heap-exhausted', 'The heap is used up'],
    ['heap-unmapped', 'The block lies where nothing is mapped'],
    ['alloc-in-irq', 'A handler asks for memory while another request is under way'],
    ['raw-double-free', 'The free list leads back to itself'],
    ['alloc-long-lived', 'A few live blocks keep all that lies below the mark'],
    ['alloc-search', 'The list is walked until a region fits'],
    ['pin-move', 'The block lies in the heap, and a pointer in it leads to the stack'],
    ['self-reference', 'A future keeps a pointer into its own block: it must not be moved'],
    ['looked-late', 'All free memory is one region: the free list has one node'],
  ])('say the point: %s', (name, title) => {
    expect(headlineOf(recordedHeap(name)).title).toBe(title)
  })
})

it('blames alignment only for bytes in front of a block that is aligned to more than them', () => {
  const heap = recordedHeap('alloc-padding')
  const { blocks } = heap
  const alignments = blocks.alignments.map(() => 8)
  expect(headlineOf({ ...heap, blocks: { ...blocks, alignments } }).title).toBe(
    'Some bytes are in no block and on no list',
  )
})

describe('a walk of the list', () => {
  const draw = (step?: number) =>
    serializeScene(
      heapDiagram(recordedHeap('alloc-split'), {
        theme: 'light',
        density: 'figure',
        ...(step !== undefined && { step }),
      }),
    )

  it('is shown with the heap as it was then, and its end with what the request left', () => {
    expect(draw(2)).toContain('96 free')
    expect(draw(2)).not.toContain('64 free')
    expect(draw()).toContain('64 free')
    expect(draw()).toMatch(/>96<.*>bytes before,<.*>64<.*>now</s)
  })

  it.each(NAMES)('has every byte of the heap before it: %s', (name) => {
    const { region, spans, totals } = beforeRequest(recordedHeap(name))
    const sum = spans.sizes.reduce((all, size) => all + size, 0)
    expect(sum).toBe(region?.size ?? 0)
    expect(totals.used + totals.padding + totals.free + totals.lost + totals.unknown).toBe(sum)
  })
})

describe('the curves', () => {
  it.each(NAMES)('end with the present state, however few of a long run are kept: %s', (name) => {
    const heap = recordedHeap(name)
    const last = momentsOf(heap).at(-1)
    if (!last || heap.allocator.design === 'unknown') return
    expect(last.sequence).toBe(heap.counts.requests)
    expect(fragmentation(last)).toBe(fragmentation(heap.totals))
  })

  it('say of each allocator what its figures say', () => {
    const heaps = ['mixed-bump', 'mixed-list', 'mixed-fixed'].map(recordedHeap)
    const svg = serializeScene(heapComparison(heaps, { theme: 'light', density: 'figure' }))
    expect(svg).toContain('FreeList 98 %: request 339 refused')
    expect(svg).toContain('largest 1,000 · 98 % in pieces')
    expect(svg).toContain('request 628')
  })
})

describe('the smallest window', () => {
  it('keeps the two facts that explain a refusal', () => {
    const svg = serializeScene(
      heapDiagram(recordedHeap('alloc-fragment'), {
        theme: 'light',
        density: 'laptop',
        size: WINDOW_1280,
      }),
    )
    expect(svg).toContain('the largest region has 16,384 of 65,536 bytes')
    expect(svg).toContain('in pieces = 1 − largest / free')
  })
})

describe('what lies in the block', () => {
  const SIZES = [
    WINDOW_1280,
    WINDOW_1440,
    { width: 766, height: 465 },
    { width: 927, height: 471 },
  ].map((size) => ({ density: 'laptop', size }) as const)
  const LAYOUTS = [{ density: 'figure' }, { density: 'projector' }, ...SIZES] as const
  const drawn = (name: string, options: (typeof LAYOUTS)[number], step?: number) =>
    serializeScene(
      heapDiagram(recordedHeap(name), {
        ...options,
        theme: 'light',
        ...(step !== undefined && { step }),
      }),
    )

  it.each(LAYOUTS)('is drawn with where its pointers lead: $density $size', (options) => {
    const moved = drawn('pin-move', options)
    expect(moved).toContain('>to_value<')
    expect(moved).toContain('>on the stack, in run()<')
    expect(moved).toContain('>not in this block<')
    expect(drawn('self-reference', options)).toContain('>back into this block, +0x0<')
    expect(drawn('async-keyboard', options)).toContain('>Suspend0<')
  })

  it('is not drawn before the block is given out', () => {
    expect(drawn('pin-move', { density: 'figure' }, 1)).not.toContain('to_value')
  })

  it('leaves the curve where it says no more than that', () => {
    expect(drawn('foreign-chain', { density: 'figure' })).not.toContain('In the block now')
    expect(drawn('foreign-chain', { density: 'figure' })).toContain('Over time')
  })

  it('is told in words and in the details of the block, also where it is not drawn', () => {
    const rows = heapText(recordedHeap('pin-move')).rows
    expect(rows.find(({ value }) => value === 'to_value')?.remark).toContain(
      'leads to a place on the stack, in run(): not in this block; 1 lies there',
    )
    const detail = diagramOfHeap(recordedHeap('foreign-chain'), true).detail?.('span-88')
    expect(detail?.fields?.find(({ name }) => name === 'vals[0]')?.value).toContain('"ring zero"')
  })
})

describe('what can be pointed at', () => {
  it.each(NAMES)('has words: %s', (name) => {
    const diagram = diagramOfHeap(recordedHeap(name), true)
    const scene = diagram.draw({ theme: 'light', density: 'figure' })
    for (const shape of shapesOf(scene.shapes)) {
      const detail = shape.kind === 'group' ? diagram.detail?.(shape.key) : undefined
      expect(detail?.words ?? '').not.toMatch(/undefined|NaN/)
      if (/^span-[0-9a-f]+$/.test(shape.key)) expect(detail).toBeDefined()
    }
  })

  it('leads from a block to the code that asked for it, and to its bytes', () => {
    const heap = recordedHeap('heap-basics')
    const offset = heap.blocks.offsets.at(-1) ?? 0
    const detail = diagramOfHeap(heap, true).detail?.(`span-${offset.toString(16)}`)
    expect(detail?.words).toContain('heap_basics::run')
    expect(detail?.bytes?.address).toBe((heap.region?.start ?? 0n) + BigInt(offset))
    expect(detail?.code).toBeDefined()
  })
})

it.each(NAMES)('has no number that is none in a path: %s', (name) => {
  for (const size of [WINDOW_1280, WINDOW_1440]) {
    const scene = heapDiagram(recordedHeap(name), { theme: 'light', density: 'laptop', size })
    expect(serializeScene(scene)).not.toMatch(/NaN|undefined/)
  }
})

it('compares allocators by their figures', () => {
  const heaps = ['mixed-bump', 'mixed-list', 'mixed-fixed'].map(recordedHeap)
  const { title, summary, rows } = comparisonText(heaps)
  expect(title).toBe('What three allocators make of their requests')
  expect(rows.map(({ name }) => name)).toEqual(['Bump', 'FreeList', 'FixedBlocks'])
  expect(summary).toContain('Bump has lost the most')
})

describe('a heap of ten thousand blocks', () => {
  const heap = recordedHeap('ten-thousand')

  it('is drawn with few shapes', () => {
    expect(heap.blocks.offsets.length + (heap.lists[0]?.length ?? 0)).toBeGreaterThan(10_000)
    const scene = heapDiagram(heap, { theme: 'light', density: 'figure' })
    expect([...shapesOf(scene.shapes)].length).toBeLessThan(400)
  })
})
