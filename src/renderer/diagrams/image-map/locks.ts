/** Spin locks among the image's statics: for each the byte that it is, as it stands, and where that lies. */
import { formatCount, formatHex } from '../../../shared/format'
import type { LockWord } from '../../../shared/models/image-map'
import { group, rect, text, type Box, type Drawn } from '../primitives/shapes'
import { fitText, textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import type { ImageDrawing } from './drawing'
import { MOST_SEGMENTS } from './stations'
import { lockPlace, lockState } from './words'

/** Of a row, at most, for the names. */
const NAMES_SHARE = 0.4
/** Above the heading and between the rows. */
const GAP = 6

/** Below the segments, as many as there is room for: those that are taken first. */
export function lockWords(drawing: ImageDrawing): Drawn {
  const { headers: box, memory, model, frame, colours, rowHeight } = drawing
  const { body } = frame.type
  const top = box.y + Math.min(model.segments.length, MOST_SEGMENTS) * rowHeight + GAP
  const pitch = body + GAP
  const room = Math.floor((memory.y - 2 * GAP - top - pitch) / pitch)
  const { locks } = model
  if (locks.length === 0 || room < 1) return undefined
  const shown = locks.slice(0, room)
  const widest = Math.max(...shown.map(({ name }) => textWidth(name, body, 600)))
  const names = Math.min(widest, box.width * NAMES_SHARE)
  const hidden = locks.length - shown.length
  const more = hidden > 0 ? `; ${formatCount(hidden)} more` : ''
  return group(
    'locks',
    text(
      'heading',
      { x: box.x, y: top + body },
      [
        { text: 'Spin locks, one byte each', weight: 600, fill: colours.ink },
        { text: `0 is open, 1 is taken${more}`, gap: 10 },
      ],
      { size: body, fill: colours.muted },
    ),
    shown.map((lock, index) =>
      lockRow(drawing, lock, names, {
        ...box,
        y: top + (index + 1) * pitch + GAP - 1,
        height: body + 2,
      }),
    ),
  )
}

const CELL = 22

function lockRow(drawing: ImageDrawing, lock: LockWord, names: number, box: Box): Drawn {
  const { colours, frame, model } = drawing
  const { body, small } = frame.type
  const { address, name, value, isTaken } = lock
  const y = box.y + box.height / 2 + small * 0.36
  const place = box.x + CELL + 10 + names + 14
  const words = `${lockState(lock)}, ${lockPlace(model, lock)}`
  const wordsX = place + textWidth(formatHex(address), small, 400, 'mono') + 14
  return group(
    `lock-${address.toString(16)}`,
    rect(
      'cell',
      { ...box, width: CELL },
      {
        fill: isTaken ? colours.ink : colours.paper,
        stroke: colours.ink,
        strokeWidth: strokes.line,
      },
    ),
    text('value', { x: box.x + CELL / 2, y }, String(value), {
      size: small,
      font: 'mono',
      weight: isTaken ? 600 : 400,
      anchor: 'middle',
      fill: isTaken ? colours.onSolid : colours.ink,
    }),
    text('name', { x: box.x + CELL + 10, y }, fitText(name, names, body, 600), {
      size: body,
      weight: 600,
      fill: colours.ink,
    }),
    text('address', { x: place, y }, formatHex(address), {
      size: small,
      font: 'mono',
      fill: colours.muted,
    }),
    wordsX + textWidth(words, small) <= box.x + box.width &&
      text('words', { x: wordsX, y }, words, { size: small, fill: colours.muted }),
  )
}
