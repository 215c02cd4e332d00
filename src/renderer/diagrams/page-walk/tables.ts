/** The tables of the walk, side by side, and the pointers by which each entry leads to the next. */
import type { PageWalk } from '../../../shared/models/page-walk'
import { PAGING_LEVELS, PageEntry } from '../../../shared/x86/paging'
import { longName } from '../glossary'
import { connector, nowConnector } from '../primitives/connectors'
import { levelBars, levelBarsWidth } from '../primitives/level-bars'
import { wrapProse } from '../primitives/prose'
import { group, rect, text } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { radius } from '../tokens/tokens'
import type { WalkColumn } from './columns'
import { hueOf } from './drawing'
import type { PageWalkDrawing } from './drawing'
import { isTlbHit, mappedSize } from './facts'
import { columnLeft, gutterX, headY, tableHeight } from './layout'
import type { PageWalkLayout } from './layout'
import { formatPhysical } from './numbers'
import { chosenCentre, tableRows } from './table-rows'

export const tables = (drawing: PageWalkDrawing): Group =>
  group(
    'tables',
    controlRegister3(drawing),
    drawing.columns.map((column) => table(drawing, column)),
    drawing.columns.map((column) => pointerInto(drawing, column)),
  )

/** Whether the machine has been at a column: an entry read, the frame reached. */
export function isReached({ walk, progress }: PageWalkDrawing, column: WalkColumn): boolean {
  if (isTlbHit(walk)) return column.entry !== undefined || column.field === 'offset'
  return progress.has(column.field === 'offset' ? 'frame' : column.field)
}

/** Entries that were read for the reader's sake only are drawn, but as what did not happen. */
const isOnlyShown = (drawing: PageWalkDrawing, column: WalkColumn): boolean =>
  isTlbHit(drawing.walk) && column.field !== 'offset'

/** What CR3 holds, in two lines. */
const CR3_MEANINGS = [
  ['physical address', 'of the PML4'],
  ['physical', 'PML4 address'],
] as const

/** Between the two. */
const meaningPitch = ({ type }: PageWalkLayout): number => type.small + 3

function controlRegister3(drawing: PageWalkDrawing): Group {
  const { walk, colours, layout, progress } = drawing
  const { type, tableTop, headerHeight, headingSize, columnWidth, rowHeight } = layout
  const x = columnLeft(layout, 0)
  const top = tableTop - headerHeight
  const isRead = progress.has('cr3')
  const isNow = progress.now === 'cr3'
  // A translation that ends before the tables says nothing of CR3.
  const isKnown = walk.levels.length > 0
  const hasMeaning = layout.density !== 'projector'
  const pitch = meaningPitch(layout)
  const height = hasMeaning
    ? headerHeight + Math.max(28, rowHeight * 1.3) + pitch - 2
    : headerHeight + 4
  const inset = layout.hasTwoLineRows ? 8 : 12
  const heading = top + headingSize + 6
  const valueAt = { x: x + inset, y: heading + type.value + 7 }
  const ink = isNow ? colours.now.text : isRead ? colours.ink : colours.ghost
  const isNarrow = columnWidth < 110
  const flag = (bit: bigint) => Number((walk.cr3 & bit) !== 0n)
  // In the window the flags give way to what the register is for, where they say nothing.
  const isPlain = layout.density === 'laptop' && !flag(PageEntry.PWT) && !flag(PageEntry.PCD)
  const look = isNow
    ? { fill: colours.now.fill, stroke: colours.now.line, strokeWidth: 3 }
    : isRead
      ? { fill: colours.paper, stroke: colours.ink, strokeWidth: 1.5 }
      : { fill: colours.ghostFill, stroke: colours.line, strokeWidth: 1.25, dash: '5 4' }
  const flags = `PWT ${flag(PageEntry.PWT)}${isNarrow ? ' ' : ' · '}PCD ${flag(PageEntry.PCD)}`
  const room = columnWidth - 2 * inset
  const [kind, table] =
    CR3_MEANINGS.find((lines) => lines.every((line) => textWidth(line, type.small) <= room)) ??
    CR3_MEANINGS[1]
  const meaning = { size: type.small, fill: isNow ? ink : isRead ? colours.muted : ink }
  return group(
    'cr3',
    rect('box', { x, y: top, width: columnWidth, height }, { ...look, radius: radius.box }),
    text(
      'name',
      { x: x + inset, y: heading },
      [
        { text: 'CR3', weight: 600 },
        ...(isSpeltOut(drawing) ? [{ text: 'control register', size: type.small, gap: 8 }] : []),
      ],
      { size: headingSize, fill: ink },
    ),
    isKnown
      ? text('value', valueAt, formatPhysical(walk.cr3 & PageEntry.ADDRESS), {
          size: layout.hasTwoLineRows ? type.min : type.value,
          font: 'mono',
          fill: ink,
        })
      : text('value', valueAt, 'not read', { size: type.body, fill: ink }),
    hasMeaning &&
      isKnown && [
        text('kind', { x: x + inset, y: top + height - 9 - pitch }, kind, meaning),
        text('flags', { x: x + inset, y: top + height - 9 }, isPlain ? table : flags, meaning),
      ],
  )
}

