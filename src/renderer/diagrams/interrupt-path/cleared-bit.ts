/** The bits that a step takes from 1 to 0: IRR's at INTA, ISR's at the EOI, which the last picture still shows. */
import { changedBit } from '../primitives/changed-bit'
import { nowBox } from '../primitives/marks'
import { group, rect } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import { strokes } from '../tokens/tokens'
import type { PathDrawing } from './drawing'
import { cellBox, centreOf, type ChipKey, type Register } from './layout'
import type { Station } from './stations'

/** The register whose bit of the followed line goes to 0 in this chip. */
function clearedAt({ path }: PathDrawing, station: Station, key: ChipKey): Register | undefined {
  const isRequest = path?.requested !== undefined && path.acknowledged?.isSpurious !== true
  if (station.kind === 'inta') return isRequest ? 'irr' : undefined
  return station.kind === 'eoi' && station.end.controller === key ? 'isr' : undefined
}

/** What the present step clears, and at the return what the EOIs before it have cleared. */
export function clearedRegister(
  drawing: PathDrawing,
  key: ChipKey,
  input: number | undefined,
): Register | undefined {
  const { stations, passed, now, chips } = drawing.progress
  if (!now || input === undefined) return undefined
  const ends = stations.slice(0, passed).filter(({ kind }) => kind === 'eoi')
  const steps = now.kind === 'return' ? ends : [now]
  const register = steps.map((step) => clearedAt(drawing, step, key)).find((found) => found)
  const isClear = register !== undefined && ((chips[key][register] >> input) & 1) === 0
  return isClear ? register : undefined
}

/** `1`, an arrow, `0`, in the frame of what has changed; marked while it is what happens now. */
export function clearedBit(
  { colours, layout, progress }: PathDrawing,
  key: ChipKey,
  register: Register,
  input: number,
): Drawn {
  const cell = cellBox(layout, key, register, input)
  const { x, y } = centreOf(cell)
  const size = layout.type.small
  const isNow = progress.now?.kind === 'eoi'
  const ink = isNow ? colours.now.text : colours.changed.ink
  const half = size * 0.3
  const reach = half + 3.7
  const width = Math.max(cell.width, 2 * (reach + half) + 2)
  const box = { x: x - width / 2, y: cell.y + 1, width, height: cell.height - 2 }
  return group(
    `${key}.${register}.bit-${input}`,
    isNow
      ? nowBox('now', { ...box, y: cell.y - 1, height: cell.height + 2 }, colours)
      : rect('changed', box, {
          fill: colours.changed.tint,
          stroke: colours.changed.ink,
          strokeWidth: strokes.line,
        }),
    changedBit({ x, y }, { from: '1', to: '0', id: 'bit', reach, size, ink }),
  )
}
