/** Room for more lines of a key: upward from the last one, as far as the picture leaves the paper free. */
import { shapesOf } from '../scene'
import type { Shape } from '../scene'
import type { KeyPlace } from './picture-key'
import { boxesOf } from './shape-boxes'

/** Between the picture and the first line of its key. */
const CLEARANCE = 10

/** The place with as many lines as there is room for, at most so many; its last line stays where it is. */
export function grownKey(place: KeyPlace, shapes: readonly Shape[], most: number): KeyPlace {
  const pitch = place.size + 4
  const top = place.y - place.size
  const right = place.x + place.width
  // Ways are no part of it: beside a key there are none.
  const boxes = [...shapesOf(shapes)].flatMap((shape) =>
    shape.kind === 'path' ? [] : boxesOf(shape),
  )
  const bottoms = boxes
    .filter(({ x, width }) => x + width > place.x && x < right)
    .map(({ y, height }) => y + height)
    .filter((bottom) => bottom <= top + 4)
  const free = top - Math.max(...bottoms, 0) - CLEARANCE
  const more = Math.max(0, Math.min(most - place.lines, Math.floor(free / pitch)))
  return { ...place, y: place.y - more * pitch, lines: place.lines + more }
}
