/** The heap in address order: all of it as a thin bar, and the part that matters drawn large below it. */
import { formatHex, formatShortHex } from '../../../shared/format'
import { nowBox } from '../primitives/marks'
import { group, line, rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { byteMark, freeBehindFree, NARROW } from './byte-marks'
import { stripX, type HeapDrawing } from './drawing'
import { offsetOf } from './facts'
import { narrowLabels } from './narrow-label'
import { legend, regionLabel } from './region-label'
import { stretchLabel } from './stretch-label'
import type { Stretch } from './view-window'
import { wholeBar } from './whole-bar'

export const region = (drawing: HeapDrawing): readonly Drawn[] => [
  regionLabel(drawing),
  legend(drawing),
  overview(drawing),
  ticks(drawing),
  strip(drawing),
]

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
  const { stretches } = drawing.window
  const isUnknown = ({ kind }: Stretch) => kind === 'unknown'
  const boxOf = (stretch: Stretch, place: number) =>
    stretchBox(drawing, stretch, stretches[place - 1])
  return group(
    'strip',
    stretches.map((one, place) => !isUnknown(one) && boxOf(one, place)),
    // Last, since a narrow one is drawn wider than it is.
    stretches.map((one, place) => isUnknown(one) && boxOf(one, place)),
    narrowLabels(drawing, (stretch) => isOfRequest(drawing, stretch)),
  )
}

/** Narrower, its dashes could not be seen. */
const LEAST_UNKNOWN = 6

/** What lies beside a narrow one lends it some of its width, unless it would be hidden itself. */
function leastSeen(drawing: HeapDrawing, { kind, index }: Stretch, box: Box): Box {
  const { strip } = drawing.layout
  const missing = LEAST_UNKNOWN - box.width
  const isCramped = drawing.window.stretches.some(
    (other) => Math.abs(other.index - index) === 1 && widthOf(drawing, other) < LEAST_UNKNOWN,
  )
  if (kind !== 'unknown' || missing <= 0 || isCramped) return box
  const most = strip.x + strip.width - LEAST_UNKNOWN
  const x = Math.min(most, Math.max(strip.x, box.x - missing / 2))
  return { ...box, x, width: LEAST_UNKNOWN }
}

const widthOf = (drawing: HeapDrawing, { offset, size }: Stretch): number =>
  stripX(drawing, offset + size) - stripX(drawing, offset)

function stretchBox(drawing: HeapDrawing, stretch: Stretch, before: Stretch | undefined): Group {
  const { colours, layout } = drawing
  const { y, height } = layout.strip
  const left = stripX(drawing, stretch.offset)
  const right = stripX(drawing, stretch.offset + stretch.size)
  const box = { x: left, y, width: Math.max(1, right - left), height }
  const key = `span-${stretch.offset.toString(16)}`
  const isNow = isOfRequest(drawing, stretch)
  const mark = `${key}.mark`
  return group(
    key,
    isNow
      ? nowBox('now', inner(box), colours)
      : isBehindFree(drawing, stretch, before)
        ? freeBehindFree(mark, box, colours)
        : byteMark(mark, stretch.kind, leastSeen(drawing, stretch, box), colours),
    stretchLabel(drawing, { ...stretch, isNow }, left, right),
  )
}

/** It is free and wide enough for dashes, and so is what lies before it. */
const isBehindFree = (
  drawing: HeapDrawing,
  stretch: Stretch,
  before: Stretch | undefined,
): boolean =>
  before !== undefined &&
  !isOfRequest(drawing, before) &&
  [before, stretch].every((one) => one.kind === 'free' && widthOf(drawing, one) >= NARROW)

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
