/** Who holds the memory: the places of the program that asked for most of what is live. */
import { formatCount } from '../../../shared/format'
import { group, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import type { HeapDrawing } from './drawing'
import type { HeapLayout } from './layout'
import { bytesWords, functionName, holdings, placeWords, type Holding } from './facts'

const MOST = 6

export function owners(drawing: HeapDrawing): Group {
  const { heap, colours, layout } = drawing
  const { left, type, headingSize } = layout
  const all = holdings(heap)
  const pitch = Math.round(type.body * (layout.density === 'laptop' ? 1.7 : 2))
  const room = Math.max(1, Math.min(MOST, Math.floor(left.height / pitch)))
  const shown = all.length > room ? all.slice(0, room - 1) : all
  const rest = all.slice(shown.length)
  const largest = all[0]?.bytes ?? 1
  const restRow: Drawn =
    rest.length > 0 &&
    text(
      'rest',
      { x: left.x, y: left.y + pitch * shown.length + type.body },
      `and ${bytesWords(rest.reduce((sum, { bytes }) => sum + bytes, 0))} of ${rest.length === 1 ? 'one other' : `${formatCount(rest.length)} others`}`,
      { size: type.small, fill: colours.muted },
    )
  const heading = 'Who holds live blocks'
  const units = 'blocks · bytes'
  const unitsX = barXOf(layout) - 12
  const hasUnits =
    all.length > 0 &&
    unitsX - textWidth(units, type.small) >= left.x + textWidth(heading, headingSize, 600) + 12
  return group(
    'owners',
    text('heading', { x: left.x, y: left.headingY }, heading, {
      size: headingSize,
      weight: 600,
      fill: colours.ink,
    }),
    hasUnits &&
      text('units', { x: unitsX, y: left.headingY }, units, {
        size: type.small,
        anchor: 'end',
        fill: colours.muted,
      }),
    shown.map((holding, index) => row(drawing, holding, left.y + pitch * index, largest)),
    restRow,
    all.length === 0 &&
      text('none', { x: left.x, y: left.y + type.body }, 'Nobody: no block is live.', {
        size: type.body,
        fill: colours.muted,
      }),
  )
}

const barWidthOf = ({ left }: HeapLayout): number => Math.round(left.width * 0.2)
const barXOf = (layout: HeapLayout): number =>
  layout.left.x + layout.left.width - barWidthOf(layout)

function row(
  drawing: HeapDrawing,
  { site, place, blocks, bytes }: Holding,
  top: number,
  largest: number,
): Group {
  const { colours, layout } = drawing
  const { left, type } = layout
  const y = top + type.body
  const barWidth = barWidthOf(layout)
  const numbers = `${formatCount(blocks)} · ${formatCount(bytes)}`
  const numbersWidth = textWidth(numbers, type.small)
  const barX = barXOf(layout)
  const room = left.width - barWidth - numbersWidth - 28
  const where = placeWords(site)
  const name = site.function === undefined ? 'not known' : functionName(site.function)
  const owner = site.owner ?? ''
  const full = [name, owner].filter(Boolean).join(' · ')
  const fitted = fitText(full, room, type.body)
  const used = textWidth(fitted, type.body)
  const hasWhere =
    where !== undefined && used + 12 + textWidth(where, type.small, 400, 'mono') <= room
  return group(
    `owner-${place}`,
    text(
      'name',
      { x: left.x, y },
      [
        { text: fitted },
        ...(hasWhere
          ? [{ text: where, gap: 12, size: type.small, font: 'mono' as const, fill: colours.muted }]
          : []),
      ],
      { size: type.body, fill: colours.ink },
    ),
    text('numbers', { x: barX - 12, y }, numbers, {
      size: type.small,
      anchor: 'end',
      fill: colours.muted,
    }),
    rect(
      'bar',
      {
        x: barX,
        y: y - type.body * 0.72,
        width: Math.max(2, (bytes / largest) * barWidth),
        height: type.body * 0.8,
      },
      {
        fill: colours.heap.used,
      },
    ),
  )
}
