/** What a line of a story says between its number and its pills. */
import { proseRuns, runsWidth, wrapProse } from '../primitives/prose'
import { text } from '../primitives/shapes'
import type { Drawn, TextStyle } from '../primitives/shapes'
import type { ChainLine } from './chain-lines'
import type { StackSwitchDrawing } from './drawing'
import { outcomeLeft, pillOf, secondX } from './line-pills'
import { numberColumn } from './station-number'

/** Between the number of a line and its words. */
const NUMBER_GAP = 8

export const wordsLeft = (drawing: StackSwitchDrawing): number =>
  drawing.layout.chain.x + numberColumn(drawing) + NUMBER_GAP

/** From the words of a line to its pill: a gap, and the shortest arrow. */
export const WORDS_GAP = 10
export const SHORTEST_ARROW = 24
const ARROW_ROOM = WORDS_GAP + SHORTEST_ARROW - 5

/** No small pill stands between the words and what comes of them. */
const hasOwnPill = (drawing: StackSwitchDrawing, line: ChainLine): boolean =>
  pillOf(line) !== undefined && secondX(drawing, line) === undefined

/** Title and detail of a line as they are told. */
function toldWords(drawing: StackSwitchDrawing, line: ChainLine) {
  const { colours, layout } = drawing
  const { type } = layout
  const room = outcomeLeft(drawing, line) - wordsLeft(drawing)
  const title: TextStyle = { size: type.body, weight: 600, fill: colours.ink }
  const detail: TextStyle = { size: type.small, fill: colours.muted }
  const { cause } = line
  const ways = [...raisedWords(drawing, line), cause.detail, ...(cause.shorter ?? [])]
  // An arrow leads out of them to what came of it.
  const left = hasOwnPill(drawing, line) ? room - ARROW_ROOM : room
  const isFitting = (way: string) => runsWidth(proseRuns(way, detail)) <= left
  const cut = (sentence: string, style: TextStyle) => wrapProse(sentence, room, style)[0] ?? ''
  const titles = [cause.title, ...(cause.shorterTitles ?? [])]
  const told = titles.find((way) => runsWidth(proseRuns(way, title)) <= room) ?? cause.title
  return {
    title: { words: cut(told, title), style: title },
    detail: { words: cut(ways.find(isFitting) ?? ways.at(-1) ?? '', detail), style: detail },
  }
}

/** Without a pill of its own, what an attempt raised is said beside it. */
function raisedWords({ layout }: StackSwitchDrawing, { cause, second, result }: ChainLine) {
  if (second === undefined || !result || layout.hasSecondPills) return []
  return [
    ...(cause.shorter ?? []).map((way) => `${way}, raises ${second}`),
    `raises ${second}`,
    second,
  ]
}

export function wordsWidth(drawing: StackSwitchDrawing, line: ChainLine): number {
  const { title, detail } = toldWords(drawing, line)
  const widthOf = ({ words: told, style }: typeof title) => runsWidth(proseRuns(told, style))
  return Math.max(widthOf(title), widthOf(detail))
}

/** Title and detail, no wider than what stands to their right allows. */
export function words(drawing: StackSwitchDrawing, line: ChainLine): readonly Drawn[] {
  const x = wordsLeft(drawing)
  const { title, detail } = toldWords(drawing, line)
  const part = (key: string, y: number, { words: told, style }: typeof title) =>
    text(key, { x, y }, proseRuns(told, style), style)
  return [
    part('title', line.y - 2, title),
    part('detail', line.y + drawing.layout.type.small + 3, detail),
  ]
}
