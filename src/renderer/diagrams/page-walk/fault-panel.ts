/**
 * How a walk fails: the way from the guilty entry to the exception, and the error code bit by bit.
 * SDM Vol. 3A, "Page-Fault Exceptions".
 */
import { PageFaultErrorCode } from '../../../shared/x86/exceptions'
import { nowConnector } from '../primitives/connectors'
import { nowBox } from '../primitives/marks'
import { exceptionPill, exceptionPillWidth } from '../primitives/pills'
import { group, rect, text } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import type { PageWalkDrawing } from './drawing'
import { chiefBlame, isQuery } from './facts'
import { columnLeft, gutterX, tableBottom } from './layout'
import { chosenCentre } from './table-rows'
import { textWidth } from '../tokens/text-metrics'

/** The way to the exception: out of the guilty entry, down the gap beside its table. */
export function faultRoute(drawing: PageWalkDrawing): readonly Point[] {
  const { walk, columns, layout } = drawing
  const blame = chiefBlame(walk)
  const column = columns.find(({ field }) => field === blame?.level)
  const position = column?.position ?? 0
  const from = column ? chosenCentre(drawing, column) : layout.fieldTop + layout.fieldHeight / 2
  const gutter = gutterX(layout, position)
  const right = columnLeft(layout, position) + layout.columnWidth
  return [
    { x: right, y: from },
    { x: gutter, y: from },
    { x: gutter, y: pillTop(drawing) - 3 },
  ]
}

const pillSize = ({ layout }: PageWalkDrawing): number => (layout.density === 'laptop' ? 14 : 17)

const pillTop = ({ layout }: PageWalkDrawing): number =>
  tableBottom(layout) + (layout.density === 'laptop' ? 12 : 14)

/** What the processor raises. A non-canonical address names no vector: it depends on the segment. */
const exceptionName = ({ walk }: PageWalkDrawing): string =>
  walk.outcome === 'non-canonical' ? '#GP' : '#PF'

export function faultArrow(drawing: PageWalkDrawing): Group {
  const { colours, layout } = drawing
  const route = faultRoute(drawing)
  const size = pillSize(drawing)
  const tip = route.at(-1) ?? { x: 0, y: 0 }
  const centre = { x: tip.x, y: faultLine(drawing) }
  const name = exceptionName(drawing)
  const note = faultNote(drawing)
  return group(
    'fault',
    nowConnector('fault.arrow', route, colours, { scale: layout.nowScale }),
    exceptionPill('fault.exception', centre, name, size, colours),
    text('vector', { x: note.x, y: centre.y + 5 }, note.words, {
      size: layout.type.body,
      weight: 600,
      anchor: note.isLeft ? 'end' : 'start',
      fill: colours.ink,
    }),
  )
}

/** Longest first. */
function faultWordings({ walk }: PageWalkDrawing): readonly string[] {
  const condition = isQuery(walk) ? ', if it were done' : ''
  if (walk.outcome !== 'non-canonical')
    return [`page fault, vector 14${condition}`, `vector 14${condition}`]
  const other = walk.access === 'execute' ? '' : ', or #SS through the stack segment'
  return [`general protection, vector 13${other}${condition}`, `vector 13${other}${condition}`]
}

const NOTE_GAP = 10

/** What the exception is called, beside its pill: right of it, and where the page ends there, left of it. */
export function faultNote(drawing: PageWalkDrawing): {
  readonly words: string
  readonly x: number
  readonly isLeft: boolean
  /** What note and pill take of the line. */
  readonly left: number
  readonly right: number
} {
  const { layout } = drawing
  const size = layout.type.body
  const x = faultRoute(drawing).at(-1)?.x ?? 0
  const half = exceptionPillWidth(exceptionName(drawing), pillSize(drawing)) / 2
  const [long = '', short = ''] = faultWordings(drawing)
  const width = (words: string) => textWidth(words, size, 600)
  const rightX = x + half + NOTE_GAP
  const room = layout.width - layout.margin - rightX
  const isLeft = width(long) > room && width(long) <= x - half - NOTE_GAP - layout.margin
  const words = isLeft || width(long) <= room ? long : short
  const noteX = isLeft ? x - half - NOTE_GAP : rightX
  return {
    words,
    x: noteX,
    isLeft,
    left: isLeft ? noteX - width(words) : x - half,
    right: isLeft ? x + half : noteX + width(words),
  }
}

/** The line on which pill and note stand. */
export const faultLine = (drawing: PageWalkDrawing): number =>
  pillTop(drawing) + (pillSize(drawing) + 11) / 2

