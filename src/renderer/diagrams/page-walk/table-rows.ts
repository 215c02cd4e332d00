/** The rows of one table, or of the frame: the used one, its neighbours, and gaps. */
import { formatCount, formatHex } from '../../../shared/format'
import { hatch, nowBox, presentSquare, verticalDots } from '../primitives/marks'
import { group, rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { rowsAround } from './columns'
import type { Row, WalkColumn } from './columns'
import { hueOf } from './drawing'
import type { PageWalkDrawing } from './drawing'
import { chiefBlame, entryTarget } from './facts'
import { columnLeft, tableHeight } from './layout'

const ENTRIES_PER_TABLE = 512

/** Left edge of the row's label: the index drop ends just before it. */
const LABEL_INSET = 24
const RIGHT_INSET = 8
/** Dots stand below the first digit of the labels; what they stand for is right of them. */
const DOTS_INSET = 4
const DOTS_GAP = 9

function rowsOf({ layout }: PageWalkDrawing, column: WalkColumn): readonly Row[] {
  const bitCount = column.highBit - column.lowBit + 1
  const last = (column.field === 'offset' ? 2 ** bitCount : ENTRIES_PER_TABLE) - 1
  return rowsAround(column.value, last, layout.slots)
}

/** Where the middle of the used row is. */
export function chosenCentre(drawing: PageWalkDrawing, column: WalkColumn): number {
  const { tableTop, rowHeight, chosenHeight } = drawing.layout
  const above = rowsOf(drawing, column).indexOf(column.value)
  return tableTop + above * rowHeight + chosenHeight / 2
}

/** Between it and the word for the access, where both are on one line. */
const LABEL_GAP = 8

const labelSize = ({ hasTwoLineRows, type }: PageWalkDrawing['layout']): number =>
  hasTwoLineRows ? type.min : type.value

/** `184` in a table, `+0xf3c` in a frame; a narrow column has no room for the `0x` of a long offset. */
function rowLabel(drawing: PageWalkDrawing, column: WalkColumn, row: number): string {
  if (column.field !== 'offset') return String(row)
  const { layout } = drawing
  const digits = row.toString(16).padStart(Math.ceil((column.highBit + 1) / 4), '0')
  const label = `+0x${digits}`
  const beside = layout.hasTwoLineRows
    ? 4
    : RIGHT_INSET + textWidth(accessNote(drawing), layout.type.body) + LABEL_GAP
  const room = layout.columnWidth - LABEL_INSET - beside
  return textWidth(label, labelSize(layout), 600, 'mono') <= room ? label : `+${digits}`
}

/** `isOnlyShown`: the processor did not read the table, so nothing in it may look used. */
export function tableRows(
  drawing: PageWalkDrawing,
  column: WalkColumn,
  isOnlyShown: boolean,
): Group {
  const { colours, layout } = drawing
  const { tableTop, rowHeight, chosenHeight, columnWidth } = layout
  const x = columnLeft(layout, column.position)
  const rows = rowsOf(drawing, column)
  let y = tableTop
  const drawn = rows.map((row, slot): Drawn => {
    const height = row === column.value ? chosenHeight : rowHeight
    const box = { x, y, width: columnWidth, height }
    y += height
    if (row === column.value) return chosenRow(drawing, column, box, isOnlyShown)
    if (row === 'gap') {
      const dots = { x: x + LABEL_INSET + DOTS_INSET, y: box.y + rowHeight / 2 }
      return [
        verticalDots(`gap-${slot}`, dots, colours.muted),
        rows[slot - 1] !== 'gap' && leftOut(drawing, column, rows, slot, box),
      ]
    }
    return otherRow(drawing, column, box, row)
  })
  const outline = { x, y: tableTop, width: columnWidth, height: tableHeight(layout) }
  return group(
    `${column.field}.rows`,
    rect('outline', outline, {
      fill: isOnlyShown ? colours.ghostFill : colours.paper,
      stroke: colours.line,
      strokeWidth: 1.25,
      ...(isOnlyShown ? { dash: '5 4' } : {}),
    }),
    drawn,
  )
}

/** How many rows the dots stand for, in the middle of the one or two slots that they take. */
function leftOut(
  { colours, layout }: PageWalkDrawing,
  column: WalkColumn,
  rows: readonly Row[],
  slot: number,
  { x, y, width, height }: Box,
): Group | undefined {
  const slots = rows[slot + 1] === 'gap' ? 2 : 1
  const [before, after] = [Number(rows[slot - 1]), Number(rows[slot + slots])]
  const count = formatCount(after - before - 1)
  const size = layout.type.small
  const left = x + LABEL_INSET + DOTS_INSET + DOTS_GAP
  const room = x + width - RIGHT_INSET - left
  const words = [`${count} more`, count].find((wording) => textWidth(wording, size) <= room)
  if (words === undefined) return undefined
  const middle = y + (slots * height) / 2
  return group(
    `${column.field}.left-out-${slot}`,
    text('words', { x: left, y: middle + size * 0.36 }, words, { size, fill: colours.muted }),
  )
}

function otherRow(drawing: PageWalkDrawing, column: WalkColumn, box: Box, row: number): Group {
  const { colours, layout } = drawing
  const size = layout.type.small
  const middle = box.y + box.height / 2
  const neighbour = column.entry?.neighbours.find(({ index }) => index === row)
  return group(
    `${column.field}.entry-${row}`,
    text(
      'index',
      { x: box.x + LABEL_INSET, y: middle + size * 0.36 },
      rowLabel(drawing, column, row),
      {
        size,
        font: 'mono',
        fill: colours.muted,
      },
    ),
    neighbour &&
      presentSquare(
        'present',
        { x: box.x + box.width - 14, y: middle },
        neighbour.isPresent,
        colours,
      ),
  )
}

/** What the machine does at the frame, in one word beside the byte. */
const ACCESS_WORDS = { read: 'read', write: 'written', execute: 'fetched' } as const

function chosenRow(
  drawing: PageWalkDrawing,
  column: WalkColumn,
  box: Box,
  isOnlyShown: boolean,
): Group {
  const { walk, colours, layout, progress } = drawing
  const { field } = column
  const hue = hueOf(colours, field)
  const blame = progress.now === 'fault' ? chiefBlame(walk) : undefined
  const isBlamed = blame?.level === field
  const isNow =
    isBlamed ||
    progress.now === (field === 'offset' ? 'frame' : field) ||
    (progress.now === 'tlb' && field === 'offset')
  const look = isOnlyShown
    ? { fill: colours.ghostFill, stroke: colours.line, strokeWidth: 1.25, dash: '5 4' }
    : { fill: hue.tint, stroke: hue.ink, strokeWidth: 2 }
  const labelInk = isOnlyShown ? colours.ghost : isNow ? colours.now.text : hue.ink
  const valueInk = isOnlyShown ? colours.ghost : isNow ? colours.now.text : colours.ink
  const isAbsent = column.entry !== undefined && entryNote(drawing, column) === 'P = 0'
  const size = labelSize(layout)
  const label = rowLabel(drawing, column, column.value)
  const [labelY, noteY] = layout.hasTwoLineRows
    ? [box.y + 16, box.y + box.height - 8]
    : [box.y + box.height / 2 + size * 0.36, box.y + box.height / 2 + size * 0.36]
  const middle = box.y + box.height / 2
  const hatchLeft = box.x + LABEL_INSET + textWidth(label, size, 600, 'mono') + 10
  const hatchRight = box.x + box.width - RIGHT_INSET - 58
  const right = box.x + box.width - RIGHT_INSET
  return group(
    `${field}.entry-${column.value}`,
    isNow ? nowBox('box', box, colours) : rect('box', box, look),
    isAbsent &&
      !layout.hasTwoLineRows &&
      hatch(
        'absent',
        {
          x: hatchLeft,
          y: box.y + 6,
          width: hatchRight - hatchLeft,
          height: box.height - 12,
        },
        isNow ? colours.now.line : colours.line,
      ),
    text(
      'index',
      { x: box.x + LABEL_INSET, y: layout.hasTwoLineRows ? labelY : middle + size * 0.36 },
      label,
      { size, weight: 600, font: 'mono', fill: labelInk },
    ),
    field === 'offset'
      ? text('access', { x: right, y: noteY }, accessNote(drawing), {
          size: layout.type.body,
          anchor: 'end',
          fill: valueInk,
        })
      : text(
          'target',
          { x: right, y: isAbsent ? labelY : noteY },
          isBlamed && blame ? blame.statement : entryNote(drawing, column),
          {
            size,
            weight: isBlamed || isAbsent ? 600 : 400,
            font: 'mono',
            anchor: 'end',
            fill: valueInk,
          },
        ),
    isAbsent &&
      layout.hasTwoLineRows &&
      text('meaning', { x: right, y: noteY }, 'not present', {
        size,
        anchor: 'end',
        fill: valueInk,
      }),
  )
}

const accessNote = ({ walk }: PageWalkDrawing): string =>
  walk.origin === 'query' ? 'here' : ACCESS_WORDS[walk.access]

/**
 * The address that the entry holds, or `P = 0`. An address too long for the column loses its
 * upper digits; the list of entries shows it in full.
 */
function entryNote({ layout }: PageWalkDrawing, column: WalkColumn): string {
  const { entry } = column
  if (!entry) return ''
  if ((entry.value & 1n) === 0n) return 'P = 0'
  const address = entryTarget(entry)
  const text = formatHex(address, 8)
  return address < 1n << 32n || layout.hasTwoLineRows ? text : `…${text.slice(-9)}`
}
