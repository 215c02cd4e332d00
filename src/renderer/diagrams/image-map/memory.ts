/** Physical memory, lowest address left, not to scale: what lies in it, and what RIP, RSP and CR3 point at. */
import { formatHex } from '../../../shared/format'
import type { ImageMap, MemoryPiece } from '../../../shared/models/image-map'
import { hatch, nowBox } from '../primitives/marks'
import { decimal, group, path, rect, text, type Box, type Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import { pieceBox, shownPieces, type ImageDrawing } from './drawing'
import { pieceName, zeroedBytes } from './words'

export function memory(drawing: ImageDrawing): Group {
  const { memory: box, model, frame, colours } = drawing
  const { type } = frame
  const pieces = shownPieces(drawing)
  const hidden = model.pieces.length - pieces.length
  const more = hidden > 0 ? `, and ${hidden} more pieces` : ''
  return group(
    'memory',
    text(
      'heading',
      { x: box.x, y: box.y + type.body },
      `Physical memory, ${model.memorySize >> 20} MiB, not to scale${more}`,
      {
        size: type.body,
        weight: 600,
        fill: colours.ink,
      },
    ),
    pieces.map((piece, index) => pieceParts(drawing, piece, index)),
  )
}

export const indexOfPiece = (drawing: ImageDrawing, segment: number): number =>
  shownPieces(drawing).findIndex((piece) => piece.segment === segment)

function pieceParts(drawing: ImageDrawing, piece: MemoryPiece, index: number): Group {
  const { colours, frame, model, now, passed } = drawing
  const { type } = frame
  const box = pieceBox(drawing, index)
  const isNow = now?.kind === 'segment' && now.index === piece.segment
  const isPlaced =
    piece.kind !== 'segment' ||
    piece.segment === undefined ||
    passed.some((station) => station.kind === 'segment' && station.index === piece.segment)
  const ink = isNow ? colours.now.text : isPlaced ? colours.ink : colours.ghost
  const address = formatHex(piece.start, 8)
  const shown = [address, `0x${piece.start.toString(16)}`].find(
    (each) => textWidth(each, type.small, 400, 'mono') <= box.width + 6,
  )
  return group(
    `piece-${index}`,
    isNow
      ? nowBox('box', box, colours)
      : rect('box', box, {
          fill: piece.kind === 'segment' && isPlaced ? colours.stack.a : colours.paper,
          stroke: isPlaced ? colours.ink : colours.ghost,
          ...(isPlaced ? { strokeWidth: strokes.line } : { dash: strokes.ghostDash }),
        }),
    isPlaced && !isNow && zeroedTail(drawing, piece, box),
    text(
      'name',
      { x: box.x + 6, y: box.y + box.height / 2 + type.body * 0.36 },
      fitText(pieceName(model, piece), box.width - 12, type.body, 600),
      { size: type.body, weight: 600, fill: ink },
    ),
    shown !== undefined &&
      text('address', { x: box.x, y: box.y + box.height + type.small + 4 }, shown, {
        size: type.small,
        font: 'mono',
        fill: isPlaced ? colours.muted : colours.ghost,
      }),
    isPlaced && pointers(drawing, piece, box),
  )
}

const TAIL = 10

/** What was not in the file stands at the end. */
function zeroedTail({ model, colours }: ImageDrawing, { segment }: MemoryPiece, box: Box): Drawn {
  const found = model.segments[segment ?? -1]
  if (!found || zeroedBytes(found) === 0) return undefined
  const tail = { x: box.x + box.width - TAIL, y: box.y, width: TAIL, height: box.height }
  return hatch('zeroed', tail, colours.line, 5)
}

const REGISTERS = ['RIP', 'RSP', 'CR3'] as const satisfies readonly (keyof ImageMap['pointers'])[]

/** Above the piece that it points into. */
function pointers(
  { model, frame, colours }: ImageDrawing,
  { start, size }: MemoryPiece,
  box: Box,
): Drawn {
  const held = REGISTERS.filter((name) => {
    const at = model.pointers[name]
    return at !== undefined && at >= start && at < start + BigInt(size)
  })
  if (held.length === 0) return undefined
  const { type } = frame
  const words = fitText(held.join(' '), box.width - 14, type.small, 600, 'mono')
  const y = box.y - 6
  return [
    path('pointer', `M${decimal(box.x + 1)} ${decimal(y - 7)}h10l-5 8z`, { fill: colours.ink }),
    text('registers', { x: box.x + 14, y }, words, {
      size: type.small,
      weight: 600,
      font: 'mono',
      fill: colours.ink,
    }),
  ]
}