interface ErrorBit {
  readonly name: string
  readonly bit: number
  readonly mask: number
  /** What 0 and what 1 means: two lines each. */
  readonly words: readonly [readonly [string, string], readonly [string, string]]
}

function errorBits({ walk }: PageWalkDrawing): readonly ErrorBit[] {
  const { ID, RSVD, US, WR, P } = PageFaultErrorCode
  const supervisor = walk.isExplicit ? `ring ${walk.cpl}, CPL ${walk.cpl}` : 'implicit access'
  return [
    {
      name: 'I/D',
      bit: 4,
      mask: ID,
      words: [
        ['not a fetch', 'a data access'],
        ['a fetch', 'of an instruction'],
      ],
    },
    {
      name: 'RSVD',
      bit: 3,
      mask: RSVD,
      words: [
        ['no reserved', 'bit was set'],
        ['a reserved', 'bit was set'],
      ],
    },
    {
      name: 'U/S',
      bit: 2,
      mask: US,
      words: [
        ['supervisor', supervisor],
        ['user', `ring ${walk.cpl}, CPL ${walk.cpl}`],
      ],
    },
    {
      name: 'W/R',
      bit: 1,
      mask: WR,
      words: [
        walk.access === 'execute' ? ['not a write', 'but a fetch'] : ['a read', 'not a write'],
        ['a write', 'not a read'],
      ],
    },
    {
      name: 'P',
      bit: 0,
      mask: P,
      words: [
        ['not present', 'an entry has P = 0'],
        ['present', 'but forbidden'],
      ],
    },
  ]
}

/** The bit of the error code that names the cause. */
const DECISIVE_BIT = {
  'not-present': 'P',
  'not-writable': 'W/R',
  'not-user': 'U/S',
  'not-executable': 'I/D',
  smep: 'I/D',
  smap: 'U/S',
  reserved: 'RSVD',
  mapped: undefined,
  'non-canonical': undefined,
} as const

export interface ErrorCodePlace {
  readonly x: number
  readonly y: number
  readonly width: number
}

export function errorCodePanel(drawing: PageWalkDrawing, place: ErrorCodePlace): Group | undefined {
  const { walk, colours, layout } = drawing
  const { errorCode } = walk
  if (errorCode === undefined) return undefined
  const { x, y, width } = place
  const { type } = layout
  const isDense = layout.density === 'laptop'
  const gap = 8
  const bits = errorBits(drawing)
  const boxWidth = (width - gap * (bits.length - 1)) / bits.length
  const boxHeight = isDense ? 30 : 36
  const top = y + 26
  return group(
    'error-code',
    text(
      'value',
      { x, y },
      [
        { text: 'Error code', weight: 600, size: type.caption },
        { text: `0x${errorCode.toString(16).padStart(4, '0')}`, weight: 600, font: 'mono', gap: 6 },
        {
          text: isQuery(walk) ? 'would be pushed on the stack' : 'is pushed on the stack',
          fill: colours.muted,
          gap: 8,
        },
      ],
      { size: type.value, fill: colours.ink },
    ),
    bits.map(({ name, bit, mask, words }, index) => {
      const isSet = (errorCode & mask) !== 0
      const isDecisive = DECISIVE_BIT[walk.outcome] === name
      const left = x + index * (boxWidth + gap)
      const box = { x: left, y: top, width: boxWidth, height: boxHeight }
      const ink = isDecisive ? colours.now.text : colours.ink
      const [first, second] = words[isSet ? 1 : 0]
      const centre = left + boxWidth / 2
      const baseline = top + boxHeight / 2 + 6
      return group(
        `error-code.${name.replace('/', '')}`,
        isDecisive
          ? nowBox('box', box, colours)
          : rect('box', box, { fill: colours.paper, stroke: colours.line, strokeWidth: 1.5 }),
        text('position', { x: left + boxWidth - 4, y: top - 6 }, `bit ${bit}`, {
          size: type.small,
          anchor: 'end',
          fill: colours.muted,
        }),
        text('name', { x: left + 10, y: baseline }, name, {
          size: type.caption,
          weight: 600,
          fill: ink,
        }),
        text('bit', { x: left + boxWidth - 10, y: baseline + 1 }, isSet ? '1' : '0', {
          size: type.caption + 3,
          weight: 600,
          font: 'mono',
          anchor: 'end',
          fill: ink,
        }),
        text('meaning', { x: centre, y: top + boxHeight + type.body + 5 }, first, {
          size: type.body,
          weight: 600,
          anchor: 'middle',
          fill: colours.ink,
        }),
        text('detail', { x: centre, y: top + boxHeight + type.body * 2 + 10 }, second, {
          size: type.small,
          anchor: 'middle',
          fill: colours.muted,
        }),
      )
    }),
  )
}
