/** The cell that is looked at, bit by bit: bit 15 left. Below, what each field means. */
import { formatShortHex } from '../../../shared/format'
import { CODE_PAGE_437 } from '../../../shared/code-page-437'
import { coloursOf } from '../../../shared/vga-text'
import { nowBox } from '../primitives/marks'
import { group, rect, text, type Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import type { ScreenCellsDrawing } from './drawing'
import { colourName, printable } from './facts'
import { cssColour } from './lens'
import type { Station } from './stations'

interface Field {
  readonly key: string
  readonly name: string
  readonly high: number
  readonly low: number
  readonly value: number
  readonly words: string
  readonly colour?: number
  /** The station at which its byte arrives. */
  readonly station: Station
}

function fieldsOf({ near, model }: ScreenCellsDrawing): readonly Field[] {
  const at = model.focus.offset - model.focus.nearOffset
  const [code = 0, attribute = 0] = [near[at], near[at + 1]]
  const { foreground, background, isBlinking } = coloursOf(attribute, model.isBlinkEnabled)
  const blink: Field = {
    ...{ key: 'blink', name: 'blink', high: 15, low: 15, value: attribute >> 7 },
    words: isBlinking ? '1: the character blinks' : '0: it does not',
    station: 'attribute',
  }
  return [
    ...(model.isBlinkEnabled ? [blink] : []),
    {
      ...{ key: 'background', name: 'background', low: 12, value: background, colour: background },
      high: model.isBlinkEnabled ? 14 : 15,
      words: `${background} ${colourName(background)}`,
      station: 'attribute',
    },
    {
      ...{ key: 'foreground', name: 'foreground', high: 11, low: 8, value: foreground },
      words: `${foreground} ${colourName(foreground)}`,
      colour: foreground,
      station: 'attribute',
    },
    {
      ...{ key: 'code', name: 'code point', high: 7, low: 0, value: code },
      words: codeWords(code),
      station: 'character',
    },
  ]
}

function codeWords(code: number): string {
  const character = printable(code)
  const hex = formatShortHex(code)
  if (character) return `${hex} = ${code}: '${character}'`
  const isBlank = code === 0 || CODE_PAGE_437[code]?.trim() === ''
  return `${hex} = ${code}: ${isBlank ? 'a blank' : 'not ASCII'}`
}

export function bits(drawing: ScreenCellsDrawing): Group {
  const { layout, colours } = drawing
  const { x, y } = layout.bits
  return group(
    'bits',
    text('heading', { x, y }, 'The 16 bits of the cell', {
      size: layout.type.body,
      weight: 600,
      fill: colours.ink,
    }),
    fieldsOf(drawing).map((field, index) => fieldParts(drawing, field, index)),
  )
}

function fieldParts(drawing: ScreenCellsDrawing, field: Field, index: number): Drawn {
  const { layout, colours, progress } = drawing
  const { type, bitWidth, rowHeight, lineHeight } = layout
  const { high, low } = field
  const isNow = progress.now === field.station
  const boxX = layout.bits.x + (15 - high) * bitWidth
  const box = {
    x: boxX,
    y: layout.bits.y + 10 + type.small,
    width: (high - low + 1) * bitWidth,
    height: rowHeight,
  }
  const paint = { fill: colours.paper, stroke: colours.ink, strokeWidth: strokes.line }
  const listY = box.y + rowHeight + 4 + (index + 1) * lineHeight
  const range = high === low ? String(high) : `${high}:${low}`
  const nameWidth = textWidth('background ', type.body, 600) + 10
  const swatchWidth = 14
  return group(
    `field-${field.key}`,
    text('range', { x: box.x + box.width / 2, y: box.y - 4 }, range, {
      ...{ size: type.small, anchor: 'middle', fill: colours.muted },
    }),
    isNow ? nowBox('box', box, colours) : rect('box', box, paint),
    text(
      'value',
      { x: box.x + box.width / 2, y: box.y + rowHeight / 2 + type.value * 0.36 },
      field.value.toString(2).padStart(high - low + 1, '0'),
      {
        ...{ size: type.value, font: 'mono', anchor: 'middle', weight: 600 },
        fill: isNow ? colours.now.text : colours.ink,
      },
    ),
    text('name', { x: layout.bits.x, y: listY }, field.name, {
      size: type.body,
      fill: colours.muted,
    }),
    text('words', { x: layout.bits.x + nameWidth + swatchWidth + 6, y: listY }, field.words, {
      size: type.body,
      fill: colours.ink,
    }),
    field.colour !== undefined &&
      rect(
        'swatch',
        { x: layout.bits.x + nameWidth, y: listY - 11, width: swatchWidth, height: 12 },
        { fill: cssColour(field.colour), stroke: colours.line, strokeWidth: strokes.hair },
      ),
  )
}
