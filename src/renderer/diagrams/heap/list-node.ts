/** A node of a list: where its region is and how large, and what the request that walks by makes of it. */
import { formatCount } from '../../../shared/format'
import type { HeapNode } from '../../../shared/models/heap'
import { checkMark, crossMark, nowBox } from '../primitives/marks'
import { circle, group, rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import type { HeapDrawing } from './drawing'
import { offsetOf, offsetWords } from './facts'
import type { Looked } from './stations'

export interface Placed {
  readonly key: string
  readonly node: HeapNode
  /** Its place in the list; counts from 1. */
  readonly number: number
  readonly looked?: Looked
  readonly box: Box
}

/** Numbered where it was walked, and where numbers lead to the regions. */
export function listNode(drawing: HeapDrawing, placed: Placed, isNumbered: boolean): Group {
  const { key, node: found, looked, box, number } = placed
  const { heap, colours, layout, progress } = drawing
  const { type } = layout
  const isNow = progress.now !== undefined && progress.now.number === looked?.number
  const isAhead =
    progress.now !== undefined && looked !== undefined && looked.number > progress.now.number
  const hasVerdict = looked !== undefined && !isAhead
  const pad = layout.density !== 'laptop' ? 16 : box.width < 130 ? 6 : 10
  const baseline = { top: box.y + box.height * 0.41, bottom: box.y + box.height * 0.8 }
  const ink = isNow ? colours.now.text : colours.ink
  const muted = isNow ? colours.now.text : colours.muted
  const right = box.x + box.width - pad
  const markRoom = hasVerdict ? 20 : 0
  const sized = fitting(
    sizeRuns(drawing, placed, isAhead),
    box.width - 2 * pad - markRoom,
    type.small,
  )
  return group(
    key,
    isNow
      ? nowBox('box', box, colours, 4)
      : rect('box', box, {
          fill: colours.paper,
          stroke: colours.heap.freeLine,
          strokeWidth: 1.5,
          dash: '5 4',
          radius: 4,
        }),
    text(
      'address',
      { x: box.x + pad, y: baseline.top },
      offsetWords(offsetOf(heap, found.address)),
      {
        size: type.value,
        font: 'mono',
        weight: 600,
        fill: ink,
      },
    ),
    sized &&
      text(
        'size',
        { x: box.x + pad, y: baseline.bottom },
        [
          { text: sized.word, fill: muted },
          { text: sized.value, font: 'mono', gap: 6 },
          ...(sized.after ? [{ text: sized.after.word, fill: muted }] : []),
          ...(sized.after?.value === undefined
            ? []
            : [{ text: sized.after.value, font: 'mono' as const, gap: 6 }]),
          ...(sized.verdict === undefined
            ? []
            : [{ text: sized.verdict, fill: muted, gap: VERDICT_GAP }]),
        ],
        { size: type.small, fill: ink },
      ),
    hasVerdict &&
      (looked.isTaken
        ? checkMark('fits', { x: right - 13, y: baseline.bottom }, isNow ? ink : colours.ok)
        : crossMark('refused', { x: right - 10, y: baseline.bottom }, isNow ? ink : colours.bad)),
    (looked !== undefined || isNumbered) &&
      orderMark(drawing, number, { x: right - 5, y: box.y + box.height * 0.29 }, ink),
  )
}

function verdictWords({ heap }: HeapDrawing, { isTaken }: Looked): string {
  return `${formatCount(heap.request?.size ?? 0)}? ${isTaken ? 'yes' : 'no'}`
}

/**
 * What is said of the size, in fewer and fewer words. The strip shows what there is now: of a region that was taken, and of
 * all that a request of the past looked at, the node says that it was so.
 */
function sizeRuns(drawing: HeapDrawing, { node, looked }: Placed, isAhead: boolean): Sized[] {
  const { heap, isAfter, progress } = drawing
  const size = node.size === undefined ? '?' : formatCount(node.size)
  const isPast = looked !== undefined && progress.isComplete && !isAfter
  const isTaken = looked?.isTaken === true && progress.isComplete
  const word = isPast || isTaken ? 'was' : 'size'
  const verdict = looked && !isAhead ? verdictWords(drawing, looked) : undefined
  const rest = heap.request?.search?.rest
  if (isTaken && isAfter && rest !== undefined && node.size !== undefined) {
    const after = rest === 0 ? { word: ', all taken' } : { word: ', is', value: formatCount(rest) }
    const change = { word, value: size, after }
    return [{ ...change, verdict }, change, { word, value: size }]
  }
  return [
    { word, value: size, verdict },
    { word, value: size },
  ]
}

interface Sized {
  readonly word: string
  readonly value: string
  /** What became of it. */
  readonly after?: { readonly word: string; readonly value?: string }
  readonly verdict?: string | undefined
}

const VERDICT_GAP = 12

/** What of it stands in so much room. */
function fitting(all: readonly Sized[], room: number, size: number): Sized | undefined {
  const width = ({ word, value, after, verdict }: Sized) =>
    textWidth(word, size) +
    6 +
    textWidth(value, size, 400, 'mono') +
    (after ? textWidth(after.word, size) : 0) +
    (after?.value === undefined ? 0 : 6 + textWidth(after.value, size, 400, 'mono')) +
    (verdict === undefined ? 0 : VERDICT_GAP + textWidth(verdict, size))
  return all.find((one) => width(one) <= room) ?? all.at(-1)
}

/** A number in a ring: the place of a node in the list. */
export function orderMark(
  { layout: { type, density }, colours }: HeapDrawing,
  number: number,
  centre: Point,
  ink: string,
): Drawn {
  const style = { size: type.small, weight: 600, fill: colours.ink } as const
  if (number > 99) {
    return text(
      'order',
      { x: centre.x + 5, y: centre.y + type.small * 0.36 },
      formatCount(number),
      {
        ...style,
        anchor: 'end',
        fill: ink,
      },
    )
  }
  return [
    circle('ring', centre, density === 'laptop' ? 9 : 11, {
      stroke: ink,
      strokeWidth: density === 'laptop' ? 1.25 : 1.5,
      fill: colours.paper,
    }),
    text('order', { x: centre.x, y: centre.y + type.small * 0.36 }, `${number}`, {
      ...style,
      anchor: 'middle',
    }),
  ]
}
