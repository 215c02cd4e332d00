/** The sign of a paging level that needs no colour: four bars for the PML4 … one for the PT, a dot for the offset. */
import type { PagingLevel } from '../../../shared/x86/paging'
import type { Point, Shape } from '../scene'
import { circle, decimal, path } from './shapes'

export type AddressField = PagingLevel | 'offset'

const BAR_COUNT: Readonly<Record<AddressField, number>> = {
  pml4: 4,
  pdpt: 3,
  pd: 2,
  pt: 1,
  offset: 0,
}
const PITCH = 5
const BAR_WIDTH = 3
const BAR_HEIGHT = 10
const DOT_WIDTH = 7

export function levelBarsWidth(field: AddressField, scale = 1): number {
  const count = BAR_COUNT[field]
  return (count === 0 ? DOT_WIDTH : count * PITCH - (PITCH - BAR_WIDTH)) * scale
}

/** Stands on a text's baseline; `scale` 1 goes with 14 to 16 px text. */
export function levelBars(
  key: string,
  baseline: Point,
  field: AddressField,
  fill: string,
  scale = 1,
): Shape {
  const count = BAR_COUNT[field]
  if (count === 0) {
    const centre = { x: baseline.x + 3 * scale, y: baseline.y - 5 * scale }
    return circle(key, centre, 3.2 * scale, { fill })
  }
  const width = decimal(BAR_WIDTH * scale)
  const height = decimal(BAR_HEIGHT * scale)
  const data = Array.from({ length: count }, (_, bar) => {
    const x = decimal(baseline.x + bar * PITCH * scale)
    return `M${x} ${decimal(baseline.y)}h${width}v-${height}h-${width}z`
  })
  return path(key, data.join(''), { fill })
}