function table(drawing: PageWalkDrawing, column: WalkColumn): Group {
  const reached = isReached(drawing, column)
  return group(
    `table.${column.field}`,
    reached ? tableRows(drawing, column, isOnlyShown(drawing, column)) : unread(drawing, column),
    header(drawing, column, reached),
    reached && !isOnlyShown(drawing, column) && indexDrop(drawing, column),
  )
}

function header(drawing: PageWalkDrawing, column: WalkColumn, reached: boolean): Group {
  const { walk, colours, layout } = drawing
  const { tableTop, headerHeight, headingSize, type } = layout
  const x = columnLeft(layout, column.position) + (layout.hasTwoLineRows ? 14 : 20)
  const long = isSpeltOut(drawing) ? spelling(drawing, column) : undefined
  const lowest = tableTop - headerHeight + headingSize + 6
  const baseline = long === undefined ? lowest : lowest - 17
  const scale = headingSize / 16
  const isFaded = !reached || isOnlyShown(drawing, column)
  const base = column.field === 'offset' ? frameBase(drawing) : column.entry?.table
  const isFrameUnknown = column.field === 'offset' && walk.physicalAddress === undefined
  const name = tableName(drawing, column, reached)
  const nameX = x + levelBarsWidth(column.field, scale) + 7
  const level = levelName(column)
  const hasLevel =
    level !== '' &&
    layout.density !== 'projector' &&
    nameX + textWidth(name, headingSize, 600) + 6 + textWidth(level, type.small) <=
      columnLeft(layout, column.position) + layout.columnWidth
  return group(
    `${column.field}.header`,
    levelBars(
      'bars',
      { x, y: baseline - 1 },
      column.field,
      hueOf(colours, column.field).ink,
      scale,
    ),
    text(
      'name',
      { x: nameX, y: baseline },
      [
        {
          text: name,
          weight: 600,
          fill: isFaded ? colours.ghost : hueOf(colours, column.field).ink,
        },
        ...(hasLevel ? [{ text: level, size: type.small, gap: 6 }] : []),
      ],
      { size: headingSize, fill: isFaded ? colours.ghost : colours.muted },
    ),
    long !== undefined &&
      text('long-name', { x, y: baseline + type.small + 4 }, long, {
        size: type.small,
        fill: isFaded ? colours.ghost : colours.muted,
      }),
    reached &&
      !isFrameUnknown &&
      base !== undefined &&
      text('base', { x, y: lowest + type.value + 5 }, formatPhysical(base), {
        size: layout.hasTwoLineRows ? type.min : type.value,
        font: 'mono',
        fill: isFaded ? colours.ghost : colours.ink,
      }),
  )
}

/** What its bars count. */
const levelName = ({ field }: WalkColumn): string =>
  field === 'offset' ? '' : `level ${PAGING_LEVELS.length - PAGING_LEVELS.indexOf(field)}`

/** Only the figure has the room to spell out what a table is called. */
const isSpeltOut = ({ layout }: PageWalkDrawing): boolean => layout.density === 'figure'

/** As much of the name as the column is wide: `PDPT` says that it is a table. */
function spelling({ layout }: PageWalkDrawing, { tableName: name }: WalkColumn) {
  const { columnWidth, type } = layout
  const words = longName(name)
  if (words === undefined || textWidth(words, type.small) <= columnWidth - 20) return words
  return words.replace(/ \S+$/, '')
}

/** A narrow column has room for the size of the frame, but not for the word. */
function tableName({ layout }: PageWalkDrawing, column: WalkColumn, reached: boolean): string {
  if (column.field !== 'offset') return column.tableName
  if (!reached) return 'frame'
  return layout.columnWidth < 110 ? column.tableName.replace(' frame', '') : column.tableName
}

function frameBase({ walk, columns }: PageWalkDrawing): bigint | undefined {
  const offset = columns.at(-1)?.value ?? 0
  return walk.physicalAddress === undefined ? undefined : walk.physicalAddress - BigInt(offset)
}

