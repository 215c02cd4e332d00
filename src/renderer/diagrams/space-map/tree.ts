/** The tree: each PML4 entry in use, and below it the ranges that its tables map. */
import { formatHex } from '../../../shared/format'
import type { MappedRange, RangeRights } from '../../../shared/models/space-map'
import { levelBars, levelBarsWidth } from '../primitives/level-bars'
import { nowBox } from '../primitives/marks'
import { decimal, group, path, text, type Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import { rowY, type SpaceDrawing } from './drawing'
import type { SpaceRow } from './rows'
import { SAME, besideWords, pagesWords, sizeWords, slotWords, thereWords } from './words'

type SlotRow = Extract<SpaceRow, { kind: 'slot' }>
type RangeRow = Extract<SpaceRow, { kind: 'range' }>
type BesideRow = Extract<SpaceRow, { kind: 'beside' }>

export function spaceTree(drawing: SpaceDrawing): Group {
  const { rows, map } = drawing
  return group(
    'tree',
    rows.length > 0 && heads(drawing),
    rows.map((row, index) => {
      switch (row.kind) {
        case 'slot':
          return slotRow(drawing, row, index)
        case 'range':
          return rangeRow(drawing, row, index)
        case 'beside':
          return besideRow(drawing, row, index)
      }
    }),
    map.isPaged && branches(drawing),
  )
}

function heads({ columns, headY: y, colours, frame, map, hidden }: SpaceDrawing): Drawn {
  const style = { size: frame.type.small, fill: colours.muted }
  const { pml4, beside } = map
  const head = (key: string, x: number, words: string, anchor: 'start' | 'end' = 'start') =>
    text(key, { x, y }, words, { ...style, anchor })
  const cr3 = (base: bigint) => `CR3 ${formatHex(base, 8).replace('0x', '')}`
  return [
    head('head-start', columns.start, 'linear address'),
    head('head-size', columns.size, 'size', 'end'),
    !beside && head('head-pages', columns.pages, 'pages'),
    head('head-rights', columns.rights, 'rights'),
    head('head-physical', columns.physical, beside ? cr3(pml4) : 'physical'),
    beside && head('head-beside', columns.beside, cr3(beside.pml4)),
    head('head-name', columns.name, hidden > 0 ? `${hidden} more entries` : 'what lies there'),
  ]
}

function slotRow(drawing: SpaceDrawing, { index, slot, hidden }: SlotRow, row: number): Group {
  const { colours, frame, now, columns } = drawing
  const { small } = frame.type
  const { x, width } = frame.body
  const y = rowY(drawing, row)
  const isNow = index === now
  const ink = isNow ? colours.now.text : colours.level.pml4.ink
  const left = x + levelBarsWidth('pml4', 0.9) + 6
  const rest = hidden > 0 ? `; ${hidden} ${hidden === 1 ? 'row' : 'rows'} not shown` : ''
  const words = slot ? `${slotWords(slot)}${rest}` : 'in the other space alone'
  const room = x + width - columns.rights - 4
  return group(
    `slot-${index}`,
    isNow &&
      nowBox('now', { x: x - 4, y: y - small - 3, width: width + 8, height: small + 9 }, colours),
    levelBars('bars', { x, y }, 'pml4', ink, 0.9),
    text(
      'name',
      { x: left, y },
      [
        { text: `PML4E ${index}`, weight: 600, fill: ink },
        ...(slot
          ? [
              { text: 'table at', gap: 12 },
              { text: formatHex(slot.table, 8), font: 'mono' as const, gap: 6 },
            ]
          : []),
      ],
      { size: small, fill: isNow ? ink : colours.ink },
    ),
    text('words', { x: columns.rights, y }, fitText(words, room, small), {
      size: small,
      fill: isNow ? ink : colours.muted,
    }),
  )
}

function rangeRow(drawing: SpaceDrawing, { range, index }: RangeRow, row: number): Group {
  const { columns, colours, frame, map } = drawing
  const { small } = frame.type
  const y = rowY(drawing, row)
  const other = map.beside && besideWords(map, range)
  const isSame = other === undefined || other === SAME
  const nameRoom = frame.body.x + frame.body.width - columns.name
  return group(
    `range-${index}-${range.start.toString(16)}`,
    text('start', { x: columns.start, y }, formatHex(range.start), {
      size: small,
      font: 'mono',
      fill: colours.ink,
    }),
    text('size', { x: columns.size, y }, sizeWords(range.size), {
      size: small,
      anchor: 'end',
      fill: colours.ink,
    }),
    !map.beside &&
      text('pages', { x: columns.pages, y }, pagesWords(range), {
        size: small,
        fill: colours.muted,
      }),
    rights(drawing, range, row),
    text(
      'physical',
      { x: columns.physical, y },
      [{ text: physicalWords(range), font: 'mono', fill: colours.level.offset.ink }],
      { size: small, fill: colours.ink },
    ),
    other !== undefined &&
      text('beside', { x: columns.beside, y }, other, {
        size: small,
        ...(other.startsWith('0x') && { font: 'mono' as const }),
        ...(isSame ? { fill: colours.muted } : { fill: colours.changed.ink, weight: 600 as const }),
      }),
    text('name', { x: columns.name, y }, fitText(nameWords(range), nameRoom, small), {
      size: small,
      fill: colours.ink,
    }),
  )
}

const physicalWords = ({ physical }: MappedRange): string => formatHex(physical, 8)

/** Frames that do not lie one behind the other are told where the name stands. */
function nameWords({ name, isContiguous }: MappedRange): string {
  if (isContiguous) return name ?? ''
  return name === undefined ? 'frames scattered' : `${name}, frames scattered`
}

const hereWords = ({ recursive }: BesideRow['difference']): string =>
  recursive === 'here' ? 'leads back' : 'not mapped'

/** What the other space maps where this one has nothing. */
function besideRow(drawing: SpaceDrawing, { difference, index }: BesideRow, row: number): Group {
  const { columns, colours, frame } = drawing
  const { small } = frame.type
  const y = rowY(drawing, row)
  const ghost = { size: small, fill: colours.ghost }
  return group(
    `beside-${index}-${difference.start.toString(16)}`,
    text('start', { x: columns.start, y }, formatHex(difference.start), { ...ghost, font: 'mono' }),
    text('size', { x: columns.size, y }, sizeWords(difference.size), { ...ghost, anchor: 'end' }),
    text('physical', { x: columns.physical, y }, hereWords(difference), ghost),
    text('beside', { x: columns.beside, y }, thereWords(difference), {
      size: small,
      font: 'mono',
      weight: 600,
      fill: colours.changed.ink,
    }),
  )
}

/** R, W and X in their colours, a dash where it is not allowed; U where user code may as well. */
function rights(drawing: SpaceDrawing, range: RangeRights, row: number): Drawn {
  const { columns, colours, frame } = drawing
  const y = rowY(drawing, row)
  const size = frame.type.small
  const step = textWidth('W', size, 600, 'mono')
  const { read, write, execute } = colours.access
  const letters: readonly (readonly [string, boolean, string])[] = [
    ['R', true, read],
    ['W', range.isWritable, write],
    ['X', range.isExecutable, execute],
    ['U', range.isUser, colours.ink],
  ]
  return group(
    `rights-${row}`,
    letters.map(([letter, isAllowed, fill], index) =>
      text(letter, { x: columns.rights + index * step, y }, isAllowed ? letter : '–', {
        size,
        font: 'mono',
        weight: isAllowed ? 600 : 400,
        fill: isAllowed ? fill : colours.ghost,
      }),
    ),
  )
}

/** From each PML4 entry down to its ranges. */
function branches(drawing: SpaceDrawing): Drawn {
  const { rows, frame, columns, colours } = drawing
  const x = frame.body.x + 7
  const data = rows.flatMap((row, index) => {
    if (row.kind === 'slot') return []
    const y = rowY(drawing, index) - frame.type.small * 0.36
    const before = rows[index - 1]
    const from = rowY(drawing, index - 1) + (before?.kind === 'slot' ? 4 : -frame.type.small * 0.36)
    return [`M${decimal(x)} ${decimal(from)}V${decimal(y)}H${decimal(columns.start - 4)}`]
  })
  return (
    data.length > 0 &&
    path('branches', data.join(''), { stroke: colours.line, strokeWidth: strokes.hair })
  )
}
