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

/** In front of its address, where there is room for it in every node. */
const NAME = 'region at'
/** What the number in its corner takes. */
const RING_ROOM = 26

/** Numbered where several were walked, and where numbers lead to the regions. */
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
  const verdict = !hasVerdict ? '' : looked.isTaken ? 'fits' : 'does not fit'
  const room = box.width - 2 * pad - markRoom
  // One that is as long as the heap: what is said of one node is said of all.
  const isVerdictRoomy =
    widthOf([numberRun(formatCount(heap.region?.size ?? 0))], type.small) +
      VERDICT_GAP +
      textWidth('does not fit', type.small) <=
    room
  const sized = fitting(sizeWays(drawing, placed), isVerdictRoomy ? verdict : '', room, type.small)
  const address = offsetWords(offsetOf(heap, found.address))
  const longest = offsetWords(heap.region?.size ?? 0)
  const hasName =
    widthOf([wordRun(NAME), numberRun(longest)], type.value) <=
    box.width - 2 * pad - (isNumbered ? RING_ROOM : 0)
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
      [
        ...(hasName ? [{ text: NAME, size: type.small, fill: muted }] : []),
        { text: address, font: 'mono', weight: 600, ...(hasName && { gap: GAP }) },
      ],
      { size: type.value, fill: ink },
    ),
    text(
      'size',
      { x: box.x + pad, y: baseline.bottom },
      sized.runs.map(({ text: content, isWord }, index) => ({
        text: content,
        ...(index > 0 && { gap: GAP }),
        ...(isWord ? { fill: muted } : { font: 'mono' as const }),
      })),
      { size: type.small, fill: ink },
    ),
    sized.verdict !== '' &&
      text('verdict', { x: right - markRoom, y: baseline.bottom }, sized.verdict, {
        size: type.small,
        anchor: 'end',
        fill: muted,
      }),
    hasVerdict &&
      (looked.isTaken
        ? checkMark('fits', { x: right - 13, y: baseline.bottom }, isNow ? ink : colours.ok)
        : crossMark('refused', { x: right - 10, y: baseline.bottom }, isNow ? ink : colours.bad)),
    isNumbered && orderMark(drawing, number, { x: right - 5, y: box.y + box.height * 0.29 }, ink),
  )
}

/**
 * What is said of the size, in fewer and fewer words. The strip shows what there is now: of a region that was taken, and of
 * all that a request of the past looked at, the node says that it was so.
 */
function sizeWays(drawing: HeapDrawing, { node, looked }: Placed): readonly Runs[] {
  const { heap, isAfter, progress } = drawing
  const size = numberRun(node.size === undefined ? '?' : formatCount(node.size))
  const isPast = looked !== undefined && progress.isComplete && !isAfter
  const isTaken = looked?.isTaken === true && progress.isComplete
  const rest = heap.request?.search?.rest
  if (isTaken && isAfter && rest !== undefined && node.size !== undefined) {
    const after =
      rest === 0 ? [wordRun('all taken')] : [numberRun(formatCount(rest)), wordRun('now')]
    return [
      [size, wordRun('bytes before,'), ...after],
      [size, wordRun('before,'), ...after],
      [size, wordRun('before')],
    ]
  }
  const then = isPast || isTaken ? ' then' : ''
  return [
    [size, wordRun(`bytes${then}`)],
    ...(then === '' ? [] : [[size, wordRun('then')]]),
    [size],
  ]
}

interface SizeRun {
  readonly text: string
  readonly isWord: boolean
}
type Runs = readonly SizeRun[]

const wordRun = (text: string): SizeRun => ({ text, isWord: true })
const numberRun = (text: string): SizeRun => ({ text, isWord: false })

/** Between two words. */
const GAP = 5

const widthOf = (runs: Runs, size: number): number =>
  runs.reduce(
    (sum, { text: one, isWord }) => sum + textWidth(one, size, 400, isWord ? 'sans' : 'mono'),
    (runs.length - 1) * GAP,
  )

/** Between the size and what the request makes of it. */
const VERDICT_GAP = 12

/** The longest that stands in so much room, with the verdict if there is room for both in fewer words. */
function fitting(ways: readonly Runs[], verdict: string, room: number, size: number) {
  const verdictRoom = verdict === '' ? 0 : VERDICT_GAP + textWidth(verdict, size)
  const both = ways.find((runs) => widthOf(runs, size) <= room - verdictRoom)
  if (both && verdict !== '') return { runs: both, verdict }
  const runs = ways.find((one) => widthOf(one, size) <= room) ?? ways.at(-1)
  return { runs: runs ?? [], verdict: '' }
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
