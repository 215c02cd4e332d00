/** The program headers of the file, one row each: where the bytes are in it, how many, what may be done with them. */
import { formatCount, formatShortHex } from '../../../shared/format'
import type { LoadedSegment } from '../../../shared/models/image-map'
import { hatch, nowBox } from '../primitives/marks'
import { group, rect, text, type Box, type Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import { headerBox, type ImageDrawing } from './drawing'
import { MOST_SEGMENTS } from './stations'
import { rightsOf, segmentName, zeroedBytes } from './words'

export function headers(drawing: ImageDrawing): Group {
  const { headers: box, model, frame, colours } = drawing
  const hidden = model.segments.length - MOST_SEGMENTS
  const heading = `ELF segments${hidden > 0 ? `, and ${hidden} more` : ''}`
  return group(
    'headers',
    text('heading', { x: box.x, y: box.y - 8 }, heading, {
      size: frame.type.body,
      weight: 600,
      fill: colours.ink,
    }),
    columnHeads(drawing, textWidth(heading, frame.type.body, 600)),
    model.segments.slice(0, MOST_SEGMENTS).map((segment, index) => row(drawing, segment, index)),
  )
}

/** Where a row has its columns. */
function columnsOf({ headers: box, frame }: ImageDrawing) {
  const { type } = frame
  const rights = box.x + 10 + textWidth('constants', type.body, 600) + 10
  const offset = rights + textWidth('rwx', type.value, 400, 'mono') + 12
  const sizes = offset + textWidth('0x000000', type.value, 400, 'mono') + 14
  return { rights, offset, sizes }
}

/** Beside the heading, as far as it leaves room. */
function columnHeads(drawing: ImageDrawing, headingWidth: number): Drawn {
  const { headers: box, frame, colours } = drawing
  const { offset, sizes } = columnsOf(drawing)
  const style = { size: frame.type.small, fill: colours.muted }
  return [
    { x: offset, words: 'offset' },
    { x: sizes, words: 'bytes in the file' },
  ]
    .filter(({ x }) => x >= box.x + headingWidth + 6)
    .map(({ x, words }) => text(words, { x, y: box.y - 8 }, words, style))
}

function row(drawing: ImageDrawing, segment: LoadedSegment, index: number): Group {
  const { colours, frame, now, passed } = drawing
  const { type } = frame
  const box = headerBox(drawing, index)
  const isNow = now?.kind === 'segment' && now.index === index
  const isTold = passed.some((station) => station.kind === 'segment' && station.index === index)
  const y = box.y + box.height / 2 + type.value * 0.36
  const ink = isNow ? colours.now.text : isTold ? colours.ink : colours.muted
  const style = { size: type.value, font: 'mono', fill: ink } as const
  const name = segmentName(segment)
  const { rights, offset, sizes: sizesX } = columnsOf(drawing)
  return group(
    `segment-${index}`,
    isNow
      ? nowBox('box', box, colours)
      : rect('box', box, { fill: colours.paper, stroke: colours.line, strokeWidth: strokes.hair }),
    text('name', { x: box.x + 10, y }, name, { size: type.body, weight: 600, fill: ink }),
    text('rights', { x: rights, y }, rightsOf(segment), style),
    text('offset', { x: offset, y }, formatShortHex(segment.fileOffset), style),
    sizes(
      drawing,
      segment,
      { ...box, x: sizesX, width: box.x + box.width - sizesX - 10 },
      ink,
      isNow,
    ),
  )
}

/** The bytes of the file, and hatched behind them those that are only zeroed. */
function sizes(
  { colours, frame }: ImageDrawing,
  segment: LoadedSegment,
  room: Box,
  ink: string,
  isNow: boolean,
): Drawn {
  const { type, density } = frame
  const zeroed = zeroedBytes(segment)
  const size = type.small
  const words = formatCount(segment.fileSize)
  const y = room.y + room.height / 2 + size * 0.36
  const zeroWords =
    [`+ ${formatCount(zeroed)} zeroed`, `+ ${formatCount(zeroed)} zero`].find(
      (each) => textWidth(words, size) + 10 + textWidth(each, size) <= room.width,
    ) ?? ''
  const gap = textWidth(words, size) + 10
  const markWidth = 18
  const hasMark =
    zeroed > 0 && zeroWords !== '' && gap + markWidth + 6 + textWidth(zeroWords, size) <= room.width
  const mark = { x: room.x + gap, y: room.y + room.height / 2 - 7, width: markWidth, height: 14 }
  return [
    textWidth(words, size) <= room.width &&
      text('size', { x: room.x, y }, words, { size, fill: ink }),
    hasMark && [
      rect('zeroed-mark', mark, {
        fill: isNow ? colours.now.fill : colours.paper,
        stroke: colours.line,
        strokeWidth: strokes.hair,
      }),
      hatch('zeroed-hatch', mark, colours.line, density === 'laptop' ? 5 : 6),
    ],
    zeroed > 0 &&
      zeroWords !== '' &&
      text('zeroed', { x: room.x + gap + (hasMark ? markWidth + 6 : 0), y }, zeroWords, {
        size,
        fill: ink,
      }),
  ]
}
