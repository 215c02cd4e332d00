/** Where a window too low for a key of its own may have room for it: at the foot, or beside the exception. */
import { freePlace } from '../primitives/free-place'
import type { KeyPlace } from '../primitives/picture-key'
import type { Shape } from '../scene'
import type { PageWalkDrawing } from './drawing'
import { faultLine, faultNote } from './fault-panel'

const GAP = 24
/** A place narrower than this has room for no name. */
const NARROWEST = 150

export function spareKeyPlace(
  drawing: PageWalkDrawing,
  shapes: readonly Shape[],
): KeyPlace | undefined {
  const { margin, width, height, type, density } = drawing.layout
  if (density !== 'laptop') return undefined
  const line = { x: margin, width: width - 2 * margin, lines: 1, size: type.small }
  const foot = { ...line, y: height - 7 }
  const lowerFoot = { ...foot, y: foot.y - line.size - 4, lines: 2 }
  return freePlace(shapes, [lowerFoot, foot, ...besideException(drawing, line)])
}

/** The wider side first. */
function besideException(drawing: PageWalkDrawing, line: Omit<KeyPlace, 'y'>): readonly KeyPlace[] {
  if (drawing.progress.now !== 'fault') return []
  const { left, right } = faultNote(drawing)
  const y = faultLine(drawing) + 5
  const end = line.x + line.width
  return [
    { ...line, y, width: left - GAP - line.x },
    { ...line, y, x: right + GAP, width: end - right - GAP },
  ]
    .filter(({ width }) => width >= NARROWEST)
    .sort((one, other) => other.width - one.width)
}
