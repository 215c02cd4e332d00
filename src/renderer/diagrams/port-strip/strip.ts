/** A row for each chip, and in it what it was told (solid edge, pointing down) and what it answered (pointing up). */
import { formatCount, formatShortHex } from '../../../shared/format'
import type { PortAccesses } from '../../../shared/models/port-strip'
import { laneLabel, laneRule } from '../primitives/lane-rows'
import { nowBox } from '../primitives/marks'
import { decimal, group, path, rect, text, type Box, type Drawn } from '../primitives/shapes'
import type { Group, Path, Point } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import { accessBox, type PortDrawing } from './drawing'

export function strip(drawing: PortDrawing): Group {
  const { accesses, progress, rows, model, frame, colours, rowHeight } = drawing
  const { body, type } = frame
  return group(
    'strip',
    instants(drawing),
    legend(drawing),
    rows.map((device, row) => {
      const { name = '', chip = '' } = model.devices[device] ?? {}
      const top = drawing.strip.y + row * rowHeight
      return [
        laneLabel(
          { key: `label-${row}`, x: body.x, top, height: rowHeight, name, remark: chip },
          type,
          colours,
        ),
        laneRule(`rule-${row}`, { x: body.x, y: top + rowHeight, width: body.width }, colours),
      ]
    }),
    accesses
      .slice(0, progress.passed)
      .map((access, index) => accessParts(drawing, access, accessBox(drawing, index))),
  )
}

function instants({ accesses, strip: box, frame, colours }: PortDrawing): Drawn {
  const [first, last] = [accesses[0], accesses.at(-1)]
  if (!first || !last) return undefined
  const style = { size: frame.type.small, font: 'mono', fill: colours.muted } as const
  const y = box.y - 6
  return [
    text('from', { x: box.x, y }, `instr ${formatCount(first.instant)}`, style),
    last !== first &&
      text('to', { x: box.x + box.width, y }, `instr ${formatCount(last.instant)}`, {
        ...style,
        anchor: 'end',
      }),
  ]
}

/** What the two ways of pointing mean, between the instants; where there is a footer, it says so. */
function legend({ accesses, strip: box, frame, colours }: PortDrawing): Drawn {
  const { type, footerY, density } = frame
  if (footerY !== undefined || density === 'projector' || accesses.length === 0) return undefined
  const words = [
    { key: 'out', ink: colours.access.write, word: 'OUT into the chip', isOut: true },
    { key: 'in', ink: colours.access.read, word: 'IN out of it', isOut: false },
  ]
  const style = { size: type.small, fill: colours.muted }
  const widths = words.map(({ word }) => MARK + textWidth(word, type.small))
  const width = widths.reduce((sum, each) => sum + each, LEGEND_GAP)
  const [first, last] = [accesses[0], accesses.at(-1)].map((access) =>
    textWidth(`instr ${formatCount(access?.instant ?? 0)}`, type.small, 400, 'mono'),
  )
  const room = box.width - (first ?? 0) - (last ?? 0)
  if (width + 2 * LEGEND_GAP > room) return undefined
  const x = box.x + (first ?? 0) + (room - width) / 2
  const y = box.y - 6
  return words.map(({ key, ink, word, isOut }, index) => {
    const at = x + (index === 0 ? 0 : (widths[0] ?? 0) + LEGEND_GAP)
    const middle = { x: at + 5, y: y - type.small * 0.36 + (isOut ? -2.5 : 2.5) }
    return group(
      `legend-${key}`,
      triangle('mark', middle, isOut, ink),
      text('word', { x: at + MARK, y }, word, style),
    )
  })
}

const MARK = 15
const LEGEND_GAP = 16

function accessParts(drawing: PortDrawing, access: PortAccesses, box: Box): Group {
  const { colours, frame, now } = drawing
  const { type } = frame
  const { direction, value, width, count, port } = access
  const isNow = access === now
  const ink = direction === 'out' ? colours.access.write : colours.access.read
  const fill = isNow ? colours.now.text : colours.ink
  const digits = value.toString(16).padStart(2 * width, '0')
  const middle = box.x + box.width / 2
  const under = count > 1 ? `×${formatCount(count)}` : formatShortHex(port)
  const hasPort =
    box.height >= type.value + type.small + 10 &&
    textWidth(under, type.small, 400, 'mono') <= box.width - 2
  return group(
    `access-${access.sequence}`,
    isNow
      ? nowBox('box', box, colours)
      : rect('box', box, { fill: colours.paper, stroke: ink, strokeWidth: strokes.line }),
    pointer(box, direction, isNow ? colours.now.line : ink),
    text(
      'value',
      { x: middle, y: box.y + (hasPort ? type.value + 3 : box.height / 2 + type.value * 0.36) },
      valueWords(digits, box, type.value),
      {
        ...{ size: type.value, weight: 600, font: 'mono', anchor: 'middle', fill },
      },
    ),
    hasPort &&
      text('port', { x: middle, y: box.y + type.value + type.small + 6 }, under, {
        ...{ size: type.small, font: 'mono', anchor: 'middle' },
        fill: isNow ? colours.now.text : colours.muted,
      }),
  )
}

/** Of a wide access the lowest bytes. */
function valueWords(digits: string, box: Box, size: number): string {
  if (digits.length > 4) return `…${digits.slice(-3)}`
  const whole = `0x${digits}`
  return textWidth(whole, size, 600, 'mono') <= box.width - 3 ? whole : digits
}

/** Down into the chip, or up out of it. */
function pointer(box: Box, direction: PortAccesses['direction'], fill: string): Drawn {
  const middle = box.x + box.width / 2
  const isOut = direction === 'out'
  return triangle('pointer', { x: middle, y: isOut ? box.y + box.height : box.y }, isOut, fill)
}

/** `at` is the middle of its longest side. */
const triangle = (key: string, at: Point, isDown: boolean, fill: string): Path =>
  path(key, `M${decimal(at.x - 5)} ${decimal(at.y)}h10l-5 ${isDown ? 5 : -5}z`, { fill })
