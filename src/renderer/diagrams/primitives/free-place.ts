/** Whether a place in a picture is free: what a key asks that may stand only where nothing else does. */
import type { Shape } from '../scene'
import { shapesOf } from '../scene'
import type { KeyPlace } from './picture-key'
import { ASCENT, DESCENT, boxesOf } from './shape-boxes'
import type { Box } from './shapes'

/** Kept free around the place. */
const CLEARANCE = 3

/** The first place that nothing is drawn in. */
export const freePlace = (
  shapes: readonly Shape[],
  places: readonly KeyPlace[],
): KeyPlace | undefined => {
  const taken = [...shapesOf(shapes)].flatMap(boxesOf)
  return places.find((place) => !taken.some((box) => meet(box, boxOfPlace(place))))
}

const boxOfPlace = ({ x, y, width, lines, size }: KeyPlace): Box => ({
  x: x - CLEARANCE,
  y: y - size * ASCENT - CLEARANCE,
  width: width + 2 * CLEARANCE,
  height: (lines - 1) * (size + 4) + size * (ASCENT + DESCENT) + 2 * CLEARANCE,
})

const meet = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height
