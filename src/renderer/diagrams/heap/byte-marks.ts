/** How each kind of byte looks: a fill, an edge or a hatch of its own, so that it can be told without colour. */
import { HEAP_BYTES, type HeapByte, type HeapDesign } from '../../../shared/models/heap'
import { hatch } from '../primitives/marks'
import { decimal, group, path, rect } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import type { Palette } from '../tokens/tokens'

export const BYTE_WORDS: Readonly<Record<HeapByte, string>> = {
  used: 'used',
  padding: 'padding of a block',
  free: 'free',
  lost: 'lost',
  unknown: 'not known',
}

/** What it means to be lost, by the design that loses bytes. */
export const LOST_WORDS: Readonly<Record<HeapDesign, string>> = {
  bump: 'lost: below the mark, in no block',
  list: 'lost: in no block, on no list',
  classes: 'lost: in no block, on no list',
  unknown: 'lost',
}

/** In the order in which they are explained. */
export const BYTE_KINDS = HEAP_BYTES

export function byteMark(key: string, kind: HeapByte, box: Box, colours: Palette): Group {
  return group(key, markOf(kind, box, colours))
}

/** A free region right behind another one: the edge between them is drawn once. */
export function freeBehindFree(key: string, box: Box, colours: Palette): Group {
  const { x, y, width, height } = inset(box, FREE_EDGE_INSET)
  const shared = decimal(x - 2 * FREE_EDGE_INSET)
  const way = `M${shared} ${decimal(y)}H${decimal(x + width)}v${decimal(height)}H${shared}`
  return group(key, path('bytes', way, freePaint(colours)))
}

const inset = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x + by,
  y: y + by,
  width: Math.max(0.5, width - 2 * by),
  height: height - 2 * by,
})

const FREE_EDGE_INSET = 1

const freePaint = ({ heap }: Palette) => ({
  fill: heap.free,
  stroke: heap.freeLine,
  strokeWidth: 1.5,
  dash: '5 4',
})

/** Narrower ones have no room for an edge or a hatch. */
export const NARROW = 5
/** Paper between a block and what follows it. */
const SEAM = 1.25
/** Of a narrow free stretch, which the key tells by it from a wide one. */
export const NARROW_FREE_EDGE = 0.5

function markOf(kind: HeapByte, box: Box, colours: Palette): Drawn {
  const { heap, paper, ghost, ghostFill } = colours
  const isNarrow = box.width < NARROW
  switch (kind) {
    case 'used':
      return rect('bytes', { ...box, width: Math.max(0.5, box.width - SEAM) }, { fill: heap.used })
    case 'padding':
      return isNarrow
        ? rect('bytes', box, { fill: heap.usedAlt })
        : [
            rect('bytes', inset(box, 0.5), { fill: paper, stroke: heap.used, strokeWidth: 1 }),
            hatch('hatch', inset(box, 1), heap.used, 7, 1),
          ]
    case 'free':
      return isNarrow
        ? rect('bytes', inset(box, 0.25), {
            fill: heap.free,
            stroke: heap.freeLine,
            strokeWidth: NARROW_FREE_EDGE,
          })
        : rect('bytes', inset(box, FREE_EDGE_INSET), freePaint(colours))
    case 'lost':
      return isNarrow
        ? rect('bytes', box, { fill: heap.lost })
        : [
            rect('bytes', inset(box, 0.5), { fill: paper, stroke: heap.lost, strokeWidth: 1.25 }),
            hatch('hatch', inset(box, 1), heap.lost, 5, 1.3),
          ]
    case 'unknown':
      return rect('bytes', inset(box, 0.5), {
        fill: ghostFill,
        stroke: ghost,
        strokeWidth: 1,
        dash: '2 3',
      })
  }
}
