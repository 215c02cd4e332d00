/** Where the line of a check ends: what failed is left from there. */
import type { DeliveryCheck } from '../../../shared/events/delivery'
import type { Point } from '../scene'
import type { CheckLine } from './check-line'
import { lineWidth, markWidth } from './check-line'
import { gateLines, limitLines } from './checks'
import { codeLines } from './code-checks'
import type { DispatchDrawing } from './drawing'
import { byteX } from './layout'
import { PART_OF_CHECK } from './stations'

const TYPE_MIDDLE = 5.5
const AFTER_WORDS = 8

/** The first line of a part that tells of a failure. */
export function checkEnd(drawing: DispatchDrawing, check: DeliveryCheck): Point {
  const { layout } = drawing
  const { code, gate, idt } = layout
  const part = PART_OF_CHECK[check]
  const isFailed = ({ result }: CheckLine) => result === 'failed'
  if (part === 'vector') {
    const [line] = limitLines(drawing)
    return endOf(drawing, line, { x: idt.x, y: idt.limitBaseline })
  }
  if (part === 'gate') {
    const lines = gateLines(drawing)
    const index = lines.findIndex(isFailed)
    const y = gate.checksTop + index * gate.checkPitch
    return endOf(drawing, lines[index], { x: byteX(layout, TYPE_MIDDLE) - 6, y })
  }
  const lines = codeLines(drawing)
  const index = lines.findIndex(isFailed)
  return endOf(drawing, lines[index], {
    x: code.x,
    y: code.checksTop + index * code.checkPitch,
  })
}

function endOf(drawing: DispatchDrawing, line: CheckLine | undefined, at: Point): Point {
  const { layout } = drawing
  const size = layout.density === 'laptop' ? layout.type.small : layout.type.body
  const width = line ? lineWidth(drawing, line) : 0
  return { x: at.x + markWidth(drawing) + width + AFTER_WORDS, y: at.y - size * 0.34 }
}
