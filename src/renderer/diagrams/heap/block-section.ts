/**
 * What lies in the block of the shown request now, drawn large: its fields side by side, and where its pointers lead.
 *
 * It takes the place of the curve where it says more than that, or where there is no curve yet; a picture that has no
 * room for it leaves it out, and the words beside the picture say it.
 */
import type { HeapContents, HeapLead } from '../../../shared/models/heap'
import { group, line, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { blockCells, type Cell } from './block-cells'
import { leadArrows, placeLeads, type Lead } from './block-leads'
import { blockWords, contentsPlace, isFutureState } from './contents-words'
import type { HeapDrawing } from './drawing'
import { bytesWords, momentsOf, offsetWords } from './facts'

/** A section of this height has room between its heading and the block. */
const TALL = 140
const HEADING = 'In the block now'

/** Nothing where there is no room, or little to say. */
export function blockSection(drawing: HeapDrawing): Group | undefined {
  const { heap, layout, progress } = drawing
  const { contents } = heap
  if (!contents || !progress.isComplete || !isTelling(contents)) return undefined
  if (momentsOf(heap).length >= 2 && !isStriking(contents)) return undefined
  const { x, y, width, height } = layout.right
  const { small, value } = layout.type
  const top = Math.round(y + small * (height > TALL ? 1 : 0.7) + 3)
  const cellHeight = Math.round(small * 1.3 + value * 1.3 + 8)
  const bottom = top + cellHeight
  const room = { right: x + width, height: y + height - bottom, size: small }
  const ways = blockCells(contents, x, width, layout.type).flatMap((cells) => {
    const leads = placeLeads(heap, cells, room)
    return leads ? [{ cells, leads, top, bottom }] : []
  })
  const way = ways.find(({ leads }) => leads.every(({ isWhole }) => isWhole)) ?? ways[0]
  return way && section(drawing, contents, way)
}

interface Placed {
  readonly cells: readonly Cell[]
  readonly leads: readonly Lead[]
  readonly top: number
  readonly bottom: number
}

/** Numbers in a row say nothing that the strip does not: fields have names, or lead somewhere. */
const isTelling = ({ fields, room }: HeapContents): boolean =>
  fields.some(
    ({ name, lead }) =>
      (lead !== undefined && lead.kind !== 'null') || (name !== undefined && room === undefined),
  )

/** A pointer to a stack, into the block itself or to what is in no block; or where a future stands. */
const STRIKING = new Set<HeapLead['kind']>(['itself', 'stack', 'heap', 'nowhere'])
const isStriking = ({ fields }: HeapContents): boolean =>
  fields.some((field) => STRIKING.has(field.lead?.kind ?? 'null') || isFutureState(field))

function section(drawing: HeapDrawing, contents: HeapContents, placed: Placed): Group {
  const { colours, layout } = drawing
  const { right, headingSize, type } = layout
  const { cells, leads, top, bottom } = placed
  return group(
    'block',
    text('heading', { x: right.x, y: right.headingY }, HEADING, {
      size: headingSize,
      weight: 600,
      fill: colours.ink,
    }),
    whichBlock(drawing, contents),
    cells.map((cell) => drawCell(drawing, cell, top, bottom - top)),
    rect(
      'frame',
      { x: right.x, y: top, width: right.width, height: bottom - top },
      { stroke: colours.heap.used, strokeWidth: 2 },
    ),
    leadArrows(leads, bottom, type.small, colours),
  )
}

function whichBlock({ heap, colours, layout }: HeapDrawing, contents: HeapContents): Drawn {
  const { right, headingSize, type } = layout
  const x = right.x + textWidth(HEADING, headingSize, 600) + 12
  const [owner, place] = [blockWords(heap, contents), contentsPlace(heap, contents)]
  const ways = [
    `${owner} at ${place}, ${bytesWords(contents.size)}`,
    `${owner} at ${place}`,
    `at ${place}, ${bytesWords(contents.size)}`,
    `at ${place}`,
  ]
  const words = ways.find((one) => x + textWidth(one, type.small) <= right.x + right.width)
  return (
    words !== undefined &&
    text('which', { x, y: right.headingY }, words, { size: type.small, fill: colours.muted })
  )
}

function drawCell(
  { colours, layout }: HeapDrawing,
  { field, offset, x, width, name, value }: Cell,
  top: number,
  height: number,
): Drawn {
  const { small, value: size } = layout.type
  const middle = x + width / 2
  const words = { size: small, anchor: 'middle', fill: colours.muted } as const
  const place = offsetWords(offset)
  const isPlaceShown = textWidth(place, small, 400, 'mono') + 4 <= width
  const nameY = top + small * 1.15
  return group(
    `field-${offset.toString(16)}`,
    rect('box', { x, y: top, width, height }, { fill: field ? colours.paper : colours.surface }),
    x > layout.right.x &&
      line('edge', { x, y: top }, { x, y: top + height }, colours.heap.used, 1.5),
    isPlaceShown &&
      text('place', { x, y: top - 5 }, place, { size: small, font: 'mono', fill: colours.muted }),
    name !== '' &&
      text(
        'name',
        { x: middle, y: value === '' ? top + height / 2 + small * 0.36 : nameY },
        name,
        words,
      ),
    value !== '' &&
      text(
        'value',
        { x: middle, y: name === '' ? top + height / 2 + size * 0.36 : top + height - size * 0.6 },
        value,
        field ? { size, font: 'mono', anchor: 'middle', fill: colours.ink } : words,
      ),
  )
}
