/** The chain of a list: its head, a link to each node, what is left out, and the end. */
import { formatCount } from '../../../shared/format'
import type { HeapList } from '../../../shared/models/heap'
import { connector, nowConnector } from '../primitives/connectors'
import { rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Point } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import type { HeapDrawing } from './drawing'
import { offsetOf, offsetWords } from './facts'
import { listNode, type Placed } from './list-node'
import { placeLinks, placeNumbers, wouldCross } from './list-places'

const NARROW = 720

export function headWidth({ layout: { density, width } }: HeapDrawing): number {
  if (density !== 'laptop') return 84
  return width < NARROW ? 52 : 64
}

export const endWidth = ({ layout }: HeapDrawing): number =>
  layout.density === 'laptop' ? 76 : 104

export function chain(
  drawing: HeapDrawing,
  placed: readonly Placed[],
  {
    hidden,
    beyond = 0,
    end,
    list,
  }: {
    /** Left out before the last. */
    readonly hidden: number
    /** Left out behind the last. */
    readonly beyond?: number
    readonly end: string | undefined
    readonly list?: HeapList
  },
): Drawn {
  const { colours, layout, progress } = drawing
  const {
    list: { x, y, height },
    type,
  } = layout
  const middle = y + height / 2
  const head: Box = { x, y: y + height * 0.14, width: headWidth(drawing), height: height * 0.72 }
  const edges = [head, ...placed.map(({ box }) => box)]
  const isHidden = (index: number) => hidden > 0 && index === placed.length - 1
  const last = placed.at(-1)?.box ?? head
  const isCrossed = wouldCross(drawing, placed)
  const isWalkOfSeveral =
    placed.length + hidden + beyond > 1 && placed.some(({ looked }) => looked !== undefined)
  const tail = { x: last.x + last.width, y: middle }
  return [
    rect('head', head, { fill: colours.paper, stroke: colours.ink, strokeWidth: 1.5, radius: 4 }),
    text('head-word', { x: head.x + head.width / 2, y: middle + type.body * 0.36 }, 'head', {
      size: type.body,
      weight: 600,
      anchor: 'middle',
      fill: colours.ink,
    }),
    placed.map((one, index) => {
      const from = edges[index] ?? head
      const points = [
        { x: from.x + from.width, y: middle },
        { x: one.box.x - 3, y: middle },
      ]
      const isNow = progress.now !== undefined && progress.now.number === one.looked?.number
      return [
        isNow
          ? nowConnector(`link-${index}`, points, colours, {
              scale: layout.density === 'laptop' ? 0.72 : 1,
            })
          : connector(`link-${index}`, points, {
              stroke: colours.ink,
              ...(isHidden(index) && { dash: '3 4' }),
            }),
        isHidden(index) && hiddenWords(drawing, hidden, points),
      ]
    }),
    placed.map((one) => listNode(drawing, one, isCrossed || isWalkOfSeveral)),
    isCrossed ? placeNumbers(drawing, placed) : placeLinks(drawing, placed),
    end !== undefined && [
      connector('end-link', [tail, { x: tail.x + 26, y: middle }], {
        stroke: colours.ink,
        ...(beyond > 0 && { dash: '3 4' }),
      }),
      beyond > 0 &&
        text('beyond', { x: tail.x + 6, y: middle - 11 }, `${formatCount(beyond)} more`, {
          size: type.small,
          fill: colours.muted,
        }),
      text('end', { x: tail.x + 34, y: middle + type.body * 0.36 }, endWords(drawing, end, list), {
        size: type.body,
        weight: 600,
        fill: end === 'None' ? colours.ink : colours.bad,
      }),
    ],
  ]
}

function endWords({ heap }: HeapDrawing, end: string, list: HeapList | undefined): string {
  if (end !== 'again' || list?.endsAt === undefined) return end
  return offsetWords(offsetOf(heap, list.endsAt))
}

function hiddenWords(
  { colours, layout }: HeapDrawing,
  hidden: number,
  [from, to]: readonly Point[],
): Drawn {
  const { type } = layout
  const x = ((from?.x ?? 0) + (to?.x ?? 0)) / 2
  const room = (to?.x ?? 0) - (from?.x ?? 0) - 6
  const words = [`${formatCount(hidden)} more`, `+${formatCount(hidden)}`].find(
    (one) => textWidth(one, type.small) <= room,
  )
  return (
    words !== undefined &&
    text('hidden', { x, y: (from?.y ?? 0) - 7 }, words, {
      size: type.small,
      anchor: 'middle',
      fill: colours.muted,
    })
  )
}
