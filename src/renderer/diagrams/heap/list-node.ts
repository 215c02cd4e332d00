/** A node of a list: where its region is and how large, and what the request that walks by makes of it. */
import { formatCount } from '../../../shared/format'
import type { HeapNode } from '../../../shared/models/heap'
import { checkMark, crossMark, nowBox } from '../primitives/marks'
import { circle, group, rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { offsetOf, type HeapDrawing } from './drawing'
import { offsetWords } from './facts'
import type { Looked } from './stations'

export interface Placed {
  readonly key: string
  readonly node: HeapNode
  readonly looked?: Looked
  readonly box: Box
}

export function listNode(drawing: HeapDrawing, { key, node: found, looked, box }: Placed): Group {
  const { heap, colours, layout, progress } = drawing
  const { type } = layout
  const isNow = progress.now !== undefined && progress.now.number === looked?.number
  const isAhead =
    progress.now !== undefined && looked !== undefined && looked.number > progress.now.number
  const hasVerdict = looked !== undefined && !isAhead
  const pad = layout.density === 'laptop' ? 10 : 16
  const baseline = { top: box.y + box.height * 0.41, bottom: box.y + box.height * 0.8 }
  const ink = isNow ? colours.now.text : colours.ink
  const muted = isNow ? colours.now.text : colours.muted
  const size = found.size === undefined ? '?' : formatCount(found.size)
  const right = box.x + box.width - pad
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
    text(
      'size',
      { x: box.x + pad, y: baseline.bottom },
      [
        { text: 'size', fill: muted },
        { text: size, font: 'mono', gap: 6 },
        ...(hasVerdict && hasRoomFor(drawing, box, size, looked)
          ? [{ text: verdictWords(drawing, looked), fill: muted, gap: 12 }]
          : []),
      ],
      { size: type.small, fill: ink },
    ),
    hasVerdict &&
      (looked.isTaken
        ? checkMark('fits', { x: right - 13, y: baseline.bottom }, isNow ? ink : colours.ok)
        : crossMark('refused', { x: right - 10, y: baseline.bottom }, isNow ? ink : colours.bad)),
    looked !== undefined &&
      order(drawing, looked.number, { x: right - 5, y: box.y + box.height * 0.29 }, ink),
  )
}

/** Whether size, verdict and its mark stand beside each other. */
function hasRoomFor(drawing: HeapDrawing, box: Box, size: string, looked: Looked): boolean {
  const { type } = drawing.layout
  const words =
    textWidth('size', type.small) +
    textWidth(size, type.small, 400, 'mono') +
    textWidth(verdictWords(drawing, looked), type.small)
  return words + 76 <= box.width
}

function verdictWords({ heap }: HeapDrawing, { isTaken }: Looked): string {
  return `${formatCount(heap.request?.size ?? 0)}? ${isTaken ? 'yes' : 'no'}`
}

function order(
  { layout, colours }: HeapDrawing,
  number: number,
  centre: Point,
  ink: string,
): Drawn {
  const { type, density } = layout
  if (density === 'laptop' || number > 99) {
    return text(
      'order',
      { x: centre.x + 5, y: centre.y + type.small * 0.36 },
      formatCount(number),
      {
        size: type.small,
        weight: 600,
        anchor: 'end',
        fill: ink,
      },
    )
  }
  return [
    circle('ring', centre, 11, { stroke: ink, strokeWidth: 1.5, fill: colours.paper }),
    text('order', { x: centre.x, y: centre.y + 5 }, `${number}`, {
      size: type.small,
      weight: 600,
      anchor: 'middle',
      fill: colours.ink,
    }),
  ]
}
