/** The story line by line: what was done, what it touched, and which exception came of it. */
import { connector, nowConnector } from '../primitives/connectors'
import { eventPill } from '../primitives/pills'
import { group, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import type { ChainLine } from './chain-lines'
import type { ColumnGeometry } from './column-geometry'
import type { StackSwitchDrawing } from './drawing'
import { isInGuard } from './facts'
import {
  halfPill,
  halfPillHeight,
  pillOf,
  pillSize,
  pillX,
  secondSize,
  secondX,
} from './line-pills'
import { SHORTEST_ARROW, words, WORDS_GAP, wordsLeft, wordsWidth } from './line-words'
import { numberColumn, numberWidth, stationNumber } from './station-number'

const isPassed = ({ progress }: StackSwitchDrawing, { kind, index }: ChainLine): boolean =>
  progress.has(kind, index)

const isLineNow = ({ progress }: StackSwitchDrawing, { kind, index }: ChainLine): boolean =>
  progress.isNow(kind, index)

/** `left` is the stack that the story began on: arrows go to it. */
export function chain(
  drawing: StackSwitchDrawing,
  lines: readonly ChainLine[],
  left: ColumnGeometry | undefined,
): Group {
  const passed = lines.filter((line) => isPassed(drawing, line))
  return group(
    'chain',
    passed.slice(1).map((line, index) => fall(drawing, passed[index], line)),
    passed.map((line) => lineShape(drawing, line, lines, left)),
  )
}

export const lineKey = ({ kind, index }: Pick<ChainLine, 'kind' | 'index'>): string =>
  index === undefined ? `chain.${kind}` : `chain.${kind}-${index + 1}`

function lineShape(
  drawing: StackSwitchDrawing,
  line: ChainLine,
  lines: readonly ChainLine[],
  left: ColumnGeometry | undefined,
): Group {
  const key = lineKey(line)
  const centre = { x: drawing.layout.chain.x + numberColumn(drawing) / 2, y: line.y }
  const isNow = isLineNow(drawing, line)
  const route = left && touchRoute(drawing, line, lines, left)
  return group(
    key,
    route && arrow(drawing, `${key}.touch`, route, isNow),
    outcome(drawing, key, line),
    words(drawing, line),
    stationNumber(drawing, `${key}.number`, centre, line.number, isNow),
  )
}

const arrow = (
  { colours, layout }: StackSwitchDrawing,
  key: string,
  route: readonly Point[],
  isNow: boolean,
  stroke: string = colours.ink,
): Group =>
  isNow
    ? nowConnector(key, route, colours, { scale: layout.nowScale })
    : connector(key, route, { stroke })

/** The way to what a line touches: into the guard page, or to the frame that it pushes. */
export function touchRoute(
  drawing: StackSwitchDrawing,
  line: ChainLine,
  lines: readonly ChainLine[],
  left: ColumnGeometry,
): readonly Point[] | undefined {
  const edge = left.box.x + left.box.width + 3
  const { x } = drawing.layout.chain
  const start = {
    x: x + (numberColumn(drawing) - numberWidth(drawing, line.number)) / 2,
    y: line.y,
  }
  const y = line.kind === 'push' ? besideFrame(line, left) : missedAt(line, lines, left)
  if (y === undefined) return undefined
  if (Math.abs(y - line.y) < 2) return [start, { x: edge, y: line.y }]
  // Beyond the label of RSP.
  const bend = x - 14
  return [start, { x: bend, y: line.y }, { x: bend, y }, { x: edge, y }]
}

/** Beside the line, as far as the frame reaches. */
function besideFrame({ y }: ChainLine, { rows }: ColumnGeometry): number | undefined {
  const frame = rows.filter(({ row }) => row.content.kind === 'word')
  const [first, last] = [frame[0], frame.at(-1)]
  if (!first || !last) return undefined
  return Math.min(Math.max(y, first.box.y + 8), last.box.y + last.box.height - 8)
}

/** Beside the first line that touches the guard page: a page is one place, however often it is missed. */
function missedAt(
  { missed }: ChainLine,
  lines: readonly ChainLine[],
  { stack, guard }: ColumnGeometry,
): number | undefined {
  if (!guard || !isInGuard(stack, missed)) return undefined
  const y = lines.find((line) => isInGuard(stack, line.missed))?.y ?? guard.y
  return Math.min(Math.max(y, guard.y + 5), guard.y + guard.height - 5)
}

function outcome(drawing: StackSwitchDrawing, key: string, line: ChainLine): readonly Drawn[] {
  const { colours } = drawing
  const { y } = line
  const second = secondX(drawing, line)
  const pill = pillOf(line)
  const end = pillX(drawing) - halfPill(drawing, line) - 3
  const style = { size: pillSize(drawing) }
  const red = colours.event.exception.ink
  return [
    raises(drawing, key, line, second?.left ?? end + 3),
    second &&
      eventPill(
        `${key}.second`,
        'exception',
        { x: second.centre, y },
        line.second ?? '',
        { size: secondSize(drawing) },
        colours,
      ),
    second &&
      arrow(
        drawing,
        `${key}.becomes`,
        [
          { x: second.right, y },
          { x: end, y },
        ],
        false,
        red,
      ),
    pill &&
      eventPill(`${key}.pill`, pill.kind, { x: pillX(drawing), y }, pill.label, style, colours),
  ]
}

/** Out of the words to the exception that came of them, where the two stand apart. */
function raises(drawing: StackSwitchDrawing, key: string, line: ChainLine, left: number): Drawn {
  const { colours } = drawing
  if (!pillOf(line)) return undefined
  const from = wordsLeft(drawing) + wordsWidth(drawing, line) + WORDS_GAP
  const to = left - 3
  if (to - from < SHORTEST_ARROW) return undefined
  const y = line.y
  return arrow(
    drawing,
    `${key}.raises`,
    [
      { x: from, y },
      { x: to, y },
    ],
    false,
    colours.event.exception.ink,
  )
}

/** From so far apart on, there is room between two lines for words. */
const FAR = { fall: 60, pair: 48 }

/** From one pill down to the next: raised while the one above was being delivered, or made of the two. */
function fall(drawing: StackSwitchDrawing, above: ChainLine | undefined, line: ChainLine): Drawn {
  const { colours, layout } = drawing
  if (!above?.result || line.kind === 'push') return undefined
  const x = pillX(drawing)
  const half = halfPillHeight(drawing)
  const from = { x, y: above.y + half }
  const to = { x, y: line.y - half - 3 }
  const size = layout.type.small
  const isPair = line.second !== undefined && line.result !== undefined
  const hasRoom = line.y - above.y >= (isPair ? FAR.pair : FAR.fall)
  const told = isPair ? `the two make ${line.result.label}` : 'while delivering'
  const y = (from.y + to.y) / 2 + size * 0.36 - 1
  const style = { size, fill: colours.muted }
  return group(
    `${lineKey(line)}.fall`,
    connector(`${lineKey(line)}.fall.arrow`, [from, to], { stroke: colours.event.exception.ink }),
    hasRoom && text('label', { x: x - 9, y }, told, { ...style, anchor: 'end' }),
  )
}
