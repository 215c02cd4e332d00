/** The instants that the reader has named: a pennant on the axis for each, with its name where there is room for it. */
import type { Bookmark } from '../../../shared/models/timeline'
import { decimal, path, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import { fitText, textWidth } from '../tokens/text-metrics'
import type { TimelineDrawing } from './drawing'
import { bookmarksOf } from './words'

const POLE = 11
const CLOTH = 7
/** From the pole to the name. */
const NAME_LEFT = CLOTH + 4
const LONGEST_NAME = 140
const GAP = 10

/** A stretch of the axis that is taken. */
export interface Span {
  readonly left: number
  readonly right: number
}

/** Those that lie in the range that is shown, each with the room that its name has. */
export interface PlacedBookmark extends Span {
  readonly bookmark: Bookmark
  readonly name: string
}

/** Names give way to what stands on the axis already and to the pennants beside them. */
export function placedBookmarks(
  { model, layout, shown, type }: TimelineDrawing,
  taken: readonly Span[],
): readonly PlacedBookmark[] {
  const inRange = bookmarksOf(model).filter(
    ({ instant }) => instant >= model.from && instant <= model.to,
  )
  return inRange.map((bookmark, index) => {
    const left = shown.x(bookmark.instant)
    const next = inRange[index + 1]
    const ends = [
      layout.right,
      next ? shown.x(next.instant) - GAP : Infinity,
      ...taken.filter((span) => span.right > left).map((span) => span.left - GAP),
    ]
    const room = Math.min(LONGEST_NAME, Math.min(...ends) - left - NAME_LEFT)
    const name = room > 0 ? fitText(bookmark.name, room, type.small) : ''
    const right = left + (name === '' ? CLOTH : NAME_LEFT + textWidth(name, type.small))
    return { bookmark, name, left, right }
  })
}

/** All pennants are one shape; each name is a text of its own. */
export function bookmarks(
  { layout, colours, type }: TimelineDrawing,
  placed: readonly PlacedBookmark[],
): readonly Drawn[] {
  const bottom = layout.laneTop - 1
  const pennants = placed
    .map(
      ({ left }) =>
        `M${decimal(left)} ${decimal(bottom)}v-${POLE}l${CLOTH} 3.5l-${CLOTH} 3.5` +
        `M${decimal(left)} ${decimal(bottom)}`,
    )
    .join('')
  return [
    pennants !== '' &&
      path('bookmarks', pennants, { fill: colours.ink, stroke: colours.ink, strokeWidth: 1.5 }),
    placed.map(
      ({ bookmark, name, left }) =>
        name !== '' &&
        text(`bookmark-${bookmark.id}`, { x: left + NAME_LEFT, y: bottom - 3 }, name, {
          size: type.small,
          fill: colours.ink,
        }),
    ),
  ]
}
