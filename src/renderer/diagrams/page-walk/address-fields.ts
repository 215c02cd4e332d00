/** The linear address as the walk uses it: sign extension, one index for each table, the offset. */
import { splitLinearAddress } from '../../../shared/x86/paging'
import { wordingThatFits } from '../primitives/fit-name'
import { checkMark, crossMark, nowBox } from '../primitives/marks'
import { levelBars, levelBarsWidth } from '../primitives/level-bars'
import { group, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import type { WalkColumn } from './columns'
import { hueOf } from './drawing'
import type { PageWalkDrawing } from './drawing'
import { columnLeft } from './layout'
import type { PageWalkLayout } from './layout'

export const addressFields = (drawing: PageWalkDrawing): Group =>
  group(
    'linear-address.fields',
    signExtension(drawing),
    drawing.columns.map((column) => addressField(drawing, column)),
  )

const binary = (value: number, digits: number): string => value.toString(2).padStart(digits, '0')

const isStopped = ({ walk, progress }: PageWalkDrawing): boolean =>
  !walk.isCanonical && progress.now === 'fault'

/** Bits 63:48, which must repeat bit 47. */
function signExtension(drawing: PageWalkDrawing): Group {
  const { walk, colours, layout } = drawing
  const { type, fieldTop, fieldHeight, fieldDigits, columnWidth } = layout
  const x = columnLeft(layout, 0)
  const centre = x + columnWidth / 2
  const box = { x, y: fieldTop, width: columnWidth, height: fieldHeight }
  const { signExtension: value } = splitLinearAddress(walk.linearAddress)
  const isStop = isStopped(drawing)
  const ink = isStop ? colours.now.text : colours.ink
  const isUniform = value === 0 || value === 0xffff
  const short = isUniform ? `all ${value & 1}` : binary(value, 16)
  const digits = layout.fieldDigits === 'short' ? short : binary(value, 16)
  const small = { size: type.small, fill: colours.muted }
  return group(
    'linear-address.sign-extension',
    text('name', { x, y: fieldTop - 9 }, signName(layout), small),
    text('range', { x: x + columnWidth, y: fieldTop - 9 }, rangeWords(layout, 63, 48), {
      ...small,
      anchor: 'end',
    }),
    isStop
      ? nowBox('box', box, colours)
      : rect('box', box, { fill: colours.paper, stroke: colours.line, strokeWidth: 1.5 }),
    fieldDigits !== 'none' &&
      text('bits', { x: centre, y: fieldTop + fieldHeight * 0.38 }, digits, {
        size: fittingDigits(digits, columnWidth, type.small),
        font: 'mono',
        anchor: 'middle',
        fill: isStop ? ink : colours.muted,
      }),
    text(
      'value',
      { x: centre, y: valueBaseline(drawing) },
      `0x${value.toString(16).padStart(4, '0')}`,
      {
        size: type.value + 2,
        weight: 600,
        font: 'mono',
        anchor: 'middle',
        fill: ink,
      },
    ),
  )
}

const RANGE_GAP = 8

const signName = ({ type, columnWidth }: PageWalkLayout): string => {
  const room = columnWidth - textWidth('63:48', type.small) - RANGE_GAP
  return wordingThatFits(['sign extension', 'sign ext.'], room, type.small)
}

/** `bits 47:39` where every column has room for the word. */
function rangeWords(layout: PageWalkLayout, high: number, low: number): string {
  const { type, columnWidth, hasLongNames } = layout
  const { small } = type
  const range = `${high}:${low}`
  const widest = hasLongNames ? 'PML4 index' : 'PML4'
  const bars = levelBarsWidth('pml4', small / 14) + small / 2
  const names = [bars + textWidth(widest, small, 600), textWidth(signName(layout), small)]
  const needed = Math.max(...names) + RANGE_GAP + textWidth('bits 47:39', small)
  return needed <= columnWidth ? `bits ${range}` : range
}

/** One index, or the offset, in its hue. */
function addressField(drawing: PageWalkDrawing, column: WalkColumn): Group {
  const { colours, layout } = drawing
  const { type, fieldTop, fieldHeight, fieldDigits, hasLongNames } = layout
  const { field, highBit, lowBit, value } = column
  const isOffset = field === 'offset'
  const hue = hueOf(colours, field)
  const x = columnLeft(layout, column.position - column.span + 1)
  const width = columnLeft(layout, column.position) + layout.columnWidth - x
  const centre = x + width / 2
  const bitCount = highBit - lowBit + 1
  const scale = type.small / 14
  const nameX = x + levelBarsWidth(field, scale) + 7 * scale
  const hex = `0x${value.toString(16).padStart(Math.ceil(bitCount / 4), '0')}`
  const digits = binary(value, bitCount)
  const name = isOffset || !hasLongNames ? column.fieldName : `${column.fieldName} index`
  return group(
    `linear-address.${field}`,
    levelBars('bars', { x, y: fieldTop - 8 }, field, hue.ink, scale),
    text('name', { x: nameX, y: fieldTop - 9 }, name, {
      size: type.small,
      weight: 600,
      fill: hue.ink,
    }),
    text('range', { x: x + width, y: fieldTop - 9 }, rangeWords(layout, highBit, lowBit), {
      size: type.small,
      fill: colours.muted,
      anchor: 'end',
    }),
    rect(
      'box',
      { x, y: fieldTop, width, height: fieldHeight },
      { fill: hue.tint, stroke: hue.ink, strokeWidth: 1.75 },
    ),
    fieldDigits !== 'none' &&
      text('bits', { x: centre, y: fieldTop + fieldHeight * 0.38 }, digits, {
        size: type.small,
        font: 'mono',
        anchor: 'middle',
        fill: colours.muted,
      }),
    fieldValue(drawing, centre, width, hex, value),
  )
}

/** `0x0b8 = 184`: hexadecimal first, because indices are read off addresses. */
function fieldValue(
  drawing: PageWalkDrawing,
  centre: number,
  width: number,
  hex: string,
  value: number,
): Drawn {
  const { colours, layout } = drawing
  const decimal = `= ${value}`
  const wanted = layout.type.value + 2
  const gap = (size: number) => size * 0.5
  const needed = (size: number) => textWidth(hex + decimal, size, 400, 'mono') + gap(size) + 12
  const candidates = [wanted, wanted - 1, wanted - 2, layout.type.value, layout.type.min]
  const used = candidates.find((size) => needed(size) <= width) ?? layout.type.min
  return text(
    'value',
    { x: centre, y: valueBaseline(drawing) },
    [
      { text: hex, weight: 600 },
      { text: decimal, fill: colours.muted, gap: gap(used) },
    ],
    { size: used, font: 'mono', anchor: 'middle', fill: colours.ink },
  )
}

const valueBaseline = ({ layout }: PageWalkDrawing): number =>
  layout.fieldTop + layout.fieldHeight * (layout.fieldDigits === 'none' ? 0.62 : 0.82)

const fittingDigits = (digits: string, width: number, size: number): number =>
  textWidth(digits, size, 400, 'mono') <= width - 8 ? size : (width - 8) / (digits.length * 0.6)

/** The check that comes before every walk: SDM Vol. 1, "Canonical Addressing". */
export function canonicalCheck(drawing: PageWalkDrawing, top: number): Group {
  const { walk, colours, layout } = drawing
  const { type } = layout
  const x = columnLeft(layout, 0) + 4
  const bit47 = Number((walk.linearAddress >> 47n) & 1n)
  const lines = canonicalWords(drawing, bit47)
  const style = { size: type.small, fill: walk.isCanonical ? colours.muted : colours.bad }
  const lineHeight = type.small * 1.35
  return group(
    'canonical',
    walk.isCanonical
      ? checkMark('mark', { x, y: top }, colours.ok)
      : crossMark('mark', { x, y: top }, colours.bad),
    lines.map((content, index) =>
      text(`line-${index + 1}`, { x: x + 18, y: top + index * lineHeight }, content, style),
    ),
  )
}

/** Two lines, as much as the column has room for. */
function canonicalWords({ walk, layout }: PageWalkDrawing, bit47: number): readonly string[] {
  const wordings = walk.isCanonical
    ? [
        ['canonical: bits 63:48', `all equal bit 47 (= ${bit47})`],
        ['canonical: bits', `63 to 47 all ${bit47}`],
        ['canonical:', `63:47 all ${bit47}`],
      ]
    : [
        ['bits 63:48 differ', `from bit 47 (= ${bit47})`],
        ['63:48 differ', 'from bit 47'],
      ]
  const room = layout.columnWidth - 22
  const fits = (line: string) => textWidth(line, layout.type.small) <= room
  return wordings.find((lines) => lines.every(fits)) ?? wordings.at(-1) ?? []
}
