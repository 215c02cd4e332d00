/** How full the heap was after each request, and how much its free memory was in pieces. */
import { formatCount } from '../../../shared/format'
import type { Heap, HeapMoment } from '../../../shared/models/heap'
import { prose, wrapProse } from '../primitives/prose'
import { decimal, circle, group, line, path, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import type { HeapDrawing } from './drawing'
import { fragmentation, momentsOf, percentWords } from './facts'

interface Series {
  readonly key: string
  readonly name: string
  readonly of: (moment: HeapMoment) => number
  readonly stroke: string
  readonly dash?: string
  readonly width: number
}

export function curve(drawing: HeapDrawing): Group {
  const { heap, colours, layout } = drawing
  const { right, type, headingSize } = layout
  const moments = momentsOf(heap)
  const heading = text('heading', { x: right.x, y: right.headingY }, 'Over time', {
    size: headingSize,
    weight: 600,
    fill: colours.ink,
  })
  const note = { size: type.body, fill: colours.muted }
  if (moments.length < 2) {
    return group(
      'curve',
      heading,
      wrapProse(beginningWords(heap), right.width, note).map((words, index) =>
        prose(
          `none-${index + 1}`,
          { x: right.x, y: right.y + type.body + index * type.body * 1.4 },
          words,
          note,
        ),
      ),
    )
  }
  const whole = heap.region?.size ?? 1
  const hasLost = moments.some(({ lost }) => lost > 0)
  const series: Series[] = [
    {
      key: 'fragmented',
      name: 'in pieces',
      of: fragmentation,
      stroke: colours.ink,
      width: 2.25,
    },
    {
      key: 'occupied',
      name: 'in use',
      of: ({ used, padding }) => (used + padding) / whole,
      stroke: colours.line,
      dash: '6 4',
      width: 2,
    },
    ...(hasLost
      ? [
          {
            key: 'lost',
            name: 'lost',
            of: ({ lost }: HeapMoment) => lost / whole,
            stroke: colours.heap.lost,
            dash: '2 3',
            width: 2.25,
          },
        ]
      : []),
  ]
  return group('curve', heading, explanation(drawing, hasLost), plot(drawing, series))
}

/** Before somebody looks, requests are noted and bytes are not counted. */
const beginningWords = ({ allocator, counts }: Heap): string =>
  allocator.design === 'unknown'
    ? 'Not drawn: what lies between the blocks is not known.'
    : counts.requests > 1
      ? 'No curve yet: it needs two requests after this view was opened.'
      : 'No curve yet: it needs two requests.'

function explanation({ colours, layout }: HeapDrawing, hasLost: boolean): Drawn {
  const { right, type, headingSize } = layout
  const x = right.x + textWidth('Over time', headingSize, 600) + 12
  const shares = hasLost ? 'in use, lost' : 'in use'
  const words = [
    `in pieces = 1 − largest region / free bytes; ${shares}: % of the whole heap`,
    `in pieces = 1 − largest / free; ${shares}: % of the heap`,
    `in pieces = 1 − largest / free; ${hasLost ? 'others' : shares}: % of heap`,
    'in pieces = 1 − largest region / free bytes',
    'in pieces = 1 − largest / free',
  ].find((one) => x + textWidth(one, type.small) <= right.x + right.width)
  return (
    words !== undefined &&
    text('explanation', { x, y: right.headingY }, words, { size: type.small, fill: colours.muted })
  )
}

function plot(drawing: HeapDrawing, series: readonly Series[]): Drawn {
  const { heap, colours, layout, progress } = drawing
  const { right, type } = layout
  const history = momentsOf(heap)
  const axis = textWidth('100 %', type.small) + 8
  const top = axisTop(history.flatMap((moment) => series.map(({ of }) => of(moment))))
  const labels =
    Math.max(...series.map(({ name }) => textWidth(`${name} 0.0 %`, type.small, 600))) + 16
  const box = {
    x: right.x + axis,
    y: right.y + type.small * 0.4,
    width: right.width - axis - labels,
    height: right.height - type.small * 2.2,
  }
  const [first, last] = [history[0], history.at(-1)]
  if (!first || !last) return undefined
  const span = Math.max(1, last.sequence - first.sequence)
  const x = ({ sequence }: HeapMoment) => box.x + ((sequence - first.sequence) / span) * box.width
  const y = (value: number) => box.y + (1 - Math.min(1, Math.max(0, value / top))) * box.height
  const style = { size: type.small, fill: colours.muted } as const
  const grid = [0, top / 2, top].map((value, index) => [
    line(
      `grid-${index}`,
      { x: box.x, y: y(value) },
      { x: box.x + box.width, y: y(value) },
      colours.hair,
    ),
    text(`axis-${index}`, { x: box.x - 8, y: y(value) + type.small * 0.36 }, percentWords(value), {
      ...style,
      font: 'mono',
      anchor: 'end',
    }),
  ])
  const ends = endLabels(series, last, y, type.small * 1.25, box)
  const end = box.x + box.width
  return [
    grid,
    series.map((one) =>
      path(one.key, dataOf(history.map((moment) => ({ x: x(moment), y: y(one.of(moment)) }))), {
        stroke: one.stroke,
        strokeWidth: one.width,
        ...(one.dash !== undefined && { dash: one.dash }),
      }),
    ),
    circle('now', { x: end, y: y(series[0]?.of(last) ?? 0) }, 5, {
      fill: progress.isComplete ? colours.now.fill : colours.paper,
      stroke: colours.now.line,
      strokeWidth: 2,
    }),
    ends.map(({ one, at, value }) =>
      text(
        `${one.key}-end`,
        { x: end + 12, y: at + type.small * 0.36 },
        [{ text: one.name }, { text: percentWords(value), gap: 5 }],
        {
          size: type.small,
          weight: one.key === 'fragmented' ? 600 : 400,
          fill:
            one.key === 'lost' ? one.stroke : one.key === 'occupied' ? colours.muted : colours.ink,
        },
      ),
    ),
    requestEnds(drawing, [first, last], box),
  ]
}

/** From which request the curve goes to which; narrow, the second is a number alone. */
function requestEnds(
  { colours, layout }: HeapDrawing,
  [first, last]: readonly [HeapMoment, HeapMoment],
  { x, y, width, height }: Box,
): Drawn {
  const { small } = layout.type
  const style = { size: small, fill: colours.muted } as const
  const bottom = y + height + small * 1.6
  const wordsOf = ({ sequence }: HeapMoment) => `request ${formatCount(sequence)}`
  // Nothing was counted before somebody looked.
  const beginning = first.sequence > 1 ? `seen from ${wordsOf(first)}` : wordsOf(first)
  const isWide =
    [beginning, wordsOf(last)].reduce((sum, one) => sum + textWidth(one, small), 12) <= width
  return [
    text('from', { x, y: bottom }, beginning, style),
    text('to', { x: x + width, y: bottom }, isWide ? wordsOf(last) : formatCount(last.sequence), {
      ...style,
      anchor: 'end',
    }),
  ]
}

const TOPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1] as const

