/** One 8259A with the three registers that decide: requested, masked, in service. Bit 7 stands left. */
import type { PicRegisters } from '../../../shared/events'
import { servedInput } from '../../../shared/interrupt-lines'
import { bitCell, nowBox } from '../primitives/marks'
import { prose } from '../primitives/prose'
import { decimal, group, path as outline, rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import { clearedBit, clearedRegister } from './cleared-bit'
import { presentWait, type PathDrawing } from './drawing'
import { chipName, inputOf, isUnended, lineName, missingEnds } from './facts'
import { REGISTERS, bottomOf, cellBox, centreOf, chipBox } from './layout'
import type { ChipKey, Register } from './layout'
import { CASCADE_LINE, isSlaveLine } from '../../../shared/interrupt-lines'

export const chipParts = (drawing: PathDrawing): readonly Drawn[] => [
  chip(drawing, 'master'),
  chip(drawing, 'slave'),
]

/** Which input of a chip the request comes in by: of the master's, the slave's lines come in by the cascade. */
export function inputOfPath({ path }: PathDrawing, key: ChipKey): number | undefined {
  if (!path) return undefined
  if (chipName(path.line) === key) return inputOf(path.line)
  return key === 'master' && isSlaveLine(path.line) ? CASCADE_LINE : undefined
}

function chip(drawing: PathDrawing, key: ChipKey): Group {
  const { colours, layout, progress } = drawing
  const { type } = layout
  const registers = progress.chips[key]
  const box = chipBox(layout, key)
  const { padding, headHeight } = layout.chip
  const isConcerned = drawing.path === undefined || inputOfPath(drawing, key) !== undefined
  const baseline = box.y + headHeight * 0.72
  return group(
    key,
    rect('box', box, {
      fill: colours.paper,
      stroke: isConcerned ? colours.ink : colours.line,
      strokeWidth: strokes.line,
      radius: 4,
    }),
    text('name', { x: box.x + padding, y: baseline }, `8259 ${key}`, {
      size: layout.density === 'laptop' ? type.body : type.value,
      weight: 600,
      fill: isConcerned ? colours.ink : colours.muted,
    }),
    prose('modes', { x: box.x + box.width - padding, y: baseline }, modeWords(drawing, registers), {
      size: type.small,
      anchor: 'end',
      fill: colours.muted,
    }),
    REGISTERS.map((register) => registerRow(drawing, key, register)),
    numbers(drawing, key),
    followed(drawing, key),
    cleared(drawing, key),
    blockade(drawing, key),
  )
}

/** Above the line around what is followed. */
function cleared(drawing: PathDrawing, key: ChipKey): Drawn {
  const input = inputOfPath(drawing, key)
  const register = clearedRegister(drawing, key, input)
  return input !== undefined && register && clearedBit(drawing, key, register, input)
}

/** A line around the number and the three bits of what is followed, and no box: a bit that changes may be wider. */
function followed(drawing: PathDrawing, key: ChipKey): Drawn {
  const input = inputOfPath(drawing, key)
  if (input === undefined) return undefined
  const { colours, layout } = drawing
  const { numbersHeight, cellHeight } = layout.chip
  const { x, y, width } = cellBox(layout, key, 'irr', input)
  const height = numbersHeight + 3 * cellHeight
  const data = `M${decimal(x)} ${decimal(y - numbersHeight)}h${decimal(width)}v${decimal(height)}h${decimal(-width)}z`
  return outline('followed', data, {
    stroke: colours.event.irq.ink,
    strokeWidth: strokes.strong,
  })
}

/** Below the chip, which of its bits holds back which line: the processor itself may be willing. */
function blockade(drawing: PathDrawing, key: ChipKey): Drawn {
  const { path, standing, colours, layout, progress } = drawing
  const line = path?.line ?? standing.waiting[0]?.line
  const bits = REGISTERS.flatMap((register) =>
    [...Array(8).keys()]
      .filter((input) => isBlocking(drawing, key, register, input))
      .map((input) => `${register.toUpperCase()} bit ${input}`),
  )
  const [bit] = bits
  if (bit === undefined || line === undefined || progress.has('eoi')) return undefined
  if (key === 'slave' && layout.density !== 'figure') return undefined
  const box = chipBox(layout, key)
  const size = layout.type.small
  const right = layout.processor.x - 6
  const room = right - centreOf(cellBox(layout, key, 'isr', CASCADE_LINE)).x - 10
  const words = [`${bit} holds back ${lineName(line)}`, `${bit} blocks ${lineName(line)}`].find(
    (one) => textWidth(one, size, 600) <= room,
  )
  const below = key === 'master' ? chipBox(layout, 'slave').y : box.y + box.height + 28
  return (
    words !== undefined &&
    text('blockade', { x: right, y: (bottomOf(box) + below) / 2 + size * 0.36 }, words, {
      size,
      weight: 600,
      anchor: 'end',
      fill: colours.bad,
    })
  )
}

/** The vectors of its inputs, and what is out of the ordinary. */
function modeWords(
  { layout }: PathDrawing,
  { base, isAutomaticEoi, lowestPriority }: PicRegisters,
) {
  const vectors = `vectors ${base}–${base + 7}`
  const range = `${base}–${base + 7}`
  if (layout.chip.cellWidth <= 20 && (isAutomaticEoi || lowestPriority !== 7)) {
    return isAutomaticEoi ? `AEOI, ${range}` : `rotated, ${range}`
  }
  return [
    ...(isAutomaticEoi ? ['AEOI'] : []),
    ...(lowestPriority === 7 ? [] : [`${lowestPriority} lowest`]),
    vectors,
  ].join(', ')
}

function numbers(drawing: PathDrawing, key: ChipKey): readonly Drawn[] {
  const { colours, layout } = drawing
  const chosen = inputOfPath(drawing, key)
  return [...Array(8).keys()].map((input) => {
    const cell = cellBox(layout, key, 'irr', input)
    const isChosen = input === chosen
    return text(
      `number-${input}`,
      { x: cell.x + cell.width / 2, y: cell.y - layout.chip.numbersHeight * 0.28 },
      String(key === 'slave' ? 8 + input : input),
      {
        size: layout.type.small,
        font: 'mono',
        anchor: 'middle',
        weight: isChosen ? 600 : 400,
        fill: isChosen ? colours.event.irq.ink : colours.muted,
      },
    )
  })
}

function registerRow(drawing: PathDrawing, key: ChipKey, register: Register): Group {
  const { colours, layout } = drawing
  const first = cellBox(layout, key, register, 7)
  const { type, chip: measures } = layout
  const row = {
    x: first.x,
    y: first.y + 1,
    width: 8 * measures.cellWidth,
    height: measures.cellHeight - 2,
  }
  return group(
    `${key}.${register}`,
    rect('row', row, { fill: colours.paper, stroke: colours.line, strokeWidth: strokes.hair }),
    text(
      'name',
      { x: chipBox(layout, key).x + measures.padding, y: centreOf(first).y + type.small * 0.36 },
      register.toUpperCase(),
      { size: type.small, weight: 600, fill: colours.ink },
    ),
    [...Array(8).keys()]
      .reverse()
      .filter((input) => !isCleared(drawing, key, register, input))
      .map((input) => bit(drawing, key, register, input)),
  )
}

const isCleared = (drawing: PathDrawing, key: ChipKey, register: Register, input: number) =>
  inputOfPath(drawing, key) === input && clearedRegister(drawing, key, input) === register

function bit(drawing: PathDrawing, key: ChipKey, register: Register, input: number): Group {
  const { colours, layout, progress } = drawing
  const cell = cellBox(layout, key, register, input)
  const value = (progress.chips[key][register] >> input) & 1 ? 1 : 0
  const role = roleOf(drawing, key, register, input)
  const size = layout.density === 'laptop' ? layout.type.small : layout.type.small
  const centre = centreOf(cell)
  const glyph = (fill: string) =>
    text('bit', { x: centre.x, y: centre.y + size * 0.36 }, String(value), {
      size,
      font: 'mono',
      weight: value ? 600 : 400,
      anchor: 'middle',
      fill,
    })
  const name = `${key}.${register}.bit-${input}`
  if (role === 'now')
    return group(name, nowBox('now', inset(cell, -1), colours), glyph(colours.now.text))
  if (role === 'blocking') {
    return group(
      name,
      rect('blocking', inset(cell, 0), {
        fill: colours.event.exception.tint,
        stroke: colours.bad,
        strokeWidth: strokes.strong,
      }),
      glyph(colours.bad),
    )
  }
  const side = Math.min(cell.height - 6, cell.width - 6)
  const fill = role === 'own' ? colours.event.irq.ink : colours.muted
  return group(name, bitCell(centre, value, { fill, size, side }, colours))
}

const inset = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x + by,
  y: y + by,
  width: width - 2 * by,
  height: height - 2 * by,
})

