/** How a box of this drawing is outlined: as a thing, as where the machine is now, or as what holds the request back. */
import { rect } from '../primitives/shapes'
import type { Box } from '../primitives/shapes'
import type { Paint, Shape } from '../scene'
import { strokes } from '../tokens/tokens'
import type { Palette } from '../tokens/tokens'

export interface BoxState {
  readonly isNow?: boolean
  readonly isBlocking?: boolean
  /** Not come to yet. */
  readonly isAhead?: boolean
}

export function strokesOfBox(
  colours: Palette,
  { isNow = false, isBlocking = false, isAhead = false }: BoxState,
): Paint & { readonly radius: number } {
  const radius = 4
  if (isNow) return { fill: colours.paper, stroke: colours.now.line, strokeWidth: strokes.now, radius } // prettier-ignore
  if (isBlocking) return { fill: colours.event.exception.tint, stroke: colours.bad, strokeWidth: strokes.strong, radius } // prettier-ignore
  if (isAhead) return { fill: colours.ghostFill, stroke: colours.line, strokeWidth: strokes.line, dash: strokes.ghostDash, radius } // prettier-ignore
  return { fill: colours.paper, stroke: colours.ink, strokeWidth: strokes.line, radius }
}

/** The strip of the marker colour behind the name of a box on which the machine is now. */
export const nowBand = (colours: Palette, { x, y, width }: Box, height: number): Shape =>
  rect(
    'now',
    { x: x + 1.5, y: y + 1.5, width: width - 3, height: height - 3 },
    { fill: colours.now.fill },
  )
