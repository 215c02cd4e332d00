/** Why a request is not delivered: the conditions in the order in which they are asked, the first that fails accented. */
import { checkMark, crossMark } from '../primitives/marks'
import { eventPill, pillWidth } from '../primitives/pills'
import { prose, proseRuns, runsWidth, wrapProse } from '../primitives/prose'
import { group, rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import { strokes } from '../tokens/tokens'
import { conditionsOf, heldOf, remediesOf, type Condition, type Held } from './conditions'
import type { PathDrawing } from './drawing'
import { lineName } from './facts'
import type { Chips } from './stations'

export function whyPanel(
  drawing: PathDrawing,
  wait: Omit<Held, 'line'> & Chips,
  heading: string,
): Group | undefined {
  const { path, layout } = drawing
  if (!path) return undefined
  const held = heldOf(path, wait)
  const conditions = conditionsOf(held, wait)
  return group(
    'why',
    panelHeading(drawing, heading),
    servedNote(drawing, held),
    layout.panel.form === 'cards'
      ? cards(drawing, conditions)
      : conditions.map((condition, index) => row(drawing, condition, index)),
    verdict(drawing, held),
  )
}

export function panelHeading({ colours, layout }: PathDrawing, words: string): Drawn {
  const { panel } = layout
  const style = { size: panel.headingSize, weight: 600, fill: colours.ink } as const
  return prose(
    'heading',
    { x: panel.x, y: panel.headingY },
    wrapProse(words, panel.width, style)[0] ?? '',
    style,
  )
}

/** What keeps the other line in service, beside the heading. */
function servedNote({ standing, colours, layout }: PathDrawing, { outrankedBy }: Held): Drawn {
  const { panel, type } = layout
  const served = standing.inService.find(({ line }) => line === outrankedBy)
  if (!served) return undefined
  const name = lineName(served.line)
  const words = served.isUnended
    ? `the handler of ${name} has returned without its EOI`
    : `the handler of ${name} has not returned`
  return text('note', { x: panel.x + panel.width, y: panel.headingY }, words, {
    size: type.small,
    anchor: 'end',
    fill: colours.muted,
  })
}

const CARD_GAP = 10

function cards(drawing: PathDrawing, conditions: readonly Condition[]): readonly Drawn[] {
  const { panel, density } = drawing.layout
  const count = Math.max(conditions.length, 5)
  const width = (panel.width - (count - 1) * CARD_GAP) / count
  const height = density === 'figure' ? 112 : 98
  return conditions.map((condition, index) =>
    card(drawing, condition, {
      x: panel.x + index * (width + CARD_GAP),
      y: panel.headingY + (density === 'figure' ? 18 : 12),
      width,
      height,
    }),
  )
}

function colourOf({ colours }: PathDrawing, { state }: Condition) {
  switch (state) {
    case 'first':
      return { box: colours.event.exception.tint, edge: colours.bad, words: colours.ink, soft: colours.bad, mark: colours.bad } // prettier-ignore
    case 'also':
      return { box: colours.paper, edge: colours.bad, words: colours.ink, soft: colours.muted, mark: colours.bad } // prettier-ignore
    case 'unasked':
      return { box: colours.ghostFill, edge: colours.line, words: colours.ghost, soft: colours.ghost, mark: colours.ghost } // prettier-ignore
    case 'passed':
      return { box: colours.paper, edge: colours.ink, words: colours.ink, soft: colours.muted, mark: colours.ok } // prettier-ignore
  }
}

/** What was asked has a mark; behind what holds the request back nothing was. */
function mark({ state }: Condition, at: Point, stroke: string): Drawn {
  if (state === 'unasked') return undefined
  return state === 'passed'
    ? checkMark('mark', at, stroke)
    : crossMark('mark', { x: at.x + 1, y: at.y }, stroke)
}

function card(drawing: PathDrawing, condition: Condition, box: Box): Group {
  const { layout } = drawing
  const { type } = layout
  const colour = colourOf(drawing, condition)
  const inset = 12
  const x = box.x + inset
  const room = box.width - 2 * inset
  const markAt = { x: box.x + box.width - inset - 12, y: box.y + 26 }
  const style = { size: type.small, fill: colour.soft }
  return group(
    `why.${condition.key}`,
    rect('box', box, {
      fill: colour.box,
      stroke: colour.edge,
      strokeWidth: condition.state === 'first' ? strokes.strong + 0.5 : strokes.line,
      radius: 4,
      ...(condition.state === 'unasked' && { dash: strokes.ghostDash }),
    }),
    text('question', { x, y: box.y + 26 }, condition.question, style),
    mark(condition, markAt, colour.mark),
    text('value', { x, y: box.y + 53 }, condition.value, {
      size: type.small,
      weight: condition.state === 'unasked' ? 400 : 600,
      font: 'mono',
      fill: colour.words,
    }),
    wrapProse(condition.remark, room, style)
      .slice(0, 2)
      .map((line, index) =>
        text(`remark-${index}`, { x, y: box.y + 78 + index * 18 }, line, style),
      ),
  )
}

/** Question, value and remark stand in columns. */
function row(drawing: PathDrawing, condition: Condition, index: number): Group {
  const { layout } = drawing
  const { panel, type } = layout
  const colour = colourOf(drawing, condition)
  const y = panel.headingY + panel.rowHeight * (index + 2.1)
  const { x } = panel
  const isFirst = condition.state === 'first'
  const columns = panel.width > 720 ? { value: 168, remark: 330 } : { value: 144, remark: 272 }
  const style = { size: type.small, fill: colour.soft, weight: isFirst ? 600 : 400 } as const
  return group(
    `why.${condition.key}`,
    isFirst &&
      rect(
        'box',
        {
          x: x - 4,
          y: y - panel.rowHeight * 0.72,
          width: panel.width + 8,
          height: panel.rowHeight,
        },
        { fill: colour.box, stroke: colour.edge, strokeWidth: strokes.line },
      ),
    mark(condition, { x: x + 4, y }, colour.mark),
    text('question', { x: x + 28, y }, condition.question, style),
    text('value', { x: x + columns.value, y }, condition.value, {
      size: type.small,
      font: 'mono',
      weight: condition.state === 'unasked' ? 400 : 600,
      fill: isFirst ? colour.mark : colour.words,
    }),
    text('remark', { x: x + columns.remark, y }, condition.remark, style),
  )
}

/** Whose request it is, and what would have to happen. */
function verdict(drawing: PathDrawing, held: Held): Group {
  const { colours, layout } = drawing
  const { panel, type, density } = layout
  const isCards = panel.form === 'cards'
  const size = isCards ? type.body : type.small
  const y = isCards
    ? panel.headingY + (density === 'figure' ? 166 : 132)
    : panel.headingY + panel.rowHeight
  const label = `${lineName(held.line)} waiting`
  const width = isCards ? pillWidth('irq', label, type.small) : 0
  const style = { size, fill: colours.ink }
  const x = panel.x + (isCards ? width + 18 : 0)
  const room = panel.x + panel.width - x
  const sentence = `To be delivered: ${lower(remediesOf(held))}`
  const fits = runsWidth(proseRuns(sentence, style)) <= room
  const lines = fits ? [sentence] : wrapProse(sentence, room - 14, style)
  const shown = lines.length > 1 ? `${lines[0] ?? ''} …` : (lines[0] ?? '')
  return group(
    'verdict',
    isCards &&
      density === 'figure' &&
      eventPill('pill', 'irq', { x: panel.x + width / 2, y: y - size * 0.36 }, label, { size: type.small }, colours), // prettier-ignore
    prose('words', { x: density === 'projector' ? panel.x : x, y }, shown, style),
  )
}

const lower = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1)
