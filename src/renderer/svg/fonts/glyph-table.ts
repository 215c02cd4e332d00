/** Glyphs as the "glyf" table holds them. OpenType specification, "glyf: Glyph Data". */
import { createByteWriter } from './byte-writer'
import type { Glyph, OutlinePoint } from './face'

const ON_CURVE = 1
const SHORT_X = 2
const SHORT_Y = 4
/** A short distance is positive, a long one is zero and left out. */
const POSITIVE_OR_SAME_X = 16
const POSITIVE_OR_SAME_Y = 32

export interface GlyphBounds {
  readonly left: number
  readonly bottom: number
  readonly right: number
  readonly top: number
}

export function glyphBounds({ contours }: Glyph): GlyphBounds {
  const points = contours.flat()
  if (points.length === 0) return { left: 0, bottom: 0, right: 0, top: 0 }
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  return {
    left: Math.min(...xs),
    bottom: Math.min(...ys),
    right: Math.max(...xs),
    top: Math.max(...ys),
  }
}

/** A glyph without contours takes no bytes. */
export function encodeGlyph(glyph: Glyph): Uint8Array {
  const { contours } = glyph
  const writer = createByteWriter()
  if (contours.length === 0) return writer.finish()
  const { left, bottom, right, top } = glyphBounds(glyph)
  writer.u16(contours.length, left, bottom, right, top)
  let last = -1
  for (const contour of contours) writer.u16((last += contour.length))
  writer.u16(0) // no instructions
  const steps = stepsOf(contours.flat())
  for (const { isOnCurve, dx, dy } of steps) {
    writer.u8(
      (isOnCurve ? ON_CURVE : 0) |
        flagOf(dx, SHORT_X, POSITIVE_OR_SAME_X) |
        flagOf(dy, SHORT_Y, POSITIVE_OR_SAME_Y),
    )
  }
  for (const axis of ['dx', 'dy'] as const) {
    for (const step of steps) {
      const distance = step[axis]
      if (isShort(distance)) writer.u8(Math.abs(distance))
      else if (distance !== 0) writer.u16(distance)
    }
  }
  return writer.align(2).finish()
}

const isShort = (distance: number): boolean => distance !== 0 && Math.abs(distance) < 256

function flagOf(distance: number, short: number, positiveOrSame: number): number {
  if (distance === 0) return positiveOrSame
  if (!isShort(distance)) return 0
  return short | (distance > 0 ? positiveOrSame : 0)
}

/** Points as distances from the one before. */
const stepsOf = (points: readonly OutlinePoint[]) =>
  points.map(({ x, y, isOnCurve }, index) => ({
    isOnCurve,
    dx: x - (points[index - 1]?.x ?? 0),
    dy: y - (points[index - 1]?.y ?? 0),
  }))
