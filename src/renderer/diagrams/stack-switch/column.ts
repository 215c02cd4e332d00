/** One stack: its name and its ends, what lies on it, what is free, the guard page below, and RSP at its side. */
import { formatCount } from '../../../shared/format'
import { PAGING_LEVEL_NAMES } from '../../../shared/x86/paging'
import { hatch } from '../primitives/marks'
import { decimal, group, path, rect, text } from '../primitives/shapes'
import type { Box } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import type { Palette } from '../tokens/tokens'
import type { ColumnGeometry } from './column-geometry'
import type { StackSwitchDrawing } from './drawing'
import { freeAt, sizeOf } from './facts'
import { ROOMY } from './layout'
import { fitAddress, shortAddress } from './names'
import { rowShape } from './row-drawing'

export interface ColumnOptions {
  /** At which side RSP stands. On the left there is no room beside the triangle: its name stands above it. */
  readonly side: 'left' | 'right'
  /** The size of each part is told. */
  readonly hasBytes?: boolean
  /** How RSP is told: where it is, or where it will be again. */
  readonly rsp: 'current' | 'saved' | 'none'
}

export function column(
  drawing: StackSwitchDrawing,
  geometry: ColumnGeometry,
  options: ColumnOptions,
): Group {
  const { stack, rows } = geometry
  return group(
    stack.key,
    heading(drawing, geometry),
    rows.map((placed) => rowShape(drawing, stack.key, placed, options.hasBytes ?? false)),
    freeSpace(drawing, geometry),
    guardPage(drawing, geometry),
    options.rsp !== 'none' && rspMark(drawing, geometry, options),
  )
}

/** The baseline of the name, above the address of the top. */
export const nameY = ({ layout }: StackSwitchDrawing, { stack, box }: ColumnGeometry): number =>
  box.y - 8 - (stack.top === undefined ? 0 : layout.type.small + 4)

/** An address may be a little wider than its stack. */
const SPILL = 24

/** What the address below the name is of. */
const LEAD = 'top'

/** The name, the fields of the TSS that point here, and the address of the top. */
function heading(drawing: StackSwitchDrawing, geometry: ColumnGeometry): Group {
  const { colours, layout, model } = drawing
  const { stack, box } = geometry
  const { type } = layout
  const size = layout.headingSize
  const room = Math.min(box.width + SPILL, layout.width - layout.margin - box.x)
  const address = stack.top && fitAddress(stack.top.address, room, type.small)
  const hasLead =
    address !== undefined &&
    textWidth(LEAD, type.small) + 6 + textWidth(address, type.small, 400, 'mono') <= room
  // Of a delivery an arrow comes from the field that it used, and others have no part in it.
  const isTold = model.story?.kind === 'delivery'
  const others = isTold ? [] : stack.fields.filter((field) => !stack.name.startsWith(field))
  const fields = others.join(', ')
  const left = box.width - textWidth(stack.name, size, 600) - 8
  const ways = fields === '' ? [] : [`TSS.${fields}`, fields]
  const tags = ways.find((way) => textWidth(way, type.small, 400, 'mono') <= left) ?? ''
  const y = nameY(drawing, geometry)
  return group(
    `${stack.key}.name`,
    text('name', { x: box.x, y }, stack.name, { size, weight: 600, fill: colours.ink }),
    tags !== '' &&
      text('fields', { x: box.x + box.width, y }, tags, {
        size: type.small,
        font: 'mono',
        fill: colours.muted,
        anchor: 'end',
      }),
    address !== undefined &&
      text(
        'top',
        { x: box.x, y: box.y - 7 },
        [
          ...(hasLead ? [{ text: LEAD }] : []),
          { text: address, font: 'mono' as const, ...(hasLead && { gap: 6 }) },
        ],
        { size: type.small, fill: colours.muted },
      ),
  )
}

function freeSpace(
  { colours, layout }: StackSwitchDrawing,
  { stack, free, pointer, isOpen }: ColumnGeometry,
): Group | undefined {
  if (!free) return undefined
  const bytes = pointer === undefined ? sizeOf(stack) : freeAt(stack, pointer)
  const isKnown = !isOpen && bytes !== undefined
  const long = isKnown ? `${formatCount(bytes)} bytes free` : 'no lower end known'
  const size = Math.min(layout.type.small, free.height - 2)
  const isFitting = textWidth(long, size) <= free.width - 10
  const short = isKnown ? `${formatCount(bytes)} free` : 'open end'
  const words = isFitting ? long : short
  const style = { size, fill: colours.muted, anchor: 'middle' } as const
  const centre = { x: free.x + free.width / 2, y: free.y + free.height / 2 + size * 0.36 }
  return group(
    `${stack.key}.free`,
    rect('space', free, {
      fill: colours.paper,
      stroke: colours.line,
      strokeWidth: 1.25,
      dash: strokes.ghostDash,
    }),
    free.height >= layout.type.min + 2 && text('bytes', centre, words, style),
    isKnown &&
      free.height >= 4 * size &&
      text('scale', { ...centre, y: centre.y + size + 4 }, 'not to scale', style),
  )
}

const PLATE_PADDING = 10

