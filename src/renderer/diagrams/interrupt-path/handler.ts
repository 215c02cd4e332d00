/** The handler: its name and place, the writes that end the interrupt, and its return. */
import { formatHex } from '../../../shared/format'
import type { PathEnd } from '../../../shared/models/interrupt-path'
import { CHECK_FAILURES } from '../idt-dispatch/check-names'
import { nowBox } from '../primitives/marks'
import { group, rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { isAt, type PathDrawing } from './drawing'
import {
  durationOf,
  endPlace,
  instructionsWords,
  isEoiAutomatic,
  missingEnds,
  portWrite,
  shortName,
  shortSource,
} from './facts'
import { fitName, fitPath } from '../primitives/fit-name'
import type { ChipKey } from './layout'
import { nowBand, strokesOfBox } from './strokes'

const insetOf = ({ layout }: PathDrawing): number => (layout.density === 'laptop' ? 9 : 14)

/** Lines of the box, counted from its top: the name takes two where there is room. */
interface Lines {
  readonly firstEnd: number
  readonly perEnd: number
  readonly back: number
}

/** Where the place of the handler stands, if the writes that follow leave room for it. */
const PLACE_LINE = 2.05

const hasRoom = ({ layout }: PathDrawing): boolean =>
  layout.handler.height >= 7.2 * layout.lineHeight

function linesOf(drawing: PathDrawing): Lines {
  const { layout, path } = drawing
  const isRoomy = hasRoom(drawing)
  const perEnd = isRoomy && !(path && path.line >= 8) ? 2 : 1
  const total = layout.handler.height / layout.lineHeight - 0.3
  const ends = path && path.line >= 8 ? 2 : 1
  const lastEnd = total - 1.3
  // A little lower than a line: its box stays clear of the letters above.
  const back = Math.max(total - 0.22, 0)
  const firstEnd = lastEnd - (ends * perEnd - 1)
  return { firstEnd, perEnd, back }
}

const baselineOf = ({ layout }: PathDrawing, at: number): number =>
  layout.handler.y + layout.lineHeight * at

/** The row of the write that ends the interrupt in a controller: where the arrow of the EOI begins. */
export function endBox(drawing: PathDrawing, controller: ChipKey): Box {
  const { layout, path } = drawing
  const { firstEnd, perEnd } = linesOf(drawing)
  const index = controller === 'master' && path && path.line >= 8 ? 1 : 0
  const y = baselineOf(drawing, firstEnd + index * perEnd) - layout.lineHeight * 0.78
  return {
    x: layout.handler.x + 4,
    y,
    width: layout.handler.width - 8,
    height: perEnd * layout.lineHeight + 1,
  }
}

export function handlerPart(drawing: PathDrawing): Group | undefined {
  const { path, colours, layout, progress } = drawing
  if (!path) return undefined
  const box = layout.handler
  const isReached = progress.has('handler')
  const isNow = isAt(drawing, 'handler')
  const isFailed = path.delivery?.kind === 'failed'
  const state = { isNow, isAhead: !isReached, isBlocking: isReached && isFailed }
  return group(
    'handler',
    rect('box', box, strokesOfBox(colours, state)),
    isNow && nowBand(colours, box, layout.lineHeight * 1.5),
    !isReached && ahead(drawing),
    isReached && isFailed && failure(drawing),
    isReached && !isFailed && entered(drawing),
  )
}

function ahead({ colours, layout }: PathDrawing): Drawn {
  const { handler: box, type, lineHeight } = layout
  return text(
    'ahead',
    { x: box.x + (layout.density === 'laptop' ? 9 : 14), y: box.y + lineHeight * 1.15 },
    'handler',
    { size: type.small, fill: colours.ghost },
  )
}

function failure(drawing: PathDrawing): readonly Drawn[] {
  const { path, colours, layout } = drawing
  const { delivery } = path ?? {}
  if (delivery?.kind !== 'failed') return []
  const { type, handler: box, lineHeight } = layout
  const x = box.x + insetOf(drawing)
  const ink = isAt(drawing, 'handler') ? colours.now.text : colours.ink
  const inkOf = (index: number) => [ink, colours.bad, colours.ink][index] ?? colours.ink
  const words = [
    'No handler is called:',
    `${CHECK_FAILURES[delivery.check]}.`,
    'The IDT dispatch tells what follows.',
  ]
  return words.map((line, index) =>
    text(
      `failure-${index}`,
      { x, y: box.y + lineHeight * (1.15 + index) },
      fitText(line, box.width - 2 * insetOf(drawing), type.small, index === 1 ? 600 : 400),
      {
        size: type.small,
        weight: index === 1 ? 600 : 400,
        fill: inkOf(index),
      },
    ),
  )
}

function entered(drawing: PathDrawing): readonly Drawn[] {
  const { path, colours, layout } = drawing
  const { delivery } = path ?? {}
  if (!path || delivery?.kind !== 'entered') return []
  const { handler } = delivery
  const { type, handler: box } = layout
  const x = box.x + insetOf(drawing)
  const room = box.width - 2 * insetOf(drawing)
  const isNow = isAt(drawing, 'handler')
  const ink = isNow ? colours.now.text : colours.ink
  const { muted } = colours
  const nameRoom = room - discRoomOf(drawing)
  const { name, size } = nameThatFits(drawing, handler.symbol ?? formatHex(handler.rip), nameRoom)
  const place =
    handler.source === undefined ? modulesOf(handler.symbol) : shortSource(handler.source)
  return [
    text('symbol', { x, y: baselineOf(drawing, 1.1) }, name, {
      size,
      weight: 600,
      font: 'mono',
      fill: ink,
    }),
    linesOf(drawing).firstEnd >= PLACE_LINE + 1 &&
      place !== undefined &&
      text(
        'place',
        { x, y: baselineOf(drawing, PLACE_LINE) },
        fitPath(place, room, type.small, '::'),
        {
          size: type.small,
          fill: muted,
        },
      ),
    endRows(drawing),
    back(drawing),
  ]
}

/** The numbers of steps stand at the right. */
export const discRoomOf = ({ layout }: PathDrawing): number => 2 * layout.stationRadius + 8

/** A name that is too wide is set smaller before anything of it goes. */
export function nameThatFits({ layout }: PathDrawing, symbol: string, room: number) {
  const { small, value } = layout.type
  const name = shortName(symbol)
  const isWhole = layout.density !== 'laptop' && textWidth(name, value, 600, 'mono') <= room
  const size = isWhole ? value : small
  return { name: fitName(name, room, size, 600), size }
}

const modulesOf = (symbol: string | undefined): string | undefined => {
  const modules = symbol?.split('::').slice(0, -1).join('::')
  return modules === '' ? undefined : modules
}

/** The writes that were made, and those that are due. */
function endRows(drawing: PathDrawing): readonly Drawn[] {
  const { path, progress } = drawing
  if (!path) return []
  const told = progress.stations
    .slice(0, progress.passed)
    .flatMap((station) => (station.kind === 'eoi' ? [station.end] : []))
  const made = told.map((end) => endRow(drawing, end))
  if (isEoiAutomatic(path)) return [dueRow(drawing, 'master', 'automatic EOI: none is due')]
  if (path.acknowledged?.isSpurious === true && path.line < 8)
    return [dueRow(drawing, 'master', 'spurious: no EOI is due')]
  const due = [...(path.line >= 8 ? (['slave', 'master'] as const) : (['master'] as const))].filter(
    (chip) => !told.some(({ controller }) => controller === chip),
  )
  const isOver = progress.has('return')
  return [
    ...made,
    ...due
      .filter((chip) => missingEnds(path).includes(chip) || !isOver)
      .map((chip) => dueRow(drawing, chip, dueWords(drawing, chip))),
  ]
}

const dueWords = ({ path, progress }: PathDrawing, chip: ChipKey): string => {
  const of = path && path.line >= 8 ? ` to the ${chip}` : ''
  return progress.has('return') ? `No EOI${of} was written` : `EOI${of}: still due`
}

function endRow(drawing: PathDrawing, end: PathEnd): Group {
  const { colours, layout, progress } = drawing
  const { type } = layout
  const { now } = progress
  const isNow = now?.kind === 'eoi' && now.end.controller === end.controller
  const box = endBox(drawing, end.controller)
  const { perEnd } = linesOf(drawing)
  const x = layout.handler.x + insetOf(drawing)
  const y = box.y + layout.lineHeight * 0.78
  const room = layout.handler.width - 2 * insetOf(drawing)
  const write = portWrite(end)
  const place = endPlace(end)
  const source = place.source === undefined ? '' : shortSource(place.source)
  const whole = [shortName(place.name), source].filter((part) => part !== '').join(', ')
  const used = textWidth(write, type.small, 600, 'mono') + 12
  const isBeside = perEnd === 1
  const fill = isNow ? colours.now.text : colours.ink
  const whereRoom = isBeside ? room - used : room
  // Who wrote it says more than the line of its source.
  const where = textWidth(whole, type.small) <= whereRoom ? whole : shortName(place.name)
  return group(
    `eoi-${end.controller}`,
    isNow && nowBox('now', box, colours),
    text('write', { x, y }, write, { size: type.small, font: 'mono', weight: 600, fill }),
    where !== '' &&
      (!isBeside || whereRoom > 50) &&
      text(
        'where',
        isBeside ? { x: x + used, y } : { x, y: y + layout.lineHeight },
        fitText(where, whereRoom, type.small),
        { size: type.small, fill: isNow ? colours.now.text : colours.muted },
      ),
  )
}

function dueRow(drawing: PathDrawing, chip: ChipKey, words: string): Group {
  const { colours, layout, progress } = drawing
  const isMissing = progress.has('return') && words.startsWith('No')
  const y = endBox(drawing, chip).y + layout.lineHeight * 0.78
  return group(
    `eoi-${chip}`,
    text('due', { x: layout.handler.x + insetOf(drawing), y }, words, {
      size: layout.type.small,
      weight: isMissing ? 600 : 400,
      fill: isMissing ? colours.bad : colours.muted,
    }),
  )
}

/** Where the return is told. */
export function returnRow(drawing: PathDrawing): Box {
  const { layout } = drawing
  const y = baselineOf(drawing, linesOf(drawing).back)
  return {
    x: layout.handler.x + 4,
    y: y - layout.lineHeight * 0.78,
    width: layout.handler.width - 8,
    height: layout.lineHeight * 0.95,
  }
}

function back(drawing: PathDrawing): Group {
  const { path, colours, layout, progress } = drawing
  const isReached = progress.has('return')
  const isNow = isAt(drawing, 'return')
  const duration = path && durationOf(path)
  const words =
    isReached && duration !== undefined
      ? `IRETQ after ${instructionsWords(duration)}`
      : path?.returned
        ? 'IRETQ to come'
        : 'has not returned'
  const box = returnRow(drawing)
  const y = box.y + layout.lineHeight * 0.78
  const room = box.width - 2 * insetOf(drawing) - (path?.returned ? discRoomOf(drawing) : 0)
  return group(
    'return',
    isNow && nowBox('now', box, colours),
    text(
      'words',
      { x: layout.handler.x + insetOf(drawing), y },
      fitText(words, room, layout.type.small),
      {
        size: layout.type.small,
        fill: isNow ? colours.now.text : isReached ? colours.ink : colours.muted,
      },
    ),
  )
}
