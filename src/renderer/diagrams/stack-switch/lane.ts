/** A lane of things that follow one another, each with a title and a line below it. */
import { connector } from '../primitives/connectors'
import { group, rect, text } from '../primitives/shapes'
import type { Box } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import type { StackSwitchDrawing } from './drawing'

export interface LaneItem {
  readonly title: string
  readonly detail: string
}

/** What did not happen: dashed, grey, and told so. The note is true of what did happen too, and stands below the lane. */
export function ghostLane(
  { colours, layout }: StackSwitchDrawing,
  box: Box,
  heading: string,
  items: readonly LaneItem[],
  note: string,
): Group {
  const { type } = layout
  const isLow = box.height < 110
  const padding = layout.density === 'laptop' ? 12 : 22
  const ghost = colours.ghost
  const { headingSize } = layout
  const headingY = box.y + (isLow ? 18 : 31)
  const titleY = box.y + box.height * (isLow ? 0.48 : 0.49)
  const detailY = titleY + type.small + 4
  const lane = { ...box, height: detailY + (isLow ? 9 : 22) - box.y }
  const shown = fitting(items, box.width - 2 * padding, type.body, type.small)
  const widths = shown.map((item) => itemWidth(item, type.body, type.small))
  const gap =
    (box.width - 2 * padding - widths.reduce((sum, width) => sum + width, 0)) /
    Math.max(1, shown.length - 1)
  const pitch = Math.min(gap, 92)
  const lefts = shown.map(
    (_, index) =>
      box.x + padding + widths.slice(0, index).reduce((sum, width) => sum + width + pitch, 0),
  )
  return group(
    'counterfactual',
    rect('lane', lane, {
      fill: colours.ghostFill,
      stroke: colours.line,
      strokeWidth: 1.25,
      dash: strokes.ghostDash,
      radius: 8,
    }),
    text(
      'heading',
      { x: box.x + padding, y: headingY },
      fitText(heading, box.width - 2 * padding, headingSize, 600),
      { size: headingSize, weight: 600, fill: ghost },
    ),
    shown.map(({ title, detail }, index) => {
      const x = lefts[index] ?? 0
      const right = x + (widths[index] ?? 0)
      const next = lefts[index + 1]
      const y = titleY - 1
      return group(
        `counterfactual.item-${index + 1}`,
        text('title', { x, y: titleY }, title, { size: type.body, weight: 600, fill: ghost }),
        text('detail', { x, y: detailY }, detail, { size: type.small, fill: ghost }),
        next !== undefined &&
          connector(
            `counterfactual.arrow-${index + 1}`,
            [
              { x: right + 8, y },
              { x: next - 8, y },
            ],
            { stroke: ghost, dash: strokes.ghostDash },
          ),
      )
    }),
    text(
      'note',
      { x: box.x, y: lane.y + lane.height + type.small + 3 },
      fitText(note, box.width, type.small),
      { size: type.small, fill: colours.muted },
    ),
  )
}

const SHORTEST_ARROW = 30

const itemWidth = ({ title, detail }: LaneItem, titleSize: number, detailSize: number): number =>
  Math.max(textWidth(title, titleSize, 600), textWidth(detail, detailSize))

/** As many items as have room, with arrows between them. */
function fitting(
  items: readonly LaneItem[],
  room: number,
  titleSize: number,
  detailSize: number,
): readonly LaneItem[] {
  const width = (list: readonly LaneItem[]) =>
    list.reduce(
      (sum, item) => sum + itemWidth(item, titleSize, detailSize) + SHORTEST_ARROW,
      -SHORTEST_ARROW,
    )
  let shown = items
  while (shown.length > 1 && width(shown) > room) shown = shown.slice(0, -1)
  return shown
}
