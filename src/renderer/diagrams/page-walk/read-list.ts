/** The entries that code has read by itself, one row for each: when, by which address it came there, and what it read. */
import { formatCount, formatHex } from '../../../shared/format'
import type { EntryRead, SoftwareWalk } from '../../../shared/models/page-walk'
import { wordingThatFits } from '../primitives/fit-name'
import { levelBars } from '../primitives/level-bars'
import { group, line, text } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { hueOf, type PageWalkDrawing } from './drawing'
import { readMeanings, readName, readValue, shortReadValue } from './software-words'

/** Where the list stands, and how far from each other its columns are. */
export interface ReadListPlace {
  readonly x: number
  readonly y: number
  readonly right: number
  readonly rowHeight: number
  readonly gap: number
}

/** The left edge of each column; instants end at theirs. */
interface Columns {
  readonly instant: number
  readonly through: number
  readonly value: number
  readonly meaning: number
}

const HEADINGS = {
  entry: 'read by code',
  instant: 'at instr',
  through: 'through linear address',
  value: 'value as read',
  meaning: 'which says',
} as const

/** A window has no room for the zeros in front. */
const valueText = ({ layout }: PageWalkDrawing, read: EntryRead): string =>
  layout.density === 'laptop' ? shortReadValue(read) : readValue(read)

/** As wide as the widest of their words and numbers. */
function columnsFor(
  drawing: PageWalkDrawing,
  reads: readonly EntryRead[],
  { x, gap }: ReadListPlace,
): Columns {
  const { small, body, value: size } = drawing.layout.type
  const widest = (heading: string, widths: readonly number[]) =>
    Math.max(textWidth(heading, small, 600), ...widths)
  const mono = (words: string) => textWidth(words, size, 400, 'mono')
  const entry = widest(
    HEADINGS.entry,
    reads.map((read) => BARS + textWidth(readName(read, drawing.walk), size, 600)),
  )
  const instants = reads.map((read) => textWidth(formatCount(read.instant), body))
  const instant = x + entry + gap + widest(HEADINGS.instant, instants)
  const through = instant + gap
  const value =
    through +
    gap +
    widest(
      HEADINGS.through,
      reads.map((read) => mono(formatHex(read.through))),
    )
  const values = reads.map((read) => mono(valueText(drawing, read)))
  return { instant, through, value, meaning: value + gap + widest(HEADINGS.value, values) }
}

const BARS = 24

export function readList(
  drawing: PageWalkDrawing,
  { reads }: SoftwareWalk,
  place: ReadListPlace,
): Group {
  const { colours, layout, progress } = drawing
  const { x, y, right, rowHeight } = place
  const columns = columnsFor(drawing, reads, place)
  const heading = { size: layout.type.small, fill: colours.muted }
  return group(
    'reads',
    group(
      'reads.heading',
      text('entry', { x, y }, HEADINGS.entry, { ...heading, fill: colours.ink, weight: 600 }),
      text('instant', { x: columns.instant, y }, HEADINGS.instant, { ...heading, anchor: 'end' }),
      (['through', 'value', 'meaning'] as const).map((column) =>
        text(column, { x: columns[column], y }, HEADINGS[column], heading),
      ),
      line('rule', { x, y: y + 9 }, { x: right, y: y + 9 }, colours.line),
    ),
    reads
      .filter(({ level }) => progress.has(level))
      .map((read, index) =>
        readRow(drawing, read, columns, { x, right, y: y + rowHeight * (index + 1) }),
      ),
  )
}

function readRow(
  drawing: PageWalkDrawing,
  read: EntryRead,
  { instant, through, value, meaning }: Columns,
  { x, right, y: middle }: Pick<ReadListPlace, 'x' | 'right' | 'y'>,
): Group {
  const { walk, colours, layout } = drawing
  const { value: size, body } = layout.type
  const y = middle + 5
  const hue = hueOf(colours, read.level)
  const mono = { size, font: 'mono', fill: colours.ink } as const
  const words = { size: body, fill: colours.ink }
  const told = readMeanings(read, walk)
  const room = right - meaning
  const count = formatCount(read.instant)
  return group(
    `reads.${read.level}`,
    levelBars('bars', { x, y }, read.level, hue.ink),
    text('name', { x: x + BARS, y }, readName(read, walk), { size, weight: 600, fill: hue.ink }),
    text('instant', { x: instant, y }, count, { ...words, anchor: 'end' }),
    text('through', { x: through, y }, formatHex(read.through), mono),
    text('value', { x: value, y }, valueText(drawing, read), mono),
    text('meaning', { x: meaning, y }, wordingThatFits(told, room, body), words),
  )
}
