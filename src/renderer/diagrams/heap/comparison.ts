/**
 * Several states of heaps one below the other: what different allocators make of the same requests, or what becomes of
 * one heap in two branches. Each is a model of its own; nothing is computed that is not in them.
 */
import { formatCount } from '../../../shared/format'
import { MOST_COMPARED, type Heap, type HeapByte } from '../../../shared/models/heap'
import type { DiagramOptions, DiagramText, Diagram } from '../diagram'
import { decimal, group, line, path, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Scene } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { palettes, typeScales } from '../tokens/tokens'
import type { Palette, TypeScale } from '../tokens/tokens'
import { BYTE_KINDS, BYTE_WORDS, byteMark } from './byte-marks'
import { bytesWords, fragmentation, percentWords, sizeWords } from './facts'
import { LAPTOP_SIZE, SMALLEST_LAPTOP_SIZE } from './layout'
import { wholeBar } from './whole-bar'

interface Row {
  readonly heap: Heap
  readonly name: string
  readonly key: string
}

interface ComparisonDrawing {
  readonly rows: readonly Row[]
  readonly colours: Palette
  readonly type: TypeScale
  readonly headingSize: number
  readonly width: number
  readonly height: number
  readonly margin: number
}

/** What an allocator is called; the same name twice is told apart by its number. */
function rowsOf(heaps: readonly Heap[]): readonly Row[] {
  const names = heaps.map(({ allocator: { type, design } }) => type ?? DESIGNS[design])
  return heaps.map((heap, index) => {
    const name = names[index] ?? ''
    const isAlone = names.filter((one) => one === name).length === 1
    return { heap, name: isAlone ? name : `${name} ${index + 1}`, key: `heap-${index + 1}` }
  })
}

const DESIGNS = {
  bump: 'a mark',
  list: 'a free list',
  classes: 'size classes',
  unknown: 'not recognised',
} as const

function drawingOf(
  heaps: readonly Heap[],
  { theme, density, size = LAPTOP_SIZE }: DiagramOptions,
): ComparisonDrawing {
  const isLaptop = density === 'laptop'
  return {
    rows: rowsOf(heaps.slice(-MOST_COMPARED)),
    colours: palettes[theme],
    type: typeScales[density],
    headingSize: isLaptop ? 14 : density === 'figure' ? 16 : 20,
    width: isLaptop ? Math.max(size.width, SMALLEST_LAPTOP_SIZE.width) : 1280,
    height: isLaptop ? Math.max(size.height, SMALLEST_LAPTOP_SIZE.height) : 720,
    margin: isLaptop ? 16 : density === 'figure' ? 40 : 48,
  }
}

const COUNTS = [
  'no allocator',
  'one allocator',
  'two allocators',
  'three allocators',
  'four allocators',
]

/** The same number of requests, answered differently; or just several states. */
function wordsOf(heaps: readonly Heap[]): { readonly title: string; readonly subtitle: string } {
  const rows = rowsOf(heaps)
  const kinds = new Set(heaps.map(({ allocator }) => allocator.place ?? allocator.design))
  const isEach = kinds.size === heaps.length && heaps.length > 1
  const title = isEach
    ? `What ${COUNTS[heaps.length] ?? `${heaps.length} allocators`} make of their requests`
    : `${heaps.length === 1 ? 'One state' : `${heaps.length} states`} of the heap`
  const first = rows
    .filter(({ heap }) => heap.counts.refused > 0)
    .sort((a, b) => a.heap.counts.requests - b.heap.counts.requests)[0]
  const most = [...rows].sort((a, b) => b.heap.totals.lost - a.heap.totals.lost)[0]
  const refusal = first
    ? `${first.name} refused a request after ${formatCount(first.heap.counts.requests)}`
    : 'No request was refused'
  const lost =
    most && most.heap.totals.lost > 0
      ? `; ${most.name} has lost the most, ${bytesWords(most.heap.totals.lost)}`
      : ''
  return { title, subtitle: `${refusal}${lost}.` }
}

export function heapComparison(heaps: readonly Heap[], options: DiagramOptions): Scene {
  const drawing = drawingOf(heaps, options)
  const { colours, width, height } = drawing
  const { title, summary } = comparisonText(heaps)
  return {
    name: 'heap-comparison',
    width,
    height,
    title,
    description: summary,
    background: colours.paper,
    shapes: group('parts', partsOf(drawing, heaps)).children,
  }
}

