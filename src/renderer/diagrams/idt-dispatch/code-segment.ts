/** Station 3: the entry of the descriptor table that the gate's selector picks, and what is asked of it. */
import { formatHex } from '../../../shared/format'
import { wordingThatFits } from '../primitives/fit-name'
import { nowBox } from '../primitives/marks'
import { group, rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import { checkLine } from './check-line'
import { resultOf } from './checks'
import { codeLines, descriptorIndex, descriptorTableName } from './code-checks'
import type { DispatchDrawing } from './drawing'
import { entryBox } from './layout'
import { headNameX, stationHead } from './station-head'
import { unreadPart } from './unread-part'

export function codePart(drawing: DispatchDrawing): readonly Drawn[] {
  const { code, lowHead } = drawing.layout
  return [
    stationHead(drawing, 'code', { x: code.x, y: lowHead }, codeTitle(drawing)),
    isRead(drawing) ? descriptor(drawing) : unreadPart(drawing, 'code', codeBox(drawing)),
  ]
}

const isRead = ({ progress }: DispatchDrawing): boolean =>
  ['now', 'passed'].includes(progress.stateOf('code'))

/** Right of it the arrow from the selector comes down. */
const ARROW_ROOM = 26

/** Which entry of which table, and once it was read what that describes. */
export function codeTitle(drawing: DispatchDrawing): string {
  if (!drawing.progress.has('gate') || !drawing.gate) return 'GDT'
  const { code, headSize } = drawing.layout
  const entry = `${descriptorTableName(drawing)} entry ${descriptorIndex(drawing)}`
  if (!isRead(drawing) || resultOf(drawing, 'code-segment') !== 'passed') return entry
  const room = code.x + code.width - headNameX(drawing, 'code', code.x) - ARROW_ROOM
  return wordingThatFits([`${entry}: code segment`, `${entry}: code`, entry], room, headSize, 600)
}

const LINES = 5

/** What the part takes up while there is nothing in it. */
function codeBox({ layout }: DispatchDrawing): Box {
  const { code } = layout
  const bottom = code.checksTop + (LINES - 1) * code.checkPitch + 4
  return { x: code.x, y: code.entryTop, width: code.width, height: bottom - code.entryTop }
}

function descriptor(drawing: DispatchDrawing): Group {
  const { code } = drawing.layout
  return group(
    'code',
    entry(drawing),
    codeLines(drawing).map((line, index) =>
      checkLine(
        drawing,
        { ...line, key: `code.${line.key === 'selector' ? '' : 'check-'}${line.key}` },
        { x: code.x, y: code.checksTop + index * code.checkPitch },
      ),
    ),
  )
}

const LENGTH = '8 bytes'

/** Its bytes as a number. */
function entry(drawing: DispatchDrawing): Group {
  const { dispatch, colours, layout, progress } = drawing
  const { type, density } = layout
  const { codeDescriptor } = dispatch.attempt
  const isNow = progress.now === 'code'
  const box = entryBox(layout)
  const size = density === 'figure' ? type.value - 1 : type.small
  const inset = density === 'laptop' ? 7 : 10
  const y = box.y + box.height / 2 + size * 0.36
  const ink = isNow ? colours.now.text : codeDescriptor ? colours.ink : colours.ghost
  const value = codeDescriptor ? formatHex(codeDescriptor.value) : 'not read'
  const font = codeDescriptor ? 'mono' : 'sans'
  const room = box.width - 2 * inset - 8 - textWidth(value, size, 400, font)
  return group(
    'code.descriptor',
    isNow
      ? nowBox('box', box, colours)
      : rect('box', box, {
          fill: codeDescriptor ? colours.paper : colours.ghostFill,
          stroke: codeDescriptor ? colours.ink : colours.line,
          strokeWidth: strokes.line,
          ...(!codeDescriptor && { dash: strokes.ghostDash }),
        }),
    codeDescriptor &&
      textWidth(LENGTH, size) <= room &&
      text('length', { x: box.x + inset, y }, LENGTH, { size, fill: isNow ? ink : colours.muted }),
    text('value', { x: box.x + box.width - inset, y }, value, {
      size,
      font,
      anchor: 'end',
      fill: ink,
    }),
  )
}
