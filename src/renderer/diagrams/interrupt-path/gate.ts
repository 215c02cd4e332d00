/** The gate that the vector picks out of the IDT, between its neighbours, which nobody reads. */
import { vectorName } from '../../../shared/x86/exceptions'
import { group, rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import { isAt, type PathDrawing } from './drawing'
import { discRoomOf, nameThatFits } from './handler'
import type { PathLayout } from './layout'
import { nowBand, strokesOfBox } from './strokes'

const neighbourHeight = ({ type }: PathLayout): number => type.small + 8

/** The row of the gate itself. */
export function gateRow({ layout }: Pick<PathDrawing, 'layout'>): Box {
  const { gate, isWide } = layout
  if (!isWide) return gate
  const above = neighbourHeight(layout)
  return { ...gate, y: gate.y + above, height: gate.height - 2 * above }
}

export function gatePart(drawing: PathDrawing): Group | undefined {
  const { path, colours, layout, progress } = drawing
  if (!path) return undefined
  const { acknowledged } = path
  const vector = progress.has('inta') ? acknowledged?.vector : undefined
  const row = gateRow(drawing)
  const isReached = progress.has('gate')
  const isNow = isAt(drawing, 'gate')
  const isFailed = path.delivery?.kind === 'failed' && isReached && !isNow
  return group(
    'gate',
    layout.isWide && neighbours(drawing, vector),
    rect('box', row, strokesOfBox(colours, { isNow, isBlocking: isFailed, isAhead: !isReached })),
    isNow && nowBand(colours, row, row.height),
    vector === undefined
      ? label(drawing, row, 'IDT gate', false)
      : label(drawing, row, `${vector}`, isReached),
    isReached && targetOf(drawing, row),
  )
}

const insetOf = ({ layout }: PathDrawing): number => (layout.density === 'laptop' ? 9 : 14)

function label(drawing: PathDrawing, row: Box, words: string, isReached: boolean): Drawn {
  const { colours, layout } = drawing
  const { type } = layout
  const isNow = isAt(drawing, 'gate')
  return text(
    'vector',
    { x: row.x + insetOf(drawing), y: row.y + row.height / 2 + type.value * 0.36 },
    [
      {
        text: /^\d/.test(words) && !layout.isWide ? `IDT gate ${words}` : words,
        font: layout.isWide && isReached ? 'mono' : 'sans',
      },
    ],
    {
      size: layout.isWide ? type.value : type.small,
      weight: isReached ? 600 : 400,
      fill: isNow ? colours.now.text : isReached ? colours.ink : colours.ghost,
    },
  )
}

/** Where the gate leads, or why it leads nowhere. */
function targetOf(drawing: PathDrawing, row: Box): Drawn {
  const { path, colours, layout } = drawing
  const { delivery, acknowledged } = path ?? {}
  if (!delivery || !acknowledged) return undefined
  const x = row.x + insetOf(drawing) + (layout.isWide ? 44 : 92)
  const isNow = isAt(drawing, 'gate')
  const isException = acknowledged.vector < 32
  const note = isException ? `the gate of ${vectorName(acknowledged.vector)}` : undefined
  const disc = layout.isWide ? 0 : discRoomOf(drawing)
  const room = row.x + row.width - x - insetOf(drawing) - disc
  const { name, size } = nameThatFits(
    drawing,
    delivery.kind === 'failed'
      ? 'no handler'
      : (delivery.handler.symbol ?? `0x${delivery.handler.rip.toString(16)}`),
    room,
  )
  return text(
    'target',
    { x, y: row.y + row.height / 2 + size * 0.36 },
    [
      {
        text: note ? fitText(note, room, size, 600) : name,
        font: note ? 'sans' : 'mono',
      },
    ],
    {
      size,
      weight: 600,
      fill: isNow
        ? colours.now.text
        : isException || delivery.kind === 'failed'
          ? colours.bad
          : colours.ink,
    },
  )
}

function neighbours(drawing: PathDrawing, vector: number | undefined): readonly Drawn[] {
  const { colours, layout } = drawing
  const { gate, type } = layout
  const height = neighbourHeight(layout)
  const row = (key: string, y: number, number: number | undefined): readonly Drawn[] => [
    rect(
      key,
      { x: gate.x, y, width: gate.width, height },
      {
        fill: colours.paper,
        stroke: colours.line,
        strokeWidth: strokes.hair,
      },
    ),
    number !== undefined &&
      number >= 0 &&
      text(
        `${key}-number`,
        { x: gate.x + insetOf(drawing), y: y + height / 2 + type.small * 0.36 },
        String(number),
        { size: type.small, font: 'mono', fill: colours.ghost },
      ),
  ]
  return [
    layout.density === 'figure' &&
      text('name', { x: gate.x, y: gate.y - 8 }, 'IDT', {
        size: type.value,
        weight: 600,
        fill: colours.ink,
      }),
    ...row('above', gate.y, vector === undefined ? undefined : vector - 1),
    ...row('below', gate.y + gate.height - height, vector === undefined ? undefined : vector + 1),
  ]
}
