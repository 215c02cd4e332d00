/** The heap in address order: all of it as a thin bar, and the part that matters drawn large below it. */
import { formatCount, formatHex, formatShortHex } from '../../../shared/format'
import { nowBox, verticalDots } from '../primitives/marks'
import { group, line, rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { HeapByte } from '../../../shared/models/heap'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { BYTE_KINDS, BYTE_WORDS, LOST_WORDS, byteMark } from './byte-marks'
import { stripX, type HeapDrawing } from './drawing'
import { offsetOf, ownerWords, sizeWords } from './facts'
import type { Stretch } from './view-window'
import { wholeBar } from './whole-bar'

export const region = (drawing: HeapDrawing): readonly Drawn[] => [
  label(drawing),
  legend(drawing),
  overview(drawing),
  ticks(drawing),
  strip(drawing),
]

function label(drawing: HeapDrawing): Group | undefined {
  const { heap, colours, layout } = drawing
  const { margin: x, labelY: y, headingSize: size } = layout
  if (!heap.region) return undefined
  const { whole, shown } = labelWords(drawing)
  return group(
    'region',
    text(
      'label',
      { x, y },
      [
        { text: whole, weight: 600 },
        { text: shown, gap: 12, size: layout.type.body, fill: colours.muted },
      ],
      { size, fill: colours.ink },
    ),
  )
}

function labelWords({ heap, window }: HeapDrawing) {
  const { start, end, isWhole } = window
  const shown = isWhole
    ? 'all of it'
    : start === 0
      ? `first ${sizeWords(end)}`
      : `${sizeWords(end - start)} from +${formatShortHex(start)}`
  return { whole: `heap, ${sizeWords(heap.region?.size ?? 0)}`, shown: `below: ${shown}` }
}

/** The kinds of bytes that there are, each with its mark. */
function legend(drawing: HeapDrawing): Group {
  const { heap, colours, layout } = drawing
  const { width, margin, labelY: y, type } = layout
  const shown = BYTE_KINDS.filter((kind) => heap.totals[kind] > 0)
  const box = { width: 18, height: 12 }
  const lost = lostWords(drawing, shown)
  let right = width - margin
  const items = [...shown].reverse().map((kind): Drawn => {
    const words = kind === 'lost' ? lost : BYTE_WORDS[kind]
    const x = right - textWidth(words, type.small)
    const markX = x - box.width - 7
    right = markX - 18
    return group(
      `legend.${kind}`,
      byteMark(`legend.${kind}.mark`, kind, { x: markX, y: y - 11, ...box }, colours),
      text('word', { x, y }, words, { size: type.small, fill: colours.muted }),
    )
  })
  return group('legend', items)
}

/** Beside a heap's name, a legend says what `lost` means where it has the room. */
function lostWords(drawing: HeapDrawing, kinds: readonly HeapByte[]): string {
  const { heap, layout } = drawing
  const { width, margin, type, headingSize } = layout
  const words = LOST_WORDS[heap.allocator.design]
  const name = labelWords(drawing)
  const taken =
    textWidth(name.whole, headingSize, 600) +
    textWidth(name.shown, type.body) +
    kinds.reduce((sum, kind) => sum + 43 + textWidth(BYTE_WORDS[kind], type.small), 12) -
    textWidth(BYTE_WORDS.lost, type.small)
  const room = width - 2 * margin - taken - 12
  return textWidth(words, type.small) <= room ? words : BYTE_WORDS.lost
}

/** All of the heap, however many stretches there are, and which part of it is drawn large. */
function overview({ heap, colours, layout, window }: HeapDrawing): Group | undefined {
  const size = heap.region?.size ?? 0
  if (size === 0 || window.isWhole) return undefined
  const { overview: box } = layout
  const { x, y, width, height } = box
  const from = x + (window.start / size) * width
  const to = Math.max(from + 3, x + (window.end / size) * width)
  return group(
    'overview',
    wholeBar('overview', heap, box, colours),
    rect(
      'window',
      { x: from, y: y - 2, width: to - from, height: height + 4 },
      { stroke: colours.ink, strokeWidth: 1.75 },
    ),
  )
}

/** Steps between addresses are powers of two, of which so many fit at most. */
const MOST_TICKS = 5
/** What a full address takes, and one that is counted from the beginning of the heap. */
const FULL_WIDTH = 226
const SHORT_WIDTH = 90

function ticks(drawing: HeapDrawing): Group | undefined {
  const { heap, colours, layout, window } = drawing
  const { region: whole } = heap
  if (!whole) return undefined
  const { x, width, y } = layout.strip
  const { tickY, type } = layout
  const style = { size: type.small, font: 'mono', fill: colours.muted } as const
  const span = window.end - window.start
  const step = 2 ** Math.ceil(Math.log2(Math.max(8, span / MOST_TICKS)))
  const first = Math.floor(window.start / step) * step + step
  const offsets = Array.from({ length: MOST_TICKS + 1 }, (_, index) => first + index * step)
  const places = offsets
    .map((offset) => ({ offset, at: x + ((offset - window.start) / span) * width }))
    .filter(({ at }) => at > x + FULL_WIDTH * (type.small / 14) && at <= x + width)
  return group(
    'ticks',
    line('tick-0', { x, y: y - 6 }, { x, y }, colours.line),
    text('address-0', { x, y: tickY }, formatHex(whole.start + BigInt(window.start)), style),
    places.map(({ offset, at }, index) => {
      const isLast = at > x + width - SHORT_WIDTH / 2
      return [
        line(`tick-${index + 1}`, { x: at, y: y - 6 }, { x: at, y }, colours.line),
        text(
          `address-${index + 1}`,
          { x: isLast ? x + width : at, y: tickY },
          `+${formatShortHex(offset)}`,
          { ...style, anchor: isLast ? 'end' : 'middle' },
        ),
      ]
    }),
  )
}

function strip(drawing: HeapDrawing): Group {
  const { window } = drawing
  let isAlternate = false
  return group(
    'strip',
    window.stretches.map((stretch, index) => {
      const before = window.stretches[index - 1]
      isAlternate = before?.kind === 'used' && stretch.kind === 'used' ? !isAlternate : false
      return stretchBox(drawing, stretch, isAlternate)
    }),
  )
}

const LABEL_PADDING = 10

function stretchBox(drawing: HeapDrawing, stretch: Stretch, isAlternate: boolean): Group {
  const { colours, layout } = drawing
  const { y, height } = layout.strip
  const left = stripX(drawing, stretch.offset)
  const right = stripX(drawing, stretch.offset + stretch.size)
  const box = { x: left, y, width: Math.max(1, right - left), height }
  const key = `span-${stretch.offset.toString(16)}`
  const isNow = isOfRequest(drawing, stretch)
  return group(
    key,
    isNow
      ? nowBox('now', inner(box), colours)
      : byteMark(`${key}.mark`, stretch.kind, box, colours, isAlternate),
    stretchLabel(drawing, { ...stretch, isNow }, left, right),
    cutMark(drawing, stretch, left, right),
  )
}

const inner = ({ x, y, width, height }: Box): Box => ({
  x: x + 1,
  y: y + 1,
  width: Math.max(1, width - 2),
  height: height - 2,
})

/** The block that the request was given, or the place that it gave back. */
function isOfRequest({ heap, progress }: HeapDrawing, { kind, block, offset, wholeSize }: Stretch) {
  const { request } = heap
  if (!request || !progress.isComplete || request.address === undefined) return false
  if (request.kind === 'free') {
    const at = offsetOf(heap, request.address)
    const isAll = wholeSize === heap.region?.size
    return kind === 'free' && !isAll && offset <= at && at < offset + wholeSize
  }
  return kind === 'used' && heap.blocks.sequences[block] === request.sequence
}

/** Three dots where a stretch goes on beyond the edge of the strip. */
function cutMark(
  { colours, layout, window }: HeapDrawing,
  { offset, size, wholeSize, kind }: Stretch,
  left: number,
  right: number,
): Drawn {
  const isCut = size < wholeSize
  if (!isCut || right - left < 60 || kind !== 'free') return undefined
  const isRight = offset + size >= window.end
  const { y, height } = layout.strip
  const x = isRight ? right - 12 : left + 12
  return verticalDots('cut', { x, y: y + height / 2 }, colours.heap.freeLine)
}

/** Owner and size in a block, size in a free region: where there is room. */
function stretchLabel(
  { heap, colours, layout }: HeapDrawing,
  { kind, wholeSize: size, block, isNow }: Stretch & { readonly isNow: boolean },
  left: number,
  right: number,
): Drawn {
  const {
    type,
    strip: { y, height },
  } = layout
  const room = right - left - LABEL_PADDING
  const middle = (left + right) / 2
  const style = { size: type.small, anchor: 'middle' } as const
  if (kind === 'free') {
    const number = formatCount(size)
    const bold = { ...style, weight: 600, fill: colours.ink } as const
    const at = { x: middle, y: y + height / 2 + type.body * 0.36 }
    if (textWidth(`${number} free`, type.body, 600) <= room) {
      return text('size', at, `${number} free`, { ...bold, size: type.body })
    }
    if (textWidth(number, type.small, 600) > room) return undefined
    if (textWidth('free', type.small, 600) > room || height < 2.6 * type.small) {
      return text('size', at, number, { ...bold, size: type.small })
    }
    const pitch = type.small * 1.28
    return [
      text('size', { x: middle, y: y + height / 2 - pitch * 0.16 }, number, bold),
      text('free', { x: middle, y: y + height / 2 + pitch * 0.84 }, 'free', bold),
    ]
  }
  if (kind !== 'used') return undefined
  const number = formatCount(size)
  if (textWidth(number, type.small) > room) return undefined
  const owner = ownerWords(heap.sites[heap.blocks.sites[block] ?? -1])
  const fitted = fitText(owner, room, type.small)
  const fill = isNow ? colours.now.text : colours.onSolid
  // A name of which next to nothing is left says nothing.
  const hasName = fitted === owner || fitted.length > 4
  if (!hasName || height < 2.6 * type.small) {
    return text('size', { x: middle, y: y + height / 2 + type.small * 0.36 }, number, {
      ...style,
      fill,
    })
  }
  const pitch = type.small * 1.28
  return [
    text('owner', { x: middle, y: y + height / 2 - pitch * 0.16 }, fitted, { ...style, fill }),
    text('size', { x: middle, y: y + height / 2 + pitch * 0.84 }, number, { ...style, fill }),
  ]
}
