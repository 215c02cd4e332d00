/** The states of one future as pills in the order of the source, with arrows between them. */
import type { MachineState } from '../../../shared/models/executor'
import { connector } from '../primitives/connectors'
import { nowBox } from '../primitives/marks'
import { circle, group, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import type { ExecutorDrawing } from './drawing'
import { placeOf } from './facts'

export interface PillRow {
  readonly key: string
  /** Top left of the row of pills. */
  readonly at: Point
  readonly width: number
  readonly states: readonly MachineState[]
  /** Where the future stands. */
  readonly present: number | undefined
  readonly isRunning: boolean
}

interface Pill {
  readonly index: number
  readonly label: string
  readonly isCode: boolean
  readonly place: string | undefined
  readonly width: number
}

const PADDING = 13
const DOTS_WIDTH = 24
/** Of an arrow between two pills, the longest that there is room for. */
const GAPS = [30, 16] as const
/** Behind the name of what is awaited. */
const AWAIT = '.await'

/** What all states of a row take at least. */
export const pillsWidth = (drawing: ExecutorDrawing, row: PillRow): number =>
  widthOf(pillsOf(drawing, row), GAPS[1])

const pillsOf = (drawing: ExecutorDrawing, row: PillRow): readonly Pill[] =>
  inOrder(
    row.states.flatMap((state, index) => pillOf(state, index, row, pillSize(drawing)) ?? []),
    row,
  )

export function statePills(drawing: ExecutorDrawing, row: PillRow): Group {
  const { layout } = drawing
  const ordered = pillsOf(drawing, row)
  const fitting = GAPS.find((one) => widthOf(ordered, one) <= row.width)
  const gap = fitting ?? GAPS[1]
  const shown = fitting === undefined ? chosen(ordered, row) : ordered
  const drawn: Drawn[] = []
  let x = row.at.x
  shown.forEach((item, place) => {
    if (item === 'dots') {
      const centre = { x: x + DOTS_WIDTH / 2, y: row.at.y + layout.pillHeight / 2 }
      drawn.push(dots(drawing, `${row.key}.dots-${place}`, centre))
      x += DOTS_WIDTH
      return
    }
    drawn.push(pill(drawing, row, item, x, placeRoom(shown, item, gap)))
    x += item.width
    const next = shown[place + 1]
    if (!next || next === 'dots') return
    drawn.push(arrow(drawing, row, item, { x, gap }))
    x += gap
  })
  return group(row.key, ...drawn)
}

type Shown = Pill | 'dots'

/** Below the start and the end there is no place, so that of an only await may be longer than its pill. */
function placeRoom(shown: readonly Shown[], item: Pill, gap: number): number {
  const places = shown.filter((one) => one !== 'dots' && one.place !== undefined)
  return places.length < 2 ? LONG_PLACE : item.width + gap - 8
}

const LONG_PLACE = 180

/** Of all pills and the arrows between them. */
const widthOf = (items: readonly Pill[], gap: number): number =>
  items.reduce((sum, { width }) => sum + width, (items.length - 1) * gap)

const RANK = { start: 0, await: 1, panicked: 2, end: 3 } as const

/** In the order of the source: the start, the awaits, the end. */
function inOrder(pills: readonly Pill[], { states }: PillRow): readonly Pill[] {
  const rank = ({ index }: Pill) => RANK[states[index]?.kind ?? 'await']
  return [...pills].sort((a, b) => rank(a) - rank(b) || a.index - b.index)
}

/** Where not all fit: the start, the present one, the end, and dots for what is between. */
function chosen(ordered: readonly Pill[], { present }: PillRow): readonly Shown[] {
  const ends = [ordered[0], ordered.at(-1)]
  const inner = ordered.find((one) => one.index === present && !ends.includes(one))
  const kept = ordered.filter((one) => ends.includes(one) || one === inner)
  return kept.flatMap((item, place): readonly Shown[] => {
    const before = kept[place - 1]
    const isGap = before !== undefined && ordered.indexOf(item) - ordered.indexOf(before) > 1
    return isGap ? ['dots', item] : [item]
  })
}

const pillSize = ({ layout }: ExecutorDrawing): number =>
  layout.density === 'projector' ? layout.type.body : layout.type.small

function pillOf(
  state: MachineState,
  index: number,
  { present }: PillRow,
  size: number,
): Pill | undefined {
  // A panic is no way that a future is meant to go.
  if (state.kind === 'panicked' && index !== present) return undefined
  const isCode = state.kind === 'await'
  const label = {
    start: 'Start',
    end: 'End',
    panicked: 'Panicked',
    await: `${state.awaits ?? state.name}${AWAIT}`,
  }[state.kind]
  const place = isCode ? placeOf(state) : undefined
  const width = textWidth(label, size, 600, isCode ? 'mono' : 'sans') + 2 * PADDING
  return { index, label, isCode, place, width }
}

function pill(
  drawing: ExecutorDrawing,
  row: PillRow,
  { index, label, isCode, place, width }: Pill,
  x: number,
  room: number,
) {
  const { colours, layout } = drawing
  const size = pillSize(drawing)
  const isPresent = index === row.present
  const isNow = isPresent && row.isRunning
  const box = { x, y: row.at.y, width, height: layout.pillHeight }
  const radius = layout.pillHeight / 2
  return group(
    `${row.key}.state-${index}`,
    isNow
      ? nowBox('pill', box, colours, radius)
      : rect('pill', box, {
          radius,
          fill: colours.paper,
          stroke: isPresent ? colours.ink : colours.line,
          strokeWidth: isPresent ? strokes.strong : 1.25,
        }),
    text('label', { x: x + width / 2, y: box.y + box.height / 2 + size * 0.36 }, label, {
      size,
      weight: isPresent ? 600 : 400,
      font: isCode ? 'mono' : 'sans',
      anchor: 'middle',
      fill: isNow ? colours.now.text : isPresent ? colours.ink : colours.muted,
    }),
    place !== undefined &&
      text(
        'place',
        { x: x + width / 2, y: box.y + box.height + layout.type.small + 3 },
        placeRuns(place, isPresent && !row.isRunning, room, layout.type.small),
        { size: layout.type.small, anchor: 'middle', fill: colours.muted },
      ),
  )
}

/** Where an await stands in the source, and that the future waits there. */
function placeRuns(place: string, isWaiting: boolean, room: number, size: number) {
  const words = 'waits at'
  const isLong = textWidth(words, size) + 5 + textWidth(place, size, 400, 'mono') <= room
  const run = { text: fitText(place, room, size, 400, 'mono'), font: 'mono' } as const
  return isWaiting && isLong ? [{ text: words }, { ...run, gap: 5 }] : [run]
}

function arrow(
  { colours, layout }: ExecutorDrawing,
  { key, at }: PillRow,
  { index }: Pill,
  { x, gap }: { readonly x: number; readonly gap: number },
): Group {
  const y = at.y + layout.pillHeight / 2
  const route = [
    { x, y },
    { x: x + gap - 3, y },
  ]
  return connector(`${key}.after-${index}`, route, { stroke: colours.muted, strokeWidth: 1.25 })
}

/** States that are left out: drawn, since not every font has the glyph. */
const dots = ({ colours }: ExecutorDrawing, key: string, { x, y }: Point): Group =>
  group(
    key,
    [-6, 0, 6].map((offset) =>
      circle(`dot-${offset}`, { x: x + offset, y }, 1.4, { fill: colours.muted }),
    ),
  )
