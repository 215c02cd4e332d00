/** What the delivery stands in: the handlers that it interrupts, or the delivery whose failure led to it. */
import { formatCount } from '../../../shared/format'
import type { DispatchReference } from '../../../shared/models/idt-dispatch'
import { vectorName } from '../../../shared/x86/exceptions'
import { eventPill, pillWidth } from '../primitives/pills'
import type { PillKind } from '../primitives/pills'
import { group, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import type { DispatchDrawing } from './drawing'
import { gateHeadRight } from './gate'
import { pillOf, sourceName } from './facts'

type Piece =
  | { readonly kind: 'words'; readonly key: string; readonly words: string }
  | { readonly kind: 'pill'; readonly key: string; readonly label: string; readonly pill: PillKind }

const words = (key: string, content: string): Piece => ({ kind: 'words', key, words: content })
const pill = (key: string, other: DispatchReference): Piece => ({
  kind: 'pill',
  key,
  label: sourceName(other),
  pill: pillOf(other),
})

/** From what it came, in the order of telling: with as many of the handlers around it as `count` says. */
function piecesOf({ dispatch }: DispatchDrawing, count: number): readonly Piece[] {
  const { after, within, depth } = dispatch
  if (after) {
    const second: Piece = {
      kind: 'pill',
      key: 'context.second',
      label: vectorName(after.second.vector),
      pill: 'exception',
    }
    const first = pill('context.first', after.first)
    return after.rule === 'double-fault'
      ? [words('of', 'of'), first, words('and', 'and'), second]
      : [words('during', count > 1 ? 'while delivering' : 'after'), first]
  }
  const shown = within.slice(0, count)
  const rest = depth - shown.length
  return [
    ...shown.flatMap((outer, index) => [
      words(`in-${index}`, index === 0 ? 'inside' : 'in'),
      pill(`context.within-${index}`, outer),
    ]),
    ...(rest > 0
      ? [words('rest', count > 1 ? `and ${formatCount(rest)} more` : `+ ${formatCount(rest)}`)]
      : []),
  ]
}

const GAP = 8

const MOST_SHOWN = 3

/** At the right end of the gate's head, with as much as there is room for. */
export function contextLine(drawing: DispatchDrawing): Group | undefined {
  const { colours, layout } = drawing
  const { type, width, margin, topHead } = layout
  const size = type.small
  const widthOf = (piece: Piece) =>
    piece.kind === 'words'
      ? textWidth(piece.words, type.body)
      : pillWidth(piece.pill, piece.label, size)
  const total = (pieces: readonly Piece[]) =>
    pieces.reduce((sum, piece) => sum + widthOf(piece) + GAP, -GAP)
  const room = width - margin - gateHeadRight(drawing) - 2 * GAP
  const tellings = Array.from({ length: MOST_SHOWN }, (_, less) =>
    piecesOf(drawing, MOST_SHOWN - less),
  )
  const pieces = tellings.find((telling) => total(telling) <= room)
  if (!pieces || pieces.length === 0) return undefined
  let x = width - margin - total(pieces)
  const drawn = pieces.map((piece): Drawn => {
    const left = x
    x += widthOf(piece) + GAP
    if (piece.kind === 'words')
      return text(piece.key, { x: left, y: topHead + type.body * 0.36 }, piece.words, {
        size: type.body,
        fill: colours.muted,
      })
    const centre = { x: left + widthOf(piece) / 2, y: topHead }
    return eventPill(piece.key, piece.pill, centre, piece.label, { size }, colours)
  })
  return group('context', drawn)
}
