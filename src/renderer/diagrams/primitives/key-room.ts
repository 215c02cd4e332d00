/** Room for more lines of a key: upward from the last one, as far as the picture leaves the paper free. */
import { shapesOf } from '../scene'
import type { Shape, Text } from '../scene'
import type { KeyPlace } from './picture-key'
import { runsWidth } from './prose'

/** Between the picture and the first line of its key. */
const CLEARANCE = 10

interface Extent {
  readonly left: number
  readonly right: number
  readonly bottom: number
}

/** Ways are no part of it: beside a key there are none. */
function extentOf(shape: Shape): Extent | undefined {
  switch (shape.kind) {
    case 'text':
      return textExtent(shape)
    case 'rect':
      return { left: shape.x, right: shape.x + shape.width, bottom: shape.y + shape.height }
    case 'circle': {
      const { x, y, radius } = shape
      return { left: x - radius, right: x + radius, bottom: y + radius }
    }
    default:
      return undefined
  }
}

function textExtent({ x, y, anchor, runs }: Text): Extent {
  const width = runsWidth(runs)
  const left = x - { start: 0, middle: width / 2, end: width }[anchor]
  return { left, right: left + width, bottom: y + 4 }
}

/** The place with as many lines as there is room for, at most so many; its last line stays where it is. */
export function grownKey(place: KeyPlace, shapes: readonly Shape[], most: number): KeyPlace {
  const pitch = place.size + 4
  const top = place.y - place.size
  const right = place.x + place.width
  const bottoms = [...shapesOf(shapes)].flatMap((shape) => {
    const extent = extentOf(shape)
    const isAbove =
      extent && extent.bottom <= top + 4 && extent.right > place.x && extent.left < right
    return isAbove ? [extent.bottom] : []
  })
  const free = top - Math.max(...bottoms, 0) - CLEARANCE
  const more = Math.max(0, Math.min(most - place.lines, Math.floor(free / pitch)))
  return { ...place, y: place.y - more * pitch, lines: place.lines + more }
}