/** A page that is there and may not be used, or none. */
function frameNote({ levels }: PageWalk): string {
  const last = levels.at(-1)
  return last && mappedSize(last) !== undefined ? 'not reached' : 'no frame'
}

/** A table that the processor did not open: dashed, with what that means. */
function unread(drawing: PageWalkDrawing, column: WalkColumn): Group {
  const { walk, colours, layout, progress } = drawing
  const { tableTop, columnWidth, type } = layout
  const x = columnLeft(layout, column.position)
  const height = tableHeight(layout)
  const isFrame = column.field === 'offset'
  const isNext = progress.next === (isFrame ? 'frame' : column.field)
  const note = isNext
    ? 'next'
    : !progress.isComplete
      ? ''
      : isFrame
        ? frameNote(walk)
        : walk.outcome === 'not-present'
          ? 'there is none'
          : 'never read'
  const middle = { x: x + columnWidth / 2, y: tableTop + height / 2 - 4 }
  const style = { size: type.body, anchor: 'middle', fill: colours.ghost } as const
  // An entry above with P = 0 leads to no table; any other was only not used.
  const isUnused = note === 'never read'
  const isNamed = (isUnused || note === 'there is none') && !isSpeltOut(drawing)
  const pitch = type.body + 5
  return group(
    `${column.field}.unread`,
    rect(
      'box',
      { x, y: tableTop, width: columnWidth, height },
      { fill: colours.ghostFill, stroke: colours.line, strokeWidth: 1.25, dash: '5 4' },
    ),
    isNamed &&
      nameInside(drawing, column).map((line, index, { length }) =>
        text(`name-${index}`, { x: middle.x, y: middle.y - (length - index) * pitch }, line, style),
      ),
    note !== '' && text('note', middle, note, style),
    isUnused && text('index', { x: middle.x, y: middle.y + pitch }, `entry ${column.value}`, style),
  )
}

/** What the table is called, where the window has no other room for it; nothing where a line of it is too wide. */
function nameInside(
  { layout }: PageWalkDrawing,
  { tableName: name }: WalkColumn,
): readonly string[] {
  const { columnWidth, type } = layout
  const style = { size: type.body, fill: '' }
  const room = columnWidth - 12
  const whole = longName(name) ?? ''
  const fits = (line: string) => textWidth(line, type.body) <= room
  // A line may end behind a hyphen.
  const wrapped = wrapProse(whole.replaceAll('-', '- '), room, style)
  const lines = fits(whole) ? [whole] : wrapped.map((line) => line.replaceAll('- ', '-'))
  return lines.every(fits) ? lines : []
}

/** The index falls from its bit field along the table's left edge: base + 8 × index. */
function indexDrop(drawing: PageWalkDrawing, column: WalkColumn): Group {
  const { colours, layout } = drawing
  const x = columnLeft(layout, column.position)
  const y = chosenCentre(drawing, column)
  const from = { x: x + 9, y: layout.fieldTop + layout.fieldHeight }
  return connector(
    `linear-address.${column.field}.to.row`,
    [from, { x: x + 9, y }, { x: x + 21, y }],
    { stroke: hueOf(colours, column.field).ink, strokeWidth: 2, bend: 6 },
  )
}

/** The way from what holds the address of a table to the head of that table. */
export function pointerRoute(drawing: PageWalkDrawing, column: WalkColumn): readonly Point[] {
  const { layout, columns } = drawing
  const y = headY(layout)
  const target = { x: columnLeft(layout, column.position) - 2, y }
  const source = columns[columns.indexOf(column) - 1]
  if (!source) return [{ x: columnLeft(layout, 0) + layout.columnWidth, y }, target]
  const from = chosenCentre(drawing, source)
  const gutter = gutterX(layout, source.position)
  const right = columnLeft(layout, source.position) + layout.columnWidth
  return [{ x: right, y: from }, { x: gutter, y: from }, { x: gutter, y }, target]
}

function pointerInto(drawing: PageWalkDrawing, column: WalkColumn): Group | undefined {
  const { walk, colours, layout, columns, progress } = drawing
  const source = columns[columns.indexOf(column) - 1]
  if (!isReached(drawing, column) || isTlbHit(walk)) return undefined
  if (source ? !source.entry : !progress.has('cr3')) return undefined
  const key = `${source?.field ?? 'cr3'}.to.${column.field}`
  const route = pointerRoute(drawing, column)
  return progress.now === column.field
    ? nowConnector(key, route, colours, { scale: layout.nowScale, bend: 6 })
    : connector(key, route, { stroke: colours.ink, bend: 6 })
}
