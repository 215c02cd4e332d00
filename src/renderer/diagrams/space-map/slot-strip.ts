/** All 512 entries of the PML4 in one line: the two halves of canonical addresses, and which entries are in use. */
import { formatHex } from '../../../shared/format'
import { levelBars, levelBarsWidth } from '../primitives/level-bars'
import { hatch } from '../primitives/marks'
import { group, line, rect, text, type Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import { HOLE, slotX, type SpaceDrawing } from './drawing'
import { usedSlots } from './rows'

export function slotStrip(drawing: SpaceDrawing): Group {
  const { strip, colours, frame } = drawing
  const { small } = frame.type
  const half = (strip.width - HOLE) / 2
  const upper = strip.x + half + HOLE
  const y = strip.y - 6
  const style = { size: small, fill: colours.muted }
  const bars = levelBarsWidth('pml4', 0.8) + 5
  const paint = { fill: colours.surface, stroke: colours.line, strokeWidth: strokes.hair }
  const hole = { ...strip, x: strip.x + half, width: HOLE }
  return group(
    'strip',
    levelBars('bars', { x: strip.x, y }, 'pml4', colours.level.pml4.ink, 0.8),
    text('name', { x: strip.x + bars, y }, 'PML4, entries 0 to 255: from address 0 on', style),
    text('upper-name', { x: upper, y }, upperWords(half, small), style),
    rect('lower', { ...strip, width: half }, paint),
    rect('upper', { ...strip, x: upper, width: half }, paint),
    hatch('hole', hole, colours.hair, 6),
    text('hole-name', { x: hole.x + HOLE / 2, y }, 'not canonical', {
      ...style,
      anchor: 'middle',
    }),
    marks(drawing),
  )
}

/** Where the upper half begins, as far as there is room to say so. */
function upperWords(room: number, size: number): string {
  const short = 'entries 256 to 511'
  const whole = `${short}: from ${formatHex(0xffff_8000_0000_0000n)} on`
  return textWidth(whole, size) <= room ? whole : short
}

const MARK = 4

/** Neighbours are named together, at the first of them. */
function nameOfRun(used: readonly number[], first: number): string {
  if (used.includes(first - 1)) return ''
  let last = first
  while (used.includes(last + 1)) last += 1
  return last === first ? `${first}` : `${first}–${last}`
}

/** The entries in use, with their numbers where those do not meet. */
function marks(drawing: SpaceDrawing): Drawn {
  const { map, strip, colours, frame, now } = drawing
  const { small } = frame.type
  const used = usedSlots(map)
  let free = -Infinity
  return used.map((index): Drawn => {
    const x = slotX(drawing, index)
    const name = nameOfRun(used, index)
    const width = textWidth(name, small, 600, 'mono')
    const left = Math.min(Math.max(x - width / 2, strip.x), strip.x + strip.width - width)
    const isNamed = name !== '' && left >= free
    if (isNamed) free = left + width + 6
    const isNow = index === now
    const isHere = map.slots.some((slot) => slot.index === index)
    const box = { x: x - MARK / 2, y: strip.y, width: MARK, height: strip.height }
    return group(
      `mark-${index}`,
      isHere
        ? rect('box', box, { fill: isNow ? colours.now.line : colours.level.pml4.ink })
        : rect('box', box, { stroke: colours.changed.ink, dash: '2 2' }),
      isNow &&
        line(
          'now',
          { x, y: strip.y - 4 },
          { x, y: strip.y + strip.height + 4 },
          colours.now.line,
          2,
        ),
      isNamed &&
        text('number', { x: left, y: strip.y + strip.height + small + 3 }, name, {
          size: small,
          weight: 600,
          font: 'mono',
          fill: colours.level.pml4.ink,
        }),
    )
  })
}
