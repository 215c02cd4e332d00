/** What is written in a stretch of the strip: who holds a block and how large it is, or how much is free. */
import { formatCount } from '../../../shared/format'
import { verticalDots } from '../primitives/marks'
import { text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import { textWidth } from '../tokens/text-metrics'
import type { HeapDrawing } from './drawing'
import { ownerWords } from './facts'
import type { Stretch } from './view-window'

/** Beside what is written in a stretch, on both sides together. */
export const PADDING = 10

/** Owner and size in a block, size in a free region: where there is room. */
export function stretchLabel(
  drawing: HeapDrawing,
  stretch: Stretch & { readonly isNow: boolean },
  left: number,
  right: number,
): Drawn {
  if (stretch.kind === 'free') return freeLabel(drawing, stretch, left, right)
  if (stretch.kind === 'used') return blockLabel(drawing, stretch, left, right)
  return undefined
}

function freeLabel(drawing: HeapDrawing, stretch: Stretch, left: number, right: number): Drawn {
  const { colours, layout } = drawing
  const { type, strip } = layout
  const room = right - left - PADDING
  const x = (left + right) / 2
  const middle = strip.y + strip.height / 2
  const number = formatCount(stretch.wholeSize)
  const style = { anchor: 'middle', weight: 600, fill: colours.ink } as const
  const beyond = beyondWords(drawing, stretch)
  const ways = [`${number} free${beyond}`, `${number} free`]
  const words = ways.find((one) => textWidth(one, type.body, 600) <= room)
  const dots = (words === undefined || words !== ways[0]) && cutMark(drawing, stretch, left, right)
  if (words !== undefined) {
    const at = { x, y: middle + type.body * 0.36 }
    return [text('size', at, words, { ...style, size: type.body }), dots]
  }
  const small = { ...style, size: type.small }
  if (textWidth(number, type.small, 600) > room) return dots
  if (textWidth('free', type.small, 600) > room || strip.height < 2.6 * type.small) {
    return [text('size', { x, y: middle + type.body * 0.36 }, number, small), dots]
  }
  const pitch = type.small * 1.28
  return [
    text('size', { x, y: middle - pitch * 0.16 }, number, small),
    text('free', { x, y: middle + pitch * 0.84 }, 'free', small),
    dots,
  ]
}

/** What is said of a free stretch that goes on behind the edge of the strip. */
function beyondWords({ heap, window }: HeapDrawing, { offset, size, wholeSize }: Stretch): string {
  if (size === wholeSize || offset + size < window.end) return ''
  return offset + wholeSize >= (heap.region?.size ?? 0) ? ', to the end of the heap' : ', goes on'
}

/** Three dots where it goes on beyond an edge, and no words say so. */
function cutMark(
  { colours, layout, window }: HeapDrawing,
  { offset, size, wholeSize }: Stretch,
  left: number,
  right: number,
): Drawn {
  if (size === wholeSize || right - left < 60) return undefined
  const isRight = offset + size >= window.end
  const { y, height } = layout.strip
  const x = isRight ? right - 12 : left + 12
  return verticalDots('cut', { x, y: y + height / 2 }, colours.heap.freeLine)
}

function blockLabel(
  { heap, colours, layout }: HeapDrawing,
  { wholeSize, block, isNow }: Stretch & { readonly isNow: boolean },
  left: number,
  right: number,
): Drawn {
  const { type, strip } = layout
  const room = right - left - PADDING
  const x = (left + right) / 2
  const middle = strip.y + strip.height / 2
  const number = formatCount(wholeSize)
  if (textWidth(number, type.small) > room) return undefined
  const fill = isNow ? colours.now.text : colours.onSolid
  const style = { size: type.small, anchor: 'middle', fill } as const
  const owner = namesOf(ownerWords(heap.sites[heap.blocks.sites[block] ?? -1])).find(
    (name) => textWidth(name, type.small) <= room,
  )
  if (owner === undefined || strip.height < 2.6 * type.small) {
    return text('size', { x, y: middle + type.small * 0.36 }, number, style)
  }
  const pitch = type.small * 1.28
  return [
    text('owner', { x, y: middle - pitch * 0.16 }, owner, style),
    text('size', { x, y: middle + pitch * 0.84 }, number, style),
  ]
}

/** `Box<converse::{closure#0}>`, and `Box` where there is no room for what is in it. */
const namesOf = (owner: string): readonly string[] => [owner, owner.split('<')[0] ?? owner]
