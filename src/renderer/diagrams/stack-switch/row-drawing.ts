/** One row of a stack: a call, a word that the processor pushed, or so many more of the same. */
import { formatCount } from '../../../shared/format'
import type { StackPart, UnknownPart } from '../../../shared/models/stack-switch'
import { nowBox, verticalDots } from '../primitives/marks'
import { group, rect, text } from '../primitives/shapes'
import type { Drawn, TextStyle } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import type { PlacedRow } from './column-geometry'
import type { HiddenParts } from './rows'
import type { StackSwitchDrawing } from './drawing'
import { vectorName } from '../../../shared/x86/exceptions'
import { fitFunction, fitWord } from './names'
import { strokes } from '../tokens/tokens'

/** Something to read in a row: what it is at the left, how much or which value at the right. */
interface RowText {
  readonly label: string
  readonly font: 'sans' | 'mono'
  readonly weight?: 400 | 600
  readonly value?: string
  readonly hasDots?: boolean
  readonly isMuted?: boolean
}

/** A narrower row has no room for a size beside a name. */
const WIDE = 200
/** Here names and values need the smallest type. */
const NARROW = 140

/** The cell of one call, by which the key knows it. */
export const CALL_CELL = 'call'

/** The longest that fits is told. */
const UNKNOWN_WORDS: Readonly<Record<UnknownPart['reason'], readonly string[]>> = {
  alignment: ['unused: RSP rounded to 16', 'rounded down to 16', 'round to 16'],
  'no-caller': ['callers not found'],
  'not-looked-at': ['more calls'],
  past: ['older calls, not kept', 'older, not kept'],
}

/** `hasBytes`: the size of each part is told as well. */
export function rowShape(
  drawing: StackSwitchDrawing,
  key: string,
  placed: PlacedRow,
  hasBytes: boolean,
): Group {
  const { row, box, isGhost } = placed
  const isNow = isNowRow(drawing, placed)
  const { value, min } = drawing.layout.type
  const size = Math.min(box.width < NARROW ? min : value, box.height - 4)
  return group(
    `${key}.${row.key}`,
    isNow ? nowBox('cell', box, drawing.colours) : cell(drawing, placed),
    rowTexts(drawing, placed, size, hasBytes && !isGhost, isNow),
  )
}

function isNowRow({ progress }: StackSwitchDrawing, { row }: PlacedRow): boolean {
  const { content } = row
  if (content.kind !== 'word') return false
  return progress.isNow(content.isPopped ? 'pop' : 'push', content.index)
}

function cell({ colours }: StackSwitchDrawing, { row, box, isGhost }: PlacedRow) {
  const { content } = row
  const isProcessors =
    content.kind === 'word' ||
    (content.kind === 'part' && content.part.kind.startsWith('processor-frame'))
  if (isGhost) {
    const paint = { fill: colours.ghostFill, stroke: colours.ghost, strokeWidth: 1.25 }
    return rect('cell', box, { ...paint, dash: strokes.ghostDash })
  }
  const isCall = content.kind === 'part' && content.part.kind === 'function'
  return rect(isCall ? CALL_CELL : 'cell', box, {
    fill: isProcessors ? colours.stack.cpu : colours.stack.a,
    stroke: isProcessors ? colours.event.irq.ink : colours.line,
    strokeWidth: 1.25,
  })
}

function rowTexts(
  { colours }: StackSwitchDrawing,
  { row, box, isGhost }: PlacedRow,
  size: number,
  hasBytes: boolean,
  isNow: boolean,
): readonly Drawn[] {
  const padding = size > 14 ? 12 : box.width < NARROW ? 6 : 8
  const count = bytesText(Number(row.to - row.from))
  const bytes = hasBytes && row.to > row.from && box.width >= WIDE ? count : undefined
  const told = textOf(row.content, box.width - 2 * padding, size, bytes)
  const ink = isNow
    ? colours.now.text
    : isGhost
      ? colours.ghost
      : told.isMuted
        ? colours.muted
        : colours.ink
  const y = box.y + box.height / 2 + size * 0.36
  const style: TextStyle = { size, fill: ink, font: told.font, weight: told.weight ?? 400 }
  const left = box.x + padding
  const dots = told.hasDots ? 16 : 0
  const value = told.value ?? bytes
  return [
    told.hasDots && verticalDots('dots', { x: left + 4, y: box.y + box.height / 2 }, colours.muted),
    text('label', { x: left + dots, y }, told.label, style),
    value !== undefined &&
      text('value', { x: box.x + box.width - padding, y }, value, {
        size: told.value === undefined ? Math.min(size, 14) : size,
        fill: told.value === undefined && !isNow ? colours.muted : ink,
        font: told.value === undefined ? 'sans' : 'mono',
        anchor: 'end',
      }),
  ]
}

const bytesText = (bytes: number): string => `${formatCount(bytes)} bytes`

function textOf(
  content: PlacedRow['row']['content'],
  width: number,
  size: number,
  bytes: string | undefined,
): RowText {
  if (content.kind === 'more') {
    return {
      label: hiddenRows(content),
      font: 'sans',
      hasDots: true,
      isMuted: true,
    }
  }
  if (content.kind === 'word') {
    const label = content.word.slot
    const left = width - textWidth(label, size, 600) - 8
    return { label, font: 'sans', weight: 600, value: fitWord(content.word, left, size) }
  }
  const taken = bytes === undefined ? 0 : textWidth(bytes, 14) + 12
  return partText(content.part, width - taken, size)
}

/** `3,914 more calls`; `2 calls` where none is drawn by itself; `5 more` of different things. */
function hiddenRows({ count, isCalls, isAll }: HiddenParts): string {
  const calls = count === 1 ? 'call' : 'calls'
  const words = [isAll && isCalls ? '' : 'more', isCalls ? calls : '']
  return [formatCount(count), ...words.filter((word) => word !== '')].join(' ')
}

function partText(part: StackPart, width: number, size: number): RowText {
  const fitted = (label: string): string => fitText(label, width, size)
  switch (part.kind) {
    case 'function':
      return part.name === undefined
        ? { label: fitted('no symbol'), font: 'sans', isMuted: true }
        : { label: fitFunction(part.name, width, size), font: 'mono' }
    case 'functions':
      return {
        label: fitText(
          hiddenRows({ count: part.count, isCalls: true, isAll: false }),
          width - 16,
          size,
        ),
        font: 'sans',
        hasDots: true,
        isMuted: true,
      }
    case 'processor-frame':
      return { label: fitted(`frame of ${vectorName(part.vector)}`), font: 'sans' }
    case 'processor-frames': {
      const label = `${formatCount(part.count)} frames of ${vectorName(part.vector)}`
      const isFitting = textWidth(label, size) <= width - 16
      return {
        label: isFitting ? label : `${formatCount(part.count)} frames`,
        font: 'sans',
        hasDots: true,
      }
    }
    case 'unknown': {
      const ways = UNKNOWN_WORDS[part.reason]
      const way = ways.find((each) => textWidth(each, size) <= width) ?? ways.at(-1) ?? ''
      return { label: fitted(way), font: 'sans', isMuted: true }
    }
  }
}
