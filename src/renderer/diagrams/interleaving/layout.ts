/** Where the lanes stand in the three densities. All lengths are pixels of the drawing. */
import type { Size } from '../diagram'
import { frameLayout, type FrameLayout } from '../primitives/figure-frame'
import type { Box } from '../primitives/shapes'
import type { Density } from '../tokens/tokens'

export interface InterleavingLayout extends FrameLayout {
  /** Where time goes on, from left to right; its upper edge is below the instants. */
  readonly axis: Box
  /** Baseline of the instants. */
  readonly tickY: number
  readonly mostRowHeight: number
  /** Lanes and locks that there is room for. */
  readonly mostRows: number
}

const LABELS: Readonly<Record<Density, number>> = { laptop: 118, figure: 150, projector: 172 }
const ROW: Readonly<Record<Density, { readonly least: number; readonly most: number }>> = {
  laptop: { least: 32, most: 54 },
  figure: { least: 40, most: 62 },
  projector: { least: 46, most: 66 },
}

export function interleavingLayout(density: Density, size?: Size): InterleavingLayout {
  const frame = frameLayout(density, size)
  const { body, type } = frame
  const top = body.y + type.small + 14
  const axis = {
    x: body.x + LABELS[density],
    y: top,
    width: body.width - LABELS[density],
    height: body.y + body.height - top,
  }
  return {
    ...frame,
    axis,
    tickY: body.y + type.small,
    mostRowHeight: ROW[density].most,
    mostRows: Math.floor(axis.height / ROW[density].least),
  }
}