/** Dashed and hatched: nothing is there. */
function guardPage(
  { colours, layout }: StackSwitchDrawing,
  { stack, guard }: ColumnGeometry,
): Group | undefined {
  if (!guard || !stack.guard) return undefined
  const { type } = layout
  const ink = colours.stack.guard
  const isHigh = guard.height >= 2 * type.body + 22
  const { entry } = PAGING_LEVEL_NAMES[stack.guard.stoppedAt]
  const room = guard.width - 2 * PLATE_PADDING - 4
  const isFitting = textWidth('guard page, P = 0', type.small, 600) <= room
  const short = isFitting ? 'guard page, P = 0' : 'guard page'
  const lines = isHigh
    ? [
        { key: 'name', words: 'guard page', size: type.body, weight: 600 as const },
        { key: 'why', words: `${entry}: P = 0`, size: type.small, weight: 400 as const },
      ]
    : [{ key: 'name', words: short, size: type.small, weight: 600 as const }]
  const width = Math.max(...lines.map((line) => textWidth(line.words, line.size, line.weight)))
  const height = lines.reduce((sum, { size }) => sum + size + 5, 3)
  const plate: Box = {
    x: guard.x + guard.width / 2 - width / 2 - PLATE_PADDING,
    y: guard.y + guard.height / 2 - height / 2,
    width: width + 2 * PLATE_PADDING,
    height,
  }
  const inner = { x: guard.x + 1, y: guard.y + 1, width: guard.width - 2, height: guard.height - 2 }
  const baseline = (index: number) =>
    plate.y + lines.slice(0, index + 1).reduce((sum, { size }) => sum + size + 4, -1)
  return group(
    `${stack.key}.guard-page`,
    rect('page', guard, { fill: colours.paper, stroke: ink, strokeWidth: 2, dash: '6 4' }),
    hatch('hatch', inner, ink, 13, 0.8),
    rect('plate', plate, { fill: colours.paper }),
    lines.map(({ key, words, size, weight }, index) =>
      text(key, { x: guard.x + guard.width / 2, y: baseline(index) }, words, {
        size,
        weight,
        fill: ink,
        anchor: 'middle',
      }),
    ),
  )
}

/** Beside the place that RSP will come back to: the longest that fits. */
const SAVED_WORDS = ['RSP was here', 'old RSP']

const TRIANGLE = { width: 11, half: 6.5, gap: 4 }

/** A triangle on the exact boundary: filled where RSP is, hollow where it will come back to. */
function rspMark(
  { colours, layout }: StackSwitchDrawing,
  { stack, box, rspY, pointer }: ColumnGeometry,
  { side, rsp, hasBytes }: ColumnOptions,
): Group | undefined {
  if (rspY === undefined || pointer === undefined) return undefined
  const isCurrent = rsp === 'current'
  const direction = side === 'right' ? 1 : -1
  const tip = (side === 'right' ? box.x + box.width : box.x) + direction * TRIANGLE.gap
  const { half } = TRIANGLE
  const { body, small, min } = layout.type
  const weight = isCurrent ? 600 : 400
  const fill = isCurrent ? colours.ink : colours.muted
  // Where sizes are told, a table has the whole addresses, and other stacks stand close; a low window has no room.
  const isLow = layout.density === 'laptop' && layout.height < ROOMY.height
  const labelX = tip + TRIANGLE.width + 5
  const isBeside = box.x < layout.chain.x
  const room = isBeside ? layout.chain.x - 4 - labelX : Infinity
  const address = [stack.top?.address, undefined]
    .map((near) => shortAddress(pointer, hasBytes || isLow ? undefined : near))
    .find(
      (words) => textWidth('RSP', body, weight) + 6 + textWidth(words, small, 400, 'mono') <= room,
    )
  const label =
    side === 'right'
      ? text(
          'label',
          { x: labelX, y: rspY + body * 0.36 },
          isCurrent
            ? [
                { text: 'RSP', weight },
                ...(address === undefined
                  ? []
                  : [{ text: address, font: 'mono' as const, size: small, gap: 6 }]),
              ]
            : (SAVED_WORDS.find((words) => textWidth(words, small) <= room) ?? ''),
          { size: isCurrent ? body : small, fill },
        )
      : text('label', { x: tip, y: rspY - half - 3 }, 'RSP', {
          size: min,
          weight,
          fill,
          anchor: 'end',
        })
  return group(
    `${stack.key}.rsp`,
    rspTriangle(isCurrent, { x: tip, y: rspY }, direction, colours),
    label,
  )
}

/** `tip` touches the boundary; the foot lies at `direction`. */
export function rspTriangle(isCurrent: boolean, tip: Point, direction: 1 | -1, colours: Palette) {
  const { width, half } = TRIANGLE
  const foot = decimal(tip.x + direction * width)
  return path(
    isCurrent ? 'rsp' : 'rsp-saved',
    `M${decimal(tip.x)} ${decimal(tip.y)}L${foot} ${decimal(tip.y - half)}V${decimal(tip.y + half)}Z`,
    {
      fill: isCurrent ? colours.now.line : colours.paper,
      stroke: isCurrent ? colours.now.line : colours.muted,
      strokeWidth: strokes.line,
    },
  )
}
