/**
 * Several states of heaps one below the other: what different allocators make of the same requests, or what becomes of
 * one heap in two branches. Each is a model of its own; nothing is computed that is not in them.
 */
import { formatCount } from '../../../shared/format'
import { MOST_COMPARED, type Heap, type HeapByte } from '../../../shared/models/heap'
import type { DiagramOptions, DiagramText, Diagram } from '../diagram'
import { decimal, group, path, rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Scene } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { palettes, typeScales } from '../tokens/tokens'
import type { Palette, TypeScale } from '../tokens/tokens'
import { BYTE_KINDS, BYTE_WORDS, LOST_WORDS } from './byte-marks'
import { curves, curveStroke, hasCurve, type CurveRow } from './comparison-curves'
import { bytesWords, fragmentation, percentWords, sizeWords } from './facts'
import { LAPTOP_SIZE, SMALLEST_LAPTOP_SIZE } from './layout'
import { barOpacity, barPaint, wholeBar } from './whole-bar'

interface ComparisonDrawing {
  readonly rows: readonly CurveRow[]
  readonly colours: Palette
  readonly type: TypeScale
  readonly headingSize: number
  readonly width: number
  readonly height: number
  readonly margin: number
}

/** What an allocator is called; the same name twice is told apart by its number. */
function rowsOf(heaps: readonly Heap[]): readonly CurveRow[] {
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
  const refusal = first ? refusalWords(first) : 'No request was refused'
  const lost =
    most && most.heap.totals.lost > 0
      ? `; ${most.name} has lost the most, ${bytesWords(most.heap.totals.lost)}`
      : ''
  return { title, subtitle: `${refusal}${lost}.` }
}

/** The number of the request, where it is among those that are remembered. */
function refusalWords({ heap, name }: CurveRow): string {
  const refused = heap.requests.find(({ isRefused }) => isRefused)
  return heap.counts.refused === 1 && refused
    ? `${name} refused request ${formatCount(refused.sequence)}`
    : `${name} refused ${formatCount(heap.counts.refused)} of ${formatCount(heap.counts.requests)} requests`
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
    rows.map((row, index) => heapRow(drawing, row, index, top + pitch * index, pitch)),
    curves(rows, drawing, { x: margin, y: plotTop, width: room, height: height - plotTop - 18 }),
  ]
}

function legend({ rows, colours, type, width, margin }: ComparisonDrawing, y: number): Drawn {
  let right = width - margin
  const kinds = BYTE_KINDS.filter((kind) => rows.some(({ heap }) => heap.totals[kind] > 0))
  return group(
    'legend',
    [...kinds].reverse().map((kind) => {
      const words = kind === 'lost' ? lostWords(rows) : BYTE_WORDS[kind]
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

/** Where the designs differ in what they lose, what is common to it. */
function lostWords(rows: readonly CurveRow[]): string {
  const losers = rows.filter(({ heap }) => heap.totals.lost > 0)
  const words = new Set(losers.map(({ heap }) => LOST_WORDS[heap.allocator.design]))
  return words.size === 1 ? ([...words][0] ?? BYTE_WORDS.lost) : 'lost: in no live block, not free'
}

/** As the bars show it: they are too fine for hatches. */
const swatch = (key: string, kind: HeapByte, { x, y, width, height }: Box, colours: Palette) =>
  group(
    key,
    kind === 'free'
      ? rect('bytes', { x, y, width, height }, barPaint('free', colours))
      : {
          ...path(
            'bytes',
            `M${decimal(x)} ${decimal(y)}h${width}v${height}h${-width}z`,
            barPaint(kind, colours),
          ),
          ...barOpacity(kind),
        },
  )

function heapRow(
  drawing: ComparisonDrawing,
  row: CurveRow,
  index: number,
  top: number,
  pitch: number,
): Drawn {
  const { heap, name, key } = row
  const { colours, type, headingSize, width, margin } = drawing
  const room = width - 2 * margin
  const shownName = fitText(name, room * 0.4, headingSize, 600)
  const sampleX = margin + textWidth(shownName, headingSize, 600) + 12
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
    text('name', { x: margin, y }, shownName, {
      size: headingSize,
      weight: 600,
      fill: colours.ink,
    }),
    hasCurve(row) &&
      path(`${key}.sample`, `M${decimal(sampleX)} ${decimal(y - headingSize * 0.34)}h40`, {
        ...curveStroke(index, colours),
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
    `${formatCount(free)} free${holes === 0 ? '' : ` in ${holes === 1 ? 'one region' : `${formatCount(holes)} regions`}`}`,
    `largest ${formatCount(largest)}`,
    `${percentWords(fragmentation(totals))} in pieces`,
  ].join(' · ')
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
