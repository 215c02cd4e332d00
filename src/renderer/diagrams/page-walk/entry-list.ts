/** The entries that were read, bit by bit: one row for each level, columns in bit order. */
import { formatHex } from '../../../shared/format'
import type { PageWalkLevel } from '../../../shared/models/page-walk'
import { PAGING_LEVEL_NAMES } from '../../../shared/x86/paging'
import { changedBit } from '../primitives/changed-bit'
import { bitCell } from '../primitives/marks'
import type { BitValue } from '../primitives/marks'
import { levelBars } from '../primitives/level-bars'
import { group, line, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group, Point, Shape, Text } from '../scene'
import { strokes } from '../tokens/tokens'
import { hueOf } from './drawing'
import type { PageWalkDrawing } from './drawing'
import { blames, entryTarget, isMapped, isTlbHit, mappedSize } from './facts'

/** The flags of an entry, bit 63 on the left. */
const FLAGS = [
  { name: 'XD', bit: 63n },
  { name: 'G', bit: 8n },
  { name: 'PS', bit: 7n },
  { name: 'D', bit: 6n },
  { name: 'A', bit: 5n },
  { name: 'PCD', bit: 4n },
  { name: 'PWT', bit: 3n },
  { name: 'U/S', bit: 2n },
  { name: 'R/W', bit: 1n },
  { name: 'P', bit: 0n },
] as const

type Flag = (typeof FLAGS)[number]

/** Where the list stands and how wide its parts are. */
export interface EntryListPlace {
  readonly x: number
  readonly y: number
  readonly rawX: number
  /** Absent where there is no room for it. */
  readonly addressX?: number
  readonly flagX: number
  readonly flagPitch: number
  readonly rowHeight: number
}

export function entryList(drawing: PageWalkDrawing, place: EntryListPlace): Group {
  const levels = listedLevels(drawing)
  const { colours, layout } = drawing
  const { small } = layout.type
  const { x, y, flagX, flagPitch } = place
  const heading = { size: small, fill: colours.muted }
  const right = flagX + (FLAGS.length - 0.5) * flagPitch
  return group(
    'entries',
    group(
      'entries.heading',
      text('entry', { x, y }, 'entry', heading),
      text('raw', { x: place.rawX, y }, 'value as read', heading),
      place.addressX !== undefined &&
        text('address', { x: place.addressX, y }, 'physical 51:12', heading),
      FLAGS.map(({ name }, index) =>
        text(`flag-${name}`, { x: flagX + index * flagPitch, y }, name, {
          size: small,
          weight: 600,
          anchor: 'middle',
          fill: colours.ink,
        }),
      ),
      line('rule', { x, y: y + 9 }, { x: right, y: y + 9 }, colours.line),
    ),
    levels.map((level, index) =>
      entryRow(drawing, level, place, y + place.rowHeight * (index + 1)),
    ),
  )
}

/** Below the list, under the flag that it tells of. */
export function largePageNote(
  { walk, colours, layout }: PageWalkDrawing,
  { flagX, flagPitch }: EntryListPlace,
  y: number,
): Text | undefined {
  const leaf = walk.levels.at(-1)
  if (!isMapped(walk) || isTlbHit(walk) || !leaf || leaf.level === 'pt') return undefined
  const x = flagX + FLAGS.findIndex(({ name }) => name === 'PS') * flagPitch
  return text('entries-note', { x, y }, 'PS = 1: this entry maps a page', {
    size: layout.type.body,
    weight: 600,
    anchor: 'middle',
    fill: colours.ink,
  })
}

/** The levels that the walk has come to. A TLB hit lists all, faded: they were not read. */
export const listedLevels = ({ walk, progress }: PageWalkDrawing): readonly PageWalkLevel[] =>
  isTlbHit(walk) ? walk.levels : walk.levels.filter(({ level }) => progress.has(level))

