/** All gates as cells, sixteen in a row: the row is the upper digit of the vector, the column the lower. */
import type { IdtTableGate } from '../../../shared/models/idt-table'
import { group, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { strokes } from '../tokens/tokens'
import { NUMBER_ROOM, type TableDrawing } from './table-drawing'

export const tableMap = (drawing: TableDrawing): Group =>
  group(
    'map',
    numbers(drawing),
    drawing.table.gates.map((gate) => cell(drawing, gate)),
  )

function numbers({ colours, type, margin, top, cellWidth, cellHeight }: TableDrawing): Drawn {
  const style = { size: type.small, font: 'mono', fill: colours.muted } as const
  return [...Array(16).keys()].flatMap((digit) => {
    const name = digit.toString(16)
    return [
      text(
        `column-${name}`,
        { x: margin + NUMBER_ROOM + (digit + 0.5) * cellWidth, y: top + type.small * 0.8 },
        name,
        { ...style, anchor: 'middle' },
      ),
      text(
        `row-${name}`,
        { x: margin, y: top + NUMBER_ROOM + (digit + 0.5) * cellHeight + type.small * 0.36 },
        `${name}_`,
        style,
      ),
    ]
  })
}

function cell(drawing: TableDrawing, gate: IdtTableGate): Group {
  const { colours, type, margin, top, cellWidth, cellHeight } = drawing
  const { vector, state, ist = 0, dpl = 0 } = gate
  const marks = `${ist > 0 ? ist : ''}${dpl === 3 ? 'u' : ''}`
  const box = {
    x: margin + NUMBER_ROOM + (vector & 15) * cellWidth + 1.5,
    y: top + NUMBER_ROOM + (vector >> 4) * cellHeight + 1.5,
    width: cellWidth - 3,
    height: cellHeight - 3,
  }
  const isPresent = state === 'present'
  const isThere = state !== 'beyond'
  return group(
    `gates.${vector}`,
    isThere &&
      rect('box', box, {
        fill: fillOf(drawing, gate),
        stroke:
          state === 'no gate' || state === 'unread'
            ? colours.bad
            : isPresent
              ? colours.ink
              : colours.line,
        strokeWidth: strokes.hair,
        ...(!isPresent && { dash: '2 2' }),
      }),
    isPresent &&
      marks !== '' &&
      text(
        'marks',
        { x: box.x + box.width / 2, y: box.y + box.height / 2 + type.small * 0.36 },
        marks,
        { size: type.small, weight: 600, font: 'mono', anchor: 'middle', fill: colours.onSolid },
      ),
  )
}

/** What the architecture keeps for exceptions is drawn as such; the vectors behind are the system's own. */
function fillOf({ colours }: TableDrawing, { vector, state }: IdtTableGate): string {
  if (state !== 'present') return colours.paper
  return vector < FIRST_USER_VECTOR ? colours.event.exception.ink : colours.event.irq.ink
}

const FIRST_USER_VECTOR = 32