/** The least round share that is not below any. */
const axisTop = (values: readonly number[]): number => {
  const most = values.reduce((sum, value) => Math.max(sum, value), 0)
  return TOPS.find((top) => top >= most) ?? 1
}

/** Labels at the ends of the lines, moved apart where they would touch. */
function endLabels(
  series: readonly Series[],
  last: HeapMoment,
  y: (value: number) => number,
  pitch: number,
  { y: top, height }: { readonly y: number; readonly height: number },
) {
  const wanted = series
    .map((one) => ({ one, value: one.of(last), at: y(one.of(last)) }))
    .sort((a, b) => a.at - b.at)
  let below = top - pitch
  const placed = wanted.map((label) => {
    below = Math.max(label.at, below + pitch)
    return { ...label, at: below }
  })
  const over = Math.max(0, below - (top + height))
  let above = Infinity
  return placed
    .reverse()
    .map((label) => {
      above = Math.min(label.at, over > 0 ? top + height : label.at, above - pitch)
      return { ...label, at: above }
    })
    .reverse()
}

/** One point for each pixel at most. */
function dataOf(points: readonly { readonly x: number; readonly y: number }[]): string {
  let data = ''
  let lastX = -Infinity
  points.forEach((point, index) => {
    if (index > 0 && index < points.length - 1 && point.x - lastX < 1) return
    lastX = point.x
    data += `${data === '' ? 'M' : 'L'}${decimal(point.x)} ${decimal(point.y)}`
  })
  return data
}
