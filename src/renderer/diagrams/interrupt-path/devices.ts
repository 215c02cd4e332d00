/** The devices and their lines into the controllers: which pin is high, and whose request this is about. */
import { LINE_OF } from '../../../shared/interrupt-lines'
import { connector } from '../primitives/connectors'
import { prose } from '../primitives/prose'
import { group, path, rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group, Path, Point } from '../scene'
import { strokes } from '../tokens/tokens'
import { isAt, type PathDrawing } from './drawing'
import { causeWords, chipName, deviceName, inputOf, lineName } from './facts'
import { chipBox, rightOf, type PathLayout } from './layout'
import { heldHighLines } from './words'

/** The lines that a device of this machine drives, and that of the request whatever drives it. */
export function drawnLines({ path }: Pick<PathDrawing, 'path'>): readonly number[] {
  const lines = new Set<number>(Object.values(LINE_OF))
  if (path) lines.add(path.line)
  return [...lines].sort((a, b) => a - b)
}

/** Beside the rows of the registers, from the top of the chip down. */
export function deviceBox(drawing: Pick<PathDrawing, 'path' | 'layout'>, line: number): Box {
  const { layout } = drawing
  const { devices, chip } = layout
  const key = chipName(line)
  const lines = drawnLines(drawing).filter((each) => chipName(each) === key)
  const { y, height } = chipBox(layout, key)
  const head = chip.headHeight * 0.4
  // What the device did stands below it, and pushes down those that follow.
  const told =
    drawing.path && causeWords(drawing.path) !== undefined ? drawing.path.line : undefined
  const causeHeight = told !== undefined && lines.includes(told) ? layout.type.small * 1.2 : 0
  const pitch = Math.min(devices.height + 12, (height - head - causeHeight) / lines.length)
  const top = lines.length === 1 ? y + (height - devices.height) / 2 : y + head
  return {
    x: devices.x,
    y: top + lines.indexOf(line) * pitch + (told !== undefined && line > told ? causeHeight : 0),
    width: devices.width,
    height: Math.min(devices.height, pitch - 4),
  }
}

export const linePoints = (drawing: Pick<PathDrawing, 'path' | 'layout'>, line: number) => {
  const box = deviceBox(drawing, line)
  const y = box.y + box.height / 2
  return [
    { x: rightOf(box), y },
    { x: drawing.layout.chip.x - 3, y },
  ]
}

export const devices = (drawing: PathDrawing): readonly Drawn[] =>
  drawnLines(drawing).map((line) => device(drawing, line))

const isHigh = ({ progress }: PathDrawing, line: number): boolean =>
  (progress.chips[chipName(line)].lines & (1 << inputOf(line))) !== 0

/** Whether it asks for as long as it is high. */
const isLevelTriggered = ({ progress }: PathDrawing, line: number): boolean =>
  (progress.chips[chipName(line)].levelTriggered & (1 << inputOf(line))) !== 0

/** Without a request to follow: those that wait or are in service, and those that are high and cannot ask again. */
function isStirring({ standing }: PathDrawing, line: number): boolean {
  const { irr, isr } = standing[chipName(line)]
  return ((irr | isr) & (1 << inputOf(line))) !== 0 || heldHighLines(standing).includes(line)
}

/** What the device did: `byte 0x1e`. */
function cause(drawing: PathDrawing, box: Box): Drawn {
  const { path, colours, layout, progress } = drawing
  const words = path && causeWords(path)
  if (words === undefined || !progress.has('request')) return undefined
  const { small: size } = layout.type
  return prose('cause', { x: box.x + insetOf(layout), y: box.y + box.height + size }, words, {
    size,
    fill: colours.event.irq.ink,
  })
}

function device(drawing: PathDrawing, line: number): Group {
  const { path, colours, layout } = drawing
  const box = deviceBox(drawing, line)
  const isOwn = path?.line === line
  const isTold = isOwn || (!path && isStirring(drawing, line))
  const { ink, tint } = colours.event.irq
  const paint = isOwn
    ? { fill: tint, stroke: ink, strokeWidth: strokes.strong }
    : { fill: colours.paper, stroke: colours.line, strokeWidth: strokes.line }
  const baseline = box.y + box.height / 2 + layout.type.small * 0.36
  return group(
    `line-${line}`,
    rect('box', box, { ...paint, radius: 4 }),
    text('name', { x: box.x + insetOf(layout), y: baseline }, labelOf(drawing, line), {
      size: layout.type.small,
      weight: isOwn ? 600 : 400,
      fill: isTold ? ink : path ? colours.muted : colours.ink,
    }),
    isOwn && cause(drawing, box),
    levelMark(drawing, line, isTold, { x: rightOf(box) - insetOf(layout) - 8, y: baseline }),
    !(isOwn && isAt(drawing, 'request')) &&
      connector(`line-${line}.pin`, linePoints(drawing, line), {
        stroke: isTold ? ink : colours.line,
        strokeWidth: isTold ? 1.75 : 1.25,
      }),
  )
}

const insetOf = ({ density }: PathLayout): number => (density === 'laptop' ? 6 : 10)

/** In narrow windows the number of the line says enough. */
function labelOf({ layout }: PathDrawing, line: number): string {
  const name = deviceName(line)
  return layout.devices.width < 100 ? name : `${name} ${lineName(line)}`
}

/** A high level drawn as a step up, a low one as a flat line, one that has fallen since it asked as a pulse. */
function levelMark(
  drawing: PathDrawing,
  line: number,
  isTold: boolean,
  at: { x: number; y: number },
): Drawn {
  const stroke = isTold ? drawing.colours.event.irq.ink : drawing.colours.muted
  return levelShape(levelOf(drawing, line), { x: at.x - 4, y: at.y }, stroke)
}

export type Level = 'high' | 'risen' | 'low' | 'pulse'

function levelOf(drawing: PathDrawing, line: number): Level {
  const { path: request, progress } = drawing
  if (isHigh(drawing, line)) return isLevelTriggered(drawing, line) ? 'high' : 'risen'
  return request?.line === line && request.requested && progress.has('request') ? 'pulse' : 'low'
}

const LEVEL_WAYS: Readonly<Record<Level, string>> = {
  high: 'h4v-8h8',
  risen: 'h4v-8h8',
  low: 'h12',
  pulse: 'h3v-8h6v8h3',
}

export const levelShape = (level: Level, { x, y }: Point, stroke: string): Path =>
  path(level, `M${x} ${y}${LEVEL_WAYS[level]}`, { stroke, strokeWidth: 1.75 })
