/** What stands above the strip: which heap it is, which part of it is drawn large, and how each kind of byte looks. */
import { formatShortHex } from '../../../shared/format'
import type { HeapByte } from '../../../shared/models/heap'
import { group, text } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { BYTE_KINDS, BYTE_WORDS, LOST_WORDS, byteMark } from './byte-marks'
import { stripX, type HeapDrawing } from './drawing'
import { bytesWords, sizeWords } from './facts'

export function regionLabel(drawing: HeapDrawing): Group | undefined {
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

/** What the frame in the overview is for, in as many words as the legend leaves room for. */
function labelWords(drawing: HeapDrawing) {
  const { heap, window, layout } = drawing
  const { start, end, isWhole } = window
  const whole = `heap, ${sizeWords(heap.region?.size ?? 0)}`
  const part =
    start === 0
      ? `first ${sizeWords(end)}`
      : `${sizeWords(end - start)} from +${formatShortHex(start)}`
  const ways = isWhole
    ? ['sizes in bytes', '']
    : [
        `framed, and drawn large below: the ${part}; sizes in bytes`,
        `framed, large below: ${part}; sizes in bytes`,
        `framed, and drawn large below: the ${part}`,
        `framed, large below: ${part}`,
        `below: ${part}`,
      ]
  const { margin, width, headingSize, type } = layout
  const room = legendLeft(drawing) - margin - textWidth(whole, headingSize, 600) - 12 - 16
  const last = ways.at(-1) ?? ''
  return {
    whole,
    shown: ways.find((one) => textWidth(one, type.body) <= Math.min(room, width)) ?? last,
  }
}

const SWATCH = { width: 18, height: 12 } as const
const SWATCH_GAP = 7
const LEGEND_GAP = 18

/** The kinds of bytes that there are, each with its mark, the last one first. */
function legendItems(drawing: HeapDrawing) {
  const { heap, layout } = drawing
  const { width, margin, type } = layout
  const shown = BYTE_KINDS.filter((kind) => heap.totals[kind] > 0 && isSeen(drawing, kind))
  const widthOf = (words: string) => textWidth(words, type.small)
  // What is not known may be too narrow to be found without a count.
  const counted = `${BYTE_WORDS.unknown}: ${bytesWords(heap.totals.unknown)}`
  const wordsOf = (kind: HeapByte) => (kind === 'unknown' ? counted : BYTE_WORDS[kind])
  const step = SWATCH.width + SWATCH_GAP + LEGEND_GAP
  const short = shown.reduce((sum, kind) => sum + step + widthOf(wordsOf(kind)), 0)
  const lost = LOST_WORDS[heap.allocator.design]
  const isLong = short - widthOf(BYTE_WORDS.lost) + widthOf(lost) <= width - 2 * margin - LABEL_ROOM
  let right = width - margin
  return [...shown].reverse().map((kind) => {
    const words = kind === 'lost' && isLong ? lost : wordsOf(kind)
    const x = right - widthOf(words)
    const markX = x - SWATCH.width - SWATCH_GAP
    right = markX - LEGEND_GAP
    return { kind, words, x, markX }
  })
}

/** Padding is a few bytes: where it is no stretch of the strip, nobody finds it in the whole. */
const isSeen = (drawing: HeapDrawing, kind: HeapByte): boolean =>
  kind !== 'padding' ||
  drawing.window.stretches.some(
    (one) =>
      one.kind === kind &&
      stripX(drawing, one.offset + one.size) - stripX(drawing, one.offset) >= 2,
  )

/** The least that the name of a heap and its size are given. */
const LABEL_ROOM = 270

const legendLeft = (drawing: HeapDrawing): number =>
  legendItems(drawing).at(-1)?.markX ?? drawing.layout.width - drawing.layout.margin

export function legend(drawing: HeapDrawing): Group {
  const { colours, layout } = drawing
  const { labelY: y, type } = layout
  return group(
    'legend',
    legendItems(drawing).map(({ kind, words, x, markX }) =>
      group(
        `legend.${kind}`,
        byteMark(`legend.${kind}.mark`, kind, { x: markX, y: y - 11, ...SWATCH }, colours),
        text('word', { x, y }, words, { size: type.small, fill: colours.muted }),
      ),
    ),
  )
}