function partsOf(drawing: ComparisonDrawing, heaps: readonly Heap[]): Drawn {
  const { rows, colours, type, headingSize, width, height, margin } = drawing
  const isLarge = width >= 1280
  const titleSize = isLarge ? type.title : type.heading
  const titleY = isLarge ? 52 : 27
  const { title, subtitle } = wordsOf(heaps)
  const top = titleY + (isLarge ? 96 : 66)
  const plotHeight = Math.round(height * 0.28)
  const pitch = Math.min(
    isLarge ? 116 : 96,
    (height - top - plotHeight - headingSize) / rows.length,
  )
  const plotTop = top + pitch * rows.length + headingSize
  const room = width - 2 * margin
  return [
    group(
      'heading',
      text('title', { x: margin, y: titleY }, fitText(title, room, titleSize, 600), {
        size: titleSize,
        weight: 600,
        fill: colours.ink,
      }),
      text(
        'subtitle',
        { x: margin, y: titleY + (isLarge ? 28 : 20) },
        fitText(subtitle, room, type.body),
        {
          size: type.body,
          fill: colours.muted,
        },
      ),
    ),
    legend(drawing, top - (isLarge ? 24 : 17)),
    rows.map((row, index) => heapRow(drawing, row, top + pitch * index, pitch)),
    curves(drawing, { x: margin, y: plotTop, width: room, height: height - plotTop - 18 }),
  ]
}

function legend({ rows, colours, type, width, margin }: ComparisonDrawing, y: number): Drawn {
  let right = width - margin
  const kinds = BYTE_KINDS.filter((kind) => rows.some(({ heap }) => heap.totals[kind] > 0))
  return group(
    'legend',
    [...kinds].reverse().map((kind) => {
      const words = BYTE_WORDS[kind]
      const x = right - textWidth(words, type.small)
      right = x - 43
      return group(
        `legend.${kind}`,
        swatch(
          `legend.${kind}.mark`,
          kind,
          { x: x - 25, y: y - 11, width: 18, height: 12 },
          colours,
        ),
        text('word', { x, y }, words, { size: type.small, fill: colours.muted }),
      )
    }),
  )
}

/** As the bars show it: they are too fine for hatches. */
const swatch = (key: string, kind: HeapByte, box: Box, colours: Palette) => {
  const fill = { padding: colours.heap.usedAlt, lost: colours.heap.lost, unknown: colours.ghost }[
    kind as string
  ]
  const { x, y, width, height } = box
  return fill === undefined
    ? byteMark(key, kind, box, colours)
    : group(
        key,
        path('bytes', `M${decimal(x)} ${decimal(y)}h${width}v${height}h${-width}z`, { fill }),
      )
}

function heapRow(
  drawing: ComparisonDrawing,
  { heap, name, key }: Row,
  top: number,
  pitch: number,
): Drawn {
  const { colours, type, headingSize, width, margin } = drawing
  const room = width - 2 * margin
  const y = top + headingSize
  const bar = {
    x: margin,
    y: y + 9,
    width: room,
    height: Math.max(8, pitch - headingSize - type.small - 32),
  }
  const figuresY = bar.y + bar.height + type.small + 6
  const whole = heap.region ? sizeWords(heap.region.size) : ''
  const requests = `${whole} · ${formatCount(heap.counts.requests)} requests, ${formatCount(heap.counts.refused)} refused`
  const isRefused = heap.counts.refused > 0
  return group(
    key,
    text('name', { x: margin, y }, fitText(name, room * 0.5, headingSize, 600), {
      size: headingSize,
      weight: 600,
      fill: colours.ink,
    }),
    text('requests', { x: margin + room, y }, requests, {
      size: type.small,
      anchor: 'end',
      fill: isRefused ? colours.bad : colours.muted,
    }),
    wholeBar(`${key}.bar`, heap, bar, colours),
    text('figures', { x: margin, y: figuresY }, fitText(figuresOf(heap), room, type.small), {
      size: type.small,
      fill: colours.muted,
    }),
  )
}

function figuresOf({ totals }: Heap): string {
  const { used, padding, free, lost, unknown, largest, holes } = totals
  return [
    `${formatCount(used)} used`,
    `${formatCount(padding)} padding`,
    `${formatCount(lost)} lost`,
    ...(unknown > 0 ? [`${formatCount(unknown)} not known`] : []),
    `${formatCount(free)} free in ${holes === 1 ? 'one region' : `${formatCount(holes)} regions`}`,
    `largest ${formatCount(largest)}`,
    `${percentWords(fragmentation(totals))} in pieces`,
  ].join(' · ')
}

