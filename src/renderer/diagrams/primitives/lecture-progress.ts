/** In a hall: one mark for each station of a story, the one that is told now as such, and how many there are. */
import type { Group } from '../scene'
import { strokes } from '../tokens/tokens'
import type { Palette } from '../tokens/tokens'
import { group, rect, text } from './shapes'

const PITCH = 34
const WIDTH = 26
const MIDDLE = 686

export interface Told {
  /** Stations passed; the last of them is where the story stands. */
  readonly passed: number
  readonly total: number
}

/** Nothing for a story without stations. */
export function lectureProgress(
  { passed, total }: Told,
  { margin, width }: { readonly margin: number; readonly width: number },
  colours: Palette,
): Group | undefined {
  if (total === 0) return undefined
  const { now } = colours
  const mark = (index: number) => {
    const isNow = index === passed - 1
    const height = isNow ? 8 : 6
    const box = { x: margin + index * PITCH, y: MIDDLE - height / 2, width: WIDTH, height }
    const paint = isNow
      ? { fill: now.fill, stroke: now.line, strokeWidth: strokes.strong }
      : { fill: index < passed ? colours.ink : colours.hair }
    return rect(`step-${index + 1}`, box, paint)
  }
  return group(
    'progress',
    Array.from({ length: total }, (_, index) => mark(index)),
    text('count', { x: width - margin, y: 692 }, `${passed} / ${total}`, {
      size: 20,
      weight: 600,
      anchor: 'end',
      fill: colours.ink,
    }),
  )
}
