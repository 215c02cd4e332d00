/** Station 3: the descriptor that the gate's selector names, and what is asked of it. */
import { formatHex } from '../../../shared/format'
import { nowBox } from '../primitives/marks'
import { group, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { checkLine } from './check-line'
import { codeLines, descriptorTableName, selectorLine } from './checks'
import type { DispatchDrawing } from './drawing'
import { stationHead } from './station-head'
import { unreadPart } from './unread-part'

export function codePart(drawing: DispatchDrawing): readonly Drawn[] {
  const { layout, progress } = drawing
  const { code, lowHead } = layout
  const state = progress.stateOf('code')
  const isRead = state === 'now' || state === 'passed'
  const name = isRead || drawing.gate ? descriptorTableName(drawing) : 'GDT'
  return [
    stationHead(drawing, 'code', { x: code.x, y: lowHead }, name),
    isRead ? descriptor(drawing) : unreadPart(drawing, 'code', codeBox(drawing)),
  ]
}

const LINES = 4

/** What the part takes up while there is nothing in it. */
function codeBox({ layout }: DispatchDrawing) {
  const { code, type } = layout
  const top = code.selectorBaseline - type.small - 4
  const bottom = code.checksTop + (LINES - 1) * code.checkPitch + 8
  return { x: code.x, y: top, width: code.width, height: bottom - top }
}

function descriptor(drawing: DispatchDrawing): Group {
  const { layout } = drawing
  const { code } = layout
  const selector = selectorLine(drawing)
  return group(
    'code',
    selector &&
      checkLine(
        drawing,
        { ...selector, key: 'code.selector' },
        { x: code.x, y: code.selectorBaseline },
      ),
    raw(drawing),
    codeLines(drawing).map((line, index) =>
      checkLine(
        drawing,
        { ...line, key: `code.check-${line.key}` },
        { x: code.x, y: code.checksTop + index * code.checkPitch },
      ),
    ),
  )
}

/** The eight bytes as a number. */
function raw({ dispatch, colours, layout, progress }: DispatchDrawing): Group | undefined {
  const { code, type, density } = layout
  const { codeDescriptor } = dispatch.attempt
  if (!codeDescriptor || code.rawBaseline === undefined) return undefined
  const isNow = progress.now === 'code'
  const size = density === 'laptop' ? type.small : type.value
  const value = formatHex(codeDescriptor.value)
  const inset = density === 'laptop' ? 18 : 22
  const box = {
    x: code.x + inset - 6,
    y: code.rawBaseline - size * 1.05,
    width: value.length * 0.6 * size + 12,
    height: size * 1.45,
  }
  return group(
    'code.descriptor',
    isNow && nowBox('box', box, colours),
    text('value', { x: code.x + inset, y: code.rawBaseline }, value, {
      size,
      font: 'mono',
      fill: isNow ? colours.now.text : colours.ink,
    }),
  )
}
