/**
 * Where the regions of a list lie in memory: lines from its nodes up to the strip, or where these would cross, the number of
 * each node below its region.
 */
import { connector } from '../primitives/connectors'
import { decimal, group, line, path, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import { textWidth } from '../tokens/text-metrics'
import { isOnStrip, stripX, type HeapDrawing } from './drawing'
import { offsetOf } from './facts'
import { orderMark, type Placed } from './list-node'

interface Target {
  readonly placed: Placed
  readonly index: number
  /** Its edges on the strip, and the middle of what the strip shows of it. */
  readonly left: number
  readonly right: number
  readonly middle: number
  /** It goes on beyond the edge of the strip. */
  readonly isCut: boolean
}

function targetsOf(drawing: HeapDrawing, all: readonly Placed[]): readonly Target[] {
  const { heap, window } = drawing
  return all.flatMap((placed, index): readonly Target[] => {
    const offset = offsetOf(heap, placed.node.address)
    if (!isOnStrip(drawing, offset)) return []
    const end = offset + (placed.node.size ?? 1)
    const left = stripX(drawing, offset)
    const right = stripX(drawing, Math.min(window.end, end))
    const isCut = end > window.end
    return [{ placed, index, left, right, middle: (left + right) / 2, isCut }]
  })
}

/** Lines cross when the list does not run as memory does. */
export function wouldCross(drawing: HeapDrawing, all: readonly Placed[]): boolean {
  const targets = targetsOf(drawing, all)
  return targets.some(({ middle }, index) => middle < (targets[index - 1]?.middle ?? -Infinity))
}

export function placeLinks(drawing: HeapDrawing, all: readonly Placed[]): Drawn {
  const { colours, layout } = drawing
  const targets = targetsOf(drawing, all)
  const bottom = layout.strip.y + layout.strip.height
  const isTight = layout.density === 'laptop'
  const first = isTight ? 17 : 24
  const lowest = layout.list.headingY - layout.headingSize - 2 - bottom
  const pitch = Math.min(isTight ? 5 : 12, (lowest - first) / Math.max(1, all.length - 1))
  return targets.map((target) => {
    const { placed, index, middle } = target
    const from = placed.box.x + placed.box.width / 2
    // Lines to the left nest the other way round than lines to the right.
    const depth = middle < from ? all.length - 1 - index : index
    const level = bottom + first + depth * pitch
    const end = { x: middle, y: bottom + (isBracketed(drawing, placed) ? BRACKET + 3 : 3) }
    const points =
      Math.abs(from - middle) < 4
        ? [{ x: middle, y: placed.box.y }, end]
        : [{ x: from, y: placed.box.y }, { x: from, y: level }, { x: middle, y: level }, end]
    return [
      bracket(drawing, target, freeSide(target, from, all.length)),
      connector(`place-${index}`, points, { stroke: colours.heap.freeLine, strokeWidth: 1.5 }),
    ]
  })
}

/** The region that a request took is no longer what the strip shows there. */
const isBracketed = ({ isAfter }: HeapDrawing, { looked, node }: Placed): boolean =>
  isAfter && looked?.isTaken === true && node.size !== undefined

/** How far below the strip a bracket reaches. */
const BRACKET = 9

const BRACKET_WORDS = [
  'one free region before the request',
  'one region before the request',
  'one region before',
] as const

/** Below a bracket, the side of the arrow to it that no line runs through. */
function freeSide({ left, right, middle }: Target, from: number, count: number): Side | undefined {
  if (middle >= from) return { x: right, room: right - middle - 12, anchor: 'end' }
  return count === 1 ? { x: left, room: middle - left - 12, anchor: 'start' } : undefined
}

interface Side {
  readonly x: number
  readonly room: number
  readonly anchor: 'start' | 'end'
}

/** How far the region reached that was taken, and words for it where there is room. */
function bracket(drawing: HeapDrawing, { placed, left, right, isCut }: Target, side?: Side): Drawn {
  if (!isBracketed(drawing, placed)) return undefined
  const { colours, layout } = drawing
  const { strip, type } = layout
  const words = BRACKET_WORDS.find((one) => textWidth(one, type.small) <= (side?.room ?? 0))
  const top = strip.y + strip.height + 4
  const low = strip.y + strip.height + BRACKET
  return [
    path(
      words === undefined ? 'bracket' : 'named-bracket',
      `M${decimal(left + 1)} ${decimal(top)}V${decimal(low)}H${decimal(right - 1)}${isCut ? '' : `V${decimal(top)}`}`,
      { stroke: colours.heap.freeLine, strokeWidth: 1.5 },
    ),
    words !== undefined &&
      side &&
      text('bracket-words', { x: side.x, y: low + type.small + 4 }, words, {
        size: type.small,
        anchor: side.anchor,
        fill: colours.muted,
      }),
  ]
}

/** Between the middles of two numbers. */
const NUMBER_PITCH = 26

export function placeNumbers(drawing: HeapDrawing, all: readonly Placed[]): Drawn {
  const { colours, layout } = drawing
  const { strip, density } = layout
  const bottom = strip.y + strip.height
  const radius = density === 'laptop' ? 9 : 11
  const targets = [...targetsOf(drawing, all)].sort((a, b) => a.middle - b.middle)
  const lowest = layout.list.headingY - layout.headingSize - 5 - radius
  const y = Math.min(bottom + 14 + 2 * radius, lowest)
  const places = spread(
    targets.map(({ middle }) => middle),
    { from: strip.x + radius, to: strip.x + strip.width - radius },
  )
  return targets.map((target, index) => {
    const { placed, middle } = target
    const low = bottom + (isBracketed(drawing, placed) ? BRACKET : 2)
    const centre = { x: places[index] ?? middle, y }
    return group(
      `order-${target.index}`,
      bracket(drawing, target),
      line(
        'stem',
        { x: middle, y: low },
        { x: centre.x, y: centre.y - radius },
        colours.heap.freeLine,
        1.5,
      ),
      orderMark(drawing, placed.number, centre, colours.ink),
    )
  })
}

/** Places in ascending order, moved as far apart as their numbers need. */
function spread(
  wanted: readonly number[],
  { from, to }: { readonly from: number; readonly to: number },
): readonly number[] {
  const placed: number[] = []
  for (const middle of wanted) {
    placed.push(Math.max(middle, (placed.at(-1) ?? from - NUMBER_PITCH) + NUMBER_PITCH))
  }
  let limit = to
  return placed
    .reverse()
    .map((middle) => {
      const place = Math.min(middle, limit)
      limit = place - NUMBER_PITCH
      return place
    })
    .reverse()
}