const DASHES = [undefined, '7 4', '2 3', '10 3 2 3'] as const

/** How much of the free memory was in pieces, request by request; each line told by its dashes and its name. */
function curves({ rows, colours, type, headingSize }: ComparisonDrawing, area: Box): Drawn {
  const drawn = rows.filter(({ heap }) => heap.history.length > 1)
  if (drawn.length === 0 || area.height < 60) return undefined
  const labels =
    Math.max(...drawn.map(({ name }) => textWidth(`${name} 100 %`, type.small, 600))) + 18
  const axis = textWidth('100 %', type.small) + 8
  const box = {
    x: area.x + axis,
    y: area.y + headingSize * 1.2,
    width: area.width - axis - Math.min(labels, area.width * 0.3),
    height: area.height - headingSize * 1.2 - type.small * 1.4,
  }
  const last = Math.max(...drawn.map(({ heap }) => heap.history.at(-1)?.sequence ?? 1))
  const x = (sequence: number) => box.x + (sequence / last) * box.width
  const y = (share: number) => box.y + (1 - share) * box.height
  const ends = drawn
    .map((row, index) => {
      const moment = row.heap.history.at(-1)
      const share = moment ? fragmentation(moment) : 0
      return { row, index, share, at: y(share), x: x(moment?.sequence ?? 1) }
    })
    .sort((a, b) => b.at - a.at)
  let above = Infinity
  const style = { size: type.small, fill: colours.muted } as const
  return group(
    'curves',
    text('heading', { x: area.x, y: area.y }, 'Free memory in pieces, request by request', {
      size: headingSize,
      weight: 600,
      fill: colours.ink,
    }),
    [0, 0.5, 1].map((share) => [
      line(
        `grid-${share}`,
        { x: box.x, y: y(share) },
        { x: box.x + box.width, y: y(share) },
        colours.hair,
      ),
      text(
        `axis-${share}`,
        { x: box.x - 8, y: y(share) + type.small * 0.36 },
        percentWords(share),
        {
          ...style,
          anchor: 'end',
        },
      ),
    ]),
    drawn.map(({ heap, key }, index) => {
      const dash = DASHES[index]
      const points = heap.history.map((moment) => ({
        x: x(moment.sequence),
        y: y(fragmentation(moment)),
      }))
      const data = points
        .filter(
          (point, at) =>
            at === 0 || point.x - (points[at - 1]?.x ?? 0) > 0.2 || at === points.length - 1,
        )
        .map((point, at) => `${at === 0 ? 'M' : 'L'}${decimal(point.x)} ${decimal(point.y)}`)
        .join('')
      return path(`${key}.line`, data, {
        stroke: index === 0 ? colours.ink : colours.muted,
        strokeWidth: 2,
        ...(dash !== undefined && { dash }),
      })
    }),
    ends.map(({ row, share, at }) => {
      above = Math.min(at, above - type.small * 1.3)
      return text(
        `${row.key}.end`,
        { x: box.x + box.width + 12, y: above + type.small * 0.36 },
        fitText(`${row.name} ${percentWords(share)}`, labels - 12, type.small),
        { size: type.small, fill: colours.ink },
      )
    }),
    text(
      'to',
      { x: box.x + box.width, y: box.y + box.height + type.small * 1.5 },
      `request ${formatCount(last)}`,
      {
        ...style,
        anchor: 'end',
      },
    ),
  )
}

export function comparisonText(heaps: readonly Heap[]): DiagramText {
  const { title, subtitle } = wordsOf(heaps)
  const rows = rowsOf(heaps)
  return {
    title,
    summary: [
      `${title}.`,
      subtitle,
      ...rows.map(({ heap, name }) => `${name}: ${figuresOf(heap)}.`),
    ].join(' '),
    rows: rows.map(({ heap, name }) => ({
      name,
      value: `${formatCount(heap.counts.requests)} requests, ${formatCount(heap.counts.refused)} refused`,
      remark: figuresOf(heap),
    })),
  }
}

export const diagramOfHeapComparison = (heaps: readonly Heap[]): Diagram => ({
  id: `comparison of ${heaps.length}`,
  reason: 'chosen',
  steps: 0,
  fileName: 'heap-comparison',
  draw: (options) => heapComparison(heaps, options),
  text: () => comparisonText(heaps),
})
