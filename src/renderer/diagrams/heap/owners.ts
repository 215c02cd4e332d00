/** Who holds the memory: the places of the program that asked for most of what is live. */
import { formatCount } from '../../../shared/format'
import type { HeapSite } from '../../../shared/models/heap'
import { group, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import type { HeapDrawing } from './drawing'
import type { HeapLayout } from './layout'
import { bytesWords, callWords, holdings, placeWords, type Holding } from './facts'

const MOST = 6
const HEADING = 'Live blocks'
/** What stands in a row. */
const NAMES = ['by the function that asked · type', 'by function · type'] as const
const UNITS = 'blocks · bytes'

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
  const unitsX = barXOf(layout) - 12
  const headEnd = left.x + textWidth(HEADING, headingSize, 600) + 12
  const hasUnits = all.length > 0 && unitsX - textWidth(UNITS, type.small) >= headEnd
  const namesRoom = unitsX - textWidth(UNITS, type.small) - 12 - headEnd
  const names = hasUnits && NAMES.find((one) => textWidth(one, type.small) <= namesRoom)
  const small = { size: type.small, fill: colours.muted }
  const hasPlaces = shown.every((holding) => placeRun(drawing, holding) !== undefined)
  return group(
    'owners',
    text('heading', { x: left.x, y: left.headingY }, HEADING, {
      size: headingSize,
      weight: 600,
      fill: colours.ink,
    }),
    names && text('names', { x: headEnd, y: left.headingY }, names, small),
    hasUnits && text('units', { x: unitsX, y: left.headingY }, UNITS, { ...small, anchor: 'end' }),
    shown.map((holding, index) =>
      row(drawing, holding, left.y + pitch * index, { largest, hasPlaces }),
    ),
    restRow,
    all.length === 0 &&
      text('none', { x: left.x, y: left.y + type.body }, 'No block is live.', {
        size: type.body,
        fill: colours.muted,
      }),
  )
}

const barWidthOf = ({ left }: Pick<HeapLayout, 'left'>): number => Math.round(left.width * 0.2)
const barXOf = (layout: HeapLayout): number =>
  layout.left.x + layout.left.width - barWidthOf(layout)

/** What asked, and for what. */
function nameOf(site: HeapSite): string {
  return [callWords(site) ?? 'not known', site.owner].filter(Boolean).join(' · ')
}

const numbersOf = ({ blocks, bytes }: Holding): string =>
  `${formatCount(blocks)} · ${formatCount(bytes)}`

const roomOf = ({ layout: { left, type } }: HeapDrawing, holding: Holding): number =>
  left.width - barWidthOf({ left }) - textWidth(numbersOf(holding), type.small) - 28

/** The place in the source, where it fits behind the name; it stands in all rows or in none. */
function placeRun(drawing: HeapDrawing, holding: Holding): string | undefined {
  const { type } = drawing.layout
  const where = placeWords(holding.site)
  if (where === undefined) return undefined
  const used = textWidth(nameOf(holding.site), type.body) + 12
  const isFitting = used + textWidth(where, type.small, 400, 'mono') <= roomOf(drawing, holding)
  return isFitting ? where : undefined
}

function row(
  drawing: HeapDrawing,
  holding: Holding,
  top: number,
  { largest, hasPlaces }: { readonly largest: number; readonly hasPlaces: boolean },
): Group {
  const { colours, layout } = drawing
  const { type } = layout
  const { site, place, bytes } = holding
  const y = top + type.body
  const barX = barXOf(layout)
  const where = hasPlaces ? placeRun(drawing, holding) : undefined
  return group(
    `owner-${place}`,
    text(
      'name',
      { x: layout.left.x, y },
      [
        { text: fitText(nameOf(site), roomOf(drawing, holding), type.body) },
        ...(where === undefined
          ? []
          : [
              {
                text: where,
                gap: 12,
                size: type.small,
                font: 'mono' as const,
                fill: colours.muted,
              },
            ]),
      ],
      { size: type.body, fill: colours.ink },
    ),
    text('numbers', { x: barX - 12, y }, numbersOf(holding), {
      size: type.small,
      anchor: 'end',
      fill: colours.muted,
    }),
    rect(
      'bar',
      {
        x: barX,
        y: y - type.body * 0.72,
        width: Math.max(2, (bytes / largest) * barWidthOf(layout)),
        height: type.body * 0.8,
      },
      { fill: colours.heap.used },
    ),
  )
}
