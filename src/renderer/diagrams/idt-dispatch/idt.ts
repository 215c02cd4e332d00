/** Station 1: the vector, IDTR, and the gate that both pick in the table. */
import { formatHex } from '../../../shared/format'
import { eventPill, pillWidth } from '../primitives/pills'
import { nowBox } from '../primitives/marks'
import { group, rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { checkLine } from './check-line'
import { limitLines } from './checks'
import type { DispatchDrawing } from './drawing'
import {
  formatLimit,
  gateCount,
  pillOf,
  shortAddress,
  sourceName,
  vectorMeaning,
  vectorNumber,
} from './facts'
import { chosenRow, idtBottom } from './layout'
import { headNameX, stationHead } from './station-head'

export const idtPart = (drawing: DispatchDrawing): readonly Drawn[] => [
  vectorHead(drawing),
  group('vector', register(drawing), table(drawing), limitCheck(drawing)),
]

function vectorHead(drawing: DispatchDrawing): Group {
  const { dispatch, colours, layout } = drawing
  const { pillSize: size, topHead: y, headSize, idt } = layout
  const kind = pillOf(dispatch)
  const label = sourceName(dispatch)
  const width = pillWidth(kind, label, size)
  const x = headNameX(drawing, 'vector', idt.x)
  const centre = { x: x + width / 2, y }
  return group(
    'source',
    stationHead(drawing, 'vector', { x: idt.x, y }),
    eventPill('source.pill', kind, centre, label, { size }, colours),
    text('vector', { x: x + width + 10, y: y + headSize * 0.36 }, vectorWords(drawing, x + width), {
      size: headSize,
      weight: 600,
      fill: colours.ink,
    }),
  )
}

/** `vector 14 = 0x0e`, as far as there is room. */
function vectorWords({ dispatch, layout }: DispatchDrawing, left: number) {
  const { vector } = dispatch
  const words = `vector ${vector}`
  const hex = formatHex(vector, 2)
  const { headSize, idt, gate } = layout
  const room = Math.max(idt.x + idt.width, gate.x - 12) - left - 16
  const needed = textWidth(`${words} = `, headSize, 600) + textWidth(hex, headSize, 600, 'mono')
  return needed > room
    ? words
    : [{ text: `${words} =` }, { text: hex, font: 'mono' as const, gap: headSize * 0.3 }]
}

function register({ dispatch, colours, layout }: DispatchDrawing): Group {
  const { idt, type } = layout
  const { base, limit } = dispatch.attempt.idtr
  const box = { x: idt.x, y: idt.registerTop, width: idt.width, height: idt.registerHeight }
  const inset = layout.density === 'laptop' ? 9 : 14
  const size = layout.density === 'projector' ? type.value : type.small
  const right = box.x + box.width - inset
  const first = box.y + box.height / 2 - size * 0.3
  const second = first + size * 1.45
  const name = { text: 'base', font: 'sans' as const, size: type.small, fill: colours.muted }
  const address = { text: formatHex(base), ...(idt.hasBaseName && { gap: 8 }) }
  return group(
    'idtr',
    rect('box', box, { fill: colours.paper, stroke: colours.ink, strokeWidth: 1.5, radius: 4 }),
    text('name', { x: box.x + inset, y: first }, 'IDTR', {
      size: type.body,
      weight: 600,
      fill: colours.ink,
    }),
    text(
      'limit',
      { x: right, y: first },
      [
        { ...name, text: 'limit' },
        { text: formatLimit(limit), gap: 8 },
      ],
      { size, font: 'mono', fill: colours.ink, anchor: 'end' },
    ),
    text('base', { x: right, y: second }, [...(idt.hasBaseName ? [name] : []), address], {
      size,
      font: 'mono',
      fill: colours.ink,
      anchor: 'end',
    }),
  )
}

/** The vector picks the middle row, unless the table begins or ends there. */
function rowsAround(vector: number): readonly [number | undefined, number, number | undefined] {
  return [vector > 0 ? vector - 1 : undefined, vector, vector < 255 ? vector + 1 : undefined]
}

function table(drawing: DispatchDrawing): Group {
  const { dispatch, colours, layout } = drawing
  const { idt, type } = layout
  const count = gateCount(dispatch)
  const outline = { x: idt.x, y: idt.top, width: idt.width, height: idtBottom(layout) - idt.top }
  const [before, chosen, after] = rowsAround(dispatch.vector)
  const chosenBox = chosenRow(layout)
  return group(
    'idt',
    text('name', { x: idt.x, y: idt.nameBaseline }, 'IDT', {
      size: type.body,
      weight: 600,
      fill: colours.ink,
    }),
    text(
      'size',
      { x: idt.x + idt.width, y: idt.nameBaseline },
      `${count} ${count === 1 ? 'gate' : 'gates'} × ${dispatch.gateBytes} bytes`,
      { size: type.small, fill: colours.muted, anchor: 'end' },
    ),
    rect('outline-box', outline, {
      fill: colours.paper,
      stroke: colours.line,
      strokeWidth: 1.5,
      ...(count === 0 && { dash: '5 4', fill: colours.ghostFill }),
    }),
    neighbour(drawing, 'before', before, idt.top),
    neighbour(drawing, 'after', after, chosenBox.y + chosenBox.height),
    chosenGate(drawing, chosen, chosenBox),
  )
}

function neighbour(
  { dispatch, colours, layout }: DispatchDrawing,
  key: string,
  vector: number | undefined,
  top: number,
): Group | undefined {
  const { idt, type } = layout
  if (vector === undefined) return undefined
  const isInside = vector < gateCount(dispatch)
  const fill = isInside ? colours.muted : colours.ghost
  const y = top + idt.rowHeight / 2 + type.small * 0.36
  const meaning = isInside ? vectorMeaning(vector) : 'beyond the limit'
  const font = meaning.startsWith('#') ? 'mono' : 'sans'
  return group(
    `idt.${key}`,
    text('vector', { x: idt.x + 10, y }, vectorNumber(vector), {
      size: type.small,
      font: 'mono',
      fill,
    }),
    text('meaning', { x: nameX(layout), y }, meaning, { size: type.small, font, fill }),
  )
}

const nameX = ({ idt, density }: DispatchDrawing['layout']): number =>
  idt.x + (density === 'laptop' ? 46 : 58)

function chosenGate(drawing: DispatchDrawing, vector: number, box: Box): Group {
  const { dispatch, colours, layout, progress } = drawing
  const { type } = layout
  const isNow = progress.now === 'vector'
  const isMissing = vector >= gateCount(dispatch)
  const hue = colours.event[pillOf(dispatch)]
  const ink = isNow ? colours.now.text : hue.ink
  const size = layout.density === 'laptop' ? type.body : type.value
  const y = box.y + box.height / 2 + size * 0.36
  const meaning = vectorMeaning(vector)
  const isMnemonic = meaning.startsWith('#') || meaning === 'NMI'
  const name = { size, fill: ink, weight: isMnemonic ? 600 : 400 } as const
  return group(
    'idt.chosen',
    isNow
      ? nowBox('box', box, colours)
      : rect('box', box, {
          fill: isMissing ? colours.ghostFill : hue.tint,
          stroke: hue.ink,
          strokeWidth: 2,
          ...(isMissing && { dash: '5 4' }),
        }),
    text('vector', { x: box.x + 10, y }, vectorNumber(vector), {
      size,
      weight: 600,
      font: 'mono',
      fill: ink,
    }),
    isMnemonic && text('meaning', { x: nameX(layout), y }, meaning, { ...name, font: 'mono' }),
    text(
      'address',
      { x: box.x + box.width - 10, y },
      isMissing
        ? 'no such gate'
        : [
            { text: 'at', font: 'sans' },
            { text: shortAddress(dispatch.attempt.gateAddress), gap: 6 },
          ],
      {
        size: layout.density === 'laptop' ? type.small : type.value,
        font: isMissing ? 'sans' : 'mono',
        anchor: 'end',
        fill: isNow ? colours.now.text : isMissing ? hue.ink : colours.ink,
      },
    ),
  )
}

function limitCheck(drawing: DispatchDrawing): Group | undefined {
  const { layout, progress } = drawing
  if (!progress.has('vector')) return undefined
  const { idt } = layout
  const [line] = limitLines(drawing)
  return line && group('idt.limit', checkLine(drawing, line, { x: idt.x, y: idt.limitBaseline }))
}
