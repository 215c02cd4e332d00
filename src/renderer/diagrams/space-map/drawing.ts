/** What every part of the drawing of an address space is given, and where its columns stand. */
import { formatHex } from '../../../shared/format'
import type { SpaceMap } from '../../../shared/models/space-map'
import type { DiagramOptions } from '../diagram'
import { frameLayout, type FrameLayout } from '../primitives/figure-frame'
import type { Box } from '../primitives/shapes'
import { palettes, type Density, type Palette } from '../tokens/tokens'
import { rowsOf, usedSlots, type SpaceRow } from './rows'

export interface Columns {
  readonly start: number
  /** Right edge. */
  readonly size: number
  readonly pages: number
  readonly rights: number
  readonly physical: number
  readonly beside: number
  readonly name: number
}

export interface SpaceDrawing {
  readonly map: SpaceMap
  readonly colours: Palette
  readonly frame: FrameLayout
  readonly told: { readonly passed: number; readonly total: number }
  readonly isComplete: boolean
  /** The PML4 entry that is told now. */
  readonly now: number | undefined
  /** All 512 entries. */
  readonly strip: Box
  readonly columns: Columns
  readonly rows: readonly SpaceRow[]
  /** The baseline of the names of the columns. */
  readonly headY: number
  readonly pitch: number
  /** Used entries that there is no row for. */
  readonly hidden: number
}

const PITCH: Readonly<Record<Density, number>> = { laptop: 21, figure: 25, projector: 29 }
const STRIP: Readonly<Record<Density, number>> = { laptop: 14, figure: 18, projector: 20 }
/** Of a column's text, in letters of the monospaced font. */
const LETTERS = {
  start: 21,
  size: 11,
  pages: 12,
  rights: 5,
  beside: 13,
  name: 22,
} as const
/** Of a physical address below 4 GiB. */
const LEAST_PLACE = 11
/** Between the columns. */
const GAPS = 4
const LEAST_GAP = 8
const MOST_GAP = 40

export function spaceDrawing(map: SpaceMap, options: DiagramOptions): SpaceDrawing {
  const { theme, density, step, size } = options
  const frame = frameLayout(density, size)
  const { body, type } = frame
  const slots = usedSlots(map)
  const passed = Math.max(0, Math.min(step ?? slots.length, slots.length))
  const now = step === undefined ? undefined : slots[passed - 1]
  const strip = { x: body.x, y: body.y + type.small + 8, width: body.width, height: STRIP[density] }
  const headY = strip.y + strip.height + 3 * type.small + 16
  const pitch = PITCH[density]
  const room = Math.max(1, Math.floor((body.y + body.height - headY - 8) / pitch))
  const rows = rowsOf(map, room, now)
  return {
    map,
    colours: palettes[theme],
    frame,
    told: { passed, total: slots.length },
    isComplete: step === undefined,
    now,
    strip,
    columns: columnsOf(map, frame),
    rows,
    headY,
    pitch,
    hidden: slots.length - rows.filter(({ kind }) => kind === 'slot').length,
  }
}

/** Frames beyond 4 GiB have longer addresses. */
const longestPlace = ({ slots }: SpaceMap): number =>
  Math.max(
    ...slots.flatMap(({ ranges }) => ranges.map(({ physical }) => formatHex(physical, 8).length)),
    LEAST_PLACE,
  )

/** Beside another space there is no room for the number of pages. */
function columnsOf(map: SpaceMap, { body, type }: FrameLayout): Columns {
  const { beside } = map
  const place = longestPlace(map) + 1
  const letter = type.small * 0.6
  const start = body.x + 24
  const widths = [LETTERS.start + LETTERS.size, beside ? 0 : LETTERS.pages, LETTERS.rights]
  const others = [place, beside ? LETTERS.beside : 0, LETTERS.name]
  const letters = [...widths, ...others].reduce((sum, each) => sum + each, 0)
  const spare = (body.width - (start - body.x) - letters * letter) / GAPS
  const gap = Math.min(MOST_GAP, Math.max(LEAST_GAP, spare))
  const size = start + (LETTERS.start + LETTERS.size) * letter
  const pages = size + gap
  const rights = beside ? pages : pages + LETTERS.pages * letter + gap
  const physical = rights + LETTERS.rights * letter + gap
  const other = physical + place * letter + gap
  const name = beside ? other + LETTERS.beside * letter + gap : other
  return { start, size, pages, rights, physical, beside: other, name }
}

/** The baseline of a row. */
export const rowY = ({ headY, pitch }: SpaceDrawing, row: number): number =>
  headY + (row + 1) * pitch

/** The middle of an entry in the strip of all 512. */
export const slotX = ({ strip }: Pick<SpaceDrawing, 'strip'>, index: number): number => {
  const half = (strip.width - HOLE) / 2
  const isUpper = index >= 256
  return strip.x + (isUpper ? half + HOLE : 0) + (((index % 256) + 0.5) / 256) * half
}

/** Between the two halves: addresses that are not canonical. */
export const HOLE = 108