type BitRole = 'now' | 'blocking' | 'own' | 'other'

/** The bit that the present station sets or clears, or that holds the request back. */
function roleOf(drawing: PathDrawing, key: ChipKey, register: Register, input: number): BitRole {
  const { path, progress } = drawing
  if (isBlocking(drawing, key, register, input)) return 'blocking'
  const isOwn = inputOfPath(drawing, key) === input
  if (!path) return register === 'irr' ? 'own' : 'other'
  if (!isOwn) return 'other'
  return isNow(progress.now?.kind, drawing, key, register) ? 'now' : 'own'
}

function isNow(
  kind: string | undefined,
  { path, progress }: PathDrawing,
  key: ChipKey,
  register: Register,
): boolean {
  const isOwnChip = path !== undefined && chipName(path.line) === key
  switch (kind) {
    case 'request':
      return register === 'irr' && isOwnChip
    case 'cascade':
      return register === 'irr' && !isOwnChip
    case 'inta':
      return register === 'isr' && !(isOwnChip && path?.acknowledged?.isSpurious === true)
    case 'eoi':
      return (
        register === 'isr' && progress.now?.kind === 'eoi' && progress.now.end.controller === key
      )
    default:
      return false
  }
}

function isBlocking(
  drawing: PathDrawing,
  key: ChipKey,
  register: Register,
  input: number,
): boolean {
  const { path, progress, standing } = drawing
  if (path && isUnended(path) && progress.has('return')) {
    const isOwn = inputOfPath(drawing, key) === input && missingEnds(path).includes(key)
    return register === 'isr' && isOwn
  }
  const held = path ? presentWait(drawing) : standing.waiting[0]
  const line = path ? path.line : standing.waiting[0]?.line
  const [first] = held?.reasons ?? []
  if (line === undefined || !first) return false
  const own = chipName(line)
  const served = () => servedInput(progress.chips[key])
  switch (first) {
    case 'masked':
      return register === 'imr' && key === own && input === inputOf(line)
    case 'in-service':
      return register === 'isr' && key === own && input === served()
    case 'cascade-masked':
      return register === 'imr' && key === 'master' && input === CASCADE_LINE
    case 'cascade-in-service':
      return register === 'isr' && key === 'master' && input === served()
    default:
      return false
  }
}
