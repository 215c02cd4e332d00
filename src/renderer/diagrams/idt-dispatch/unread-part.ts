/** A part of the drawing that the delivery has not come to yet, or never will: a dashed outline that says so. */
import { group, rect, text } from '../primitives/shapes'
import type { Box } from '../primitives/shapes'
import type { Group } from '../scene'
import { strokes } from '../tokens/tokens'
import type { DispatchDrawing } from './drawing'
import type { Part } from './stations'

const NEVER: Readonly<Record<Part, string>> = {
  vector: 'never looked up',
  gate: 'never read',
  code: 'never read',
  stack: 'never chosen',
  frame: 'nothing was pushed',
  handler: 'never entered',
}

export function unreadPart(drawing: DispatchDrawing, part: Part, box: Box): Group {
  const { colours, layout, progress } = drawing
  const state = progress.stateOf(part)
  const words = state === 'never' ? NEVER[part] : state === 'next' ? 'next' : undefined
  const size = layout.type.body
  return group(
    `${part}.unread`,
    rect('outline-box', box, {
      fill: colours.ghostFill,
      stroke: colours.line,
      strokeWidth: strokes.line - 0.25,
      dash: strokes.ghostDash,
    }),
    words !== undefined &&
      text('words', { x: box.x + box.width / 2, y: box.y + box.height / 2 + size * 0.36 }, words, {
        size,
        anchor: 'middle',
        fill: colours.ghost,
      }),
  )
}
