/** The glyphs of the bundled fonts that drawings use, as points: what an export makes text from. */
import type { FontFamily, FontWeight } from '../../diagrams/tokens/text-metrics'
import source from './glyphs.json'

/** A point of a contour, in font units with y upwards. Off-curve points steer quadratic curves. */
export interface OutlinePoint {
  readonly x: number
  readonly y: number
  readonly isOnCurve: boolean
}

export type Contour = readonly OutlinePoint[]

export interface Glyph {
  readonly advance: number
  readonly contours: readonly Contour[]
}

export interface Face {
  readonly family: FontFamily
  readonly weight: FontWeight
  readonly unitsPerEm: number
  readonly ascender: number
  /** Negative: below the baseline. */
  readonly descender: number
  readonly glyph: (character: string) => Glyph | undefined
}

function contourOf(text: string): Contour {
  const numbers = text.split(' ').map(Number)
  return Array.from({ length: numbers.length / 3 }, (_, point) => ({
    x: numbers[3 * point] ?? 0,
    y: numbers[3 * point + 1] ?? 0,
    isOnCurve: numbers[3 * point + 2] === 1,
  }))
}

function faceOf({ family, weight, glyphs, ...metrics }: (typeof source)[number]): Face {
  const written = glyphs as Readonly<Record<string, readonly (string | number)[]>>
  return {
    ...metrics,
    family: family as FontFamily,
    weight: weight as FontWeight,
    glyph(character) {
      const [advance, ...contours] = written[character] ?? []
      if (advance === undefined) return undefined
      return { advance: Number(advance), contours: contours.map((text) => contourOf(String(text))) }
    },
  }
}

const faces = source.map(faceOf)

export function faceFor(family: FontFamily, weight: FontWeight): Face {
  const face = faces.find((candidate) => candidate.family === family && candidate.weight === weight)
  if (!face) throw new RangeError(`no face for ${family} ${weight}`)
  return face
}