function entryRow(
  drawing: PageWalkDrawing,
  level: PageWalkLevel,
  place: EntryListPlace,
  middle: number,
): Group {
  const { walk, colours, layout } = drawing
  const size = layout.type.value
  const baseline = middle + 5
  const hue = hueOf(colours, level.level)
  const isFaded = isTlbHit(walk)
  const isPresent = (level.value & 1n) === 1n
  const ink = isFaded ? colours.ghost : isPresent ? colours.ink : colours.muted
  const mono = { size, font: 'mono', fill: ink } as const
  return group(
    `entries.${level.level}`,
    levelBars('bars', { x: place.x, y: baseline }, level.level, hue.ink),
    text('name', { x: place.x + 24, y: baseline }, PAGING_LEVEL_NAMES[level.level].entry, {
      size,
      weight: 600,
      fill: isFaded ? colours.ghost : hue.ink,
    }),
    text('raw', { x: place.rawX, y: baseline }, formatHex(level.value), mono),
    place.addressX !== undefined &&
      text(
        'address',
        { x: place.addressX, y: baseline },
        isPresent ? formatHex(entryTarget(level), 12) : '–',
        mono,
      ),
    FLAGS.map((flag, index) => {
      const centre = { x: place.flagX + index * place.flagPitch, y: middle }
      return group(
        `entries.${level.level}.${flag.name.replace('/', '')}`,
        flagCell(drawing, level, flag, centre, place.rowHeight),
      )
    }),
  )
}

/** What the processor makes of a flag in an entry of this form. */
function flagValue(level: PageWalkLevel, { name, bit }: Flag): BitValue {
  const isPresent = (level.value & 1n) === 1n
  if (!isPresent && name !== 'P') return 'ignored'
  const mapsPage = mappedSize(level) !== undefined
  if (!mapsPage && (name === 'G' || name === 'D')) return 'ignored'
  // Bit 7 of a PTE is PAT: there are no smaller pages to tell apart.
  if (level.level === 'pt' && name === 'PS') return 'ignored'
  return ((level.value >> bit) & 1n) === 1n ? 1 : 0
}

function flagCell(
  drawing: PageWalkDrawing,
  level: PageWalkLevel,
  flag: Flag,
  centre: Point,
  rowHeight: number,
): Drawn {
  const { walk, colours, layout } = drawing
  const isFaded = isTlbHit(walk)
  const fill = isFaded ? colours.ghost : hueOf(colours, level.level).ink
  const { small } = layout.type
  const side = Math.min(22, small + 8, rowHeight - 2)
  if ((flag.name === 'A' || flag.name === 'D') && wasSet(level, flag)) {
    return setByTheWalk(drawing, centre)
  }
  return [
    bitCell(centre, flagValue(level, flag), { fill, size: small + 1, side }, colours),
    frameAround(drawing, level, flag, centre),
  ]
}

const wasSet = (level: PageWalkLevel, { bit }: Flag): boolean =>
  ((level.written & ~level.value) >> bit) % 2n === 1n

/** The walk itself set the flag in memory: from 0 to 1, with a drawn arrow between them. */
function setByTheWalk({ colours, layout }: PageWalkDrawing, { x, y }: Point): Shape[] {
  const size = layout.type.small
  const { ink, tint } = colours.changed
  const width = size * 2 + 6
  const box = { x: x - width / 2, y: y - size * 0.8, width, height: size * 1.6 }
  return [
    rect('changed', box, { fill: tint, stroke: ink, strokeWidth: strokes.line }),
    ...changedBit({ x, y }, { from: '0', to: '1', id: 'new', reach: size * 0.7, size, ink }),
  ]
}

/** A frame for the bit that decided: PS = 1 of a large page, or what forbids the access. */
function frameAround(
  { walk, colours, layout, progress }: PageWalkDrawing,
  level: PageWalkLevel,
  { name }: Flag,
  { x, y }: Point,
): Shape | undefined {
  const reach = layout.density === 'laptop' ? 12 : 15
  const box = { x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach }
  const isLargePage = isMapped(walk) && level.level !== 'pt' && mappedSize(level) !== undefined
  if (name === 'PS' && isLargePage && !isTlbHit(walk)) {
    return rect('decides', box, { stroke: colours.now.line, strokeWidth: strokes.now })
  }
  const isBlamed =
    progress.now === 'fault' &&
    blames(walk).some((blame) => blame.level === level.level && blame.flag === name)
  return isBlamed
    ? rect('forbids', box, { stroke: colours.bad, strokeWidth: strokes.strong })
    : undefined
}
