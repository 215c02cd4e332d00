/** Where the cell is in memory, and the instruction that stored there. */
import { formatHex } from '../../../shared/format'
import { nowBox } from '../primitives/marks'
import { prose, proseRuns, runsWidth, wrapProse } from '../primitives/prose'
import { group } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import type { ScreenCellsDrawing } from './drawing'
import { sumWords } from './words'

function sentencesOf({ model }: ScreenCellsDrawing): readonly string[] {
  const { selected } = model
  if (!selected) return [`${sumWords(model)}.`]
  const { instruction, by, linearAddress, value, size } = selected
  const code =
    by === 'code' && instruction.text !== undefined ? `\`${instruction.text}\` stored` : 'Stored:'
  const what = `\`${formatHex(value, 2 * size)}\``
  const where = linearAddress === undefined ? '' : ` at linear ${formatHex(linearAddress)}`
  return [`${code} ${what}${where}.`, `${sumWords(model)}.`]
}

export function writer(drawing: ScreenCellsDrawing): Group {
  const { layout, colours, progress } = drawing
  const { writer: panel, lineHeight, lines, type } = layout
  const isNow = progress.now === 'store'
  const style = { size: type.body, fill: colours.ink }
  const told = sentencesOf(drawing).flatMap((sentence) =>
    wrapProse(sentence, panel.width - 4, style),
  )
  const shown = told.slice(0, lines)
  const [first = ''] = shown
  const mark = {
    x: panel.x - 6,
    y: panel.y - type.body - 1,
    width: Math.min(panel.width + 10, runsWidth(proseRuns(first, style)) + 14),
    height: lineHeight + 2,
  }
  return group(
    'writer',
    isNow && nowBox('now', mark, colours, 4),
    shown.map((line, index) =>
      prose(`line-${index + 1}`, { x: panel.x, y: panel.y + index * lineHeight }, line, {
        ...style,
        fill: isNow && index === 0 ? colours.now.text : colours.ink,
      }),
    ),
  )
}

/** Where the value leaves from. */
export const writerPoint = ({ layout }: ScreenCellsDrawing): Point => ({
  x: layout.writer.x + 40,
  y: layout.writer.y - layout.type.body,
})
