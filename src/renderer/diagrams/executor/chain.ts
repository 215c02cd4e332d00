/** The line of stations from the device to the screen, with the instructions that lie between them. */
import { formatCount } from '../../../shared/format'
import type { ChainStation } from '../../../shared/models/executor'
import { connector, nowConnector } from '../primitives/connectors'
import { crossMark } from '../primitives/marks'
import { circle, group, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import type { ExecutorDrawing } from './drawing'
import { handlerLabelLeft, handlerSpan, type Place } from './handler-span'
import { ABSENT_WORDS, KIND_NAMES, stationWords } from './station-words'
import type { StationWords } from './station-words'
import { arrivalOf, slotsOf, STATION_KINDS } from './stations'
import type { Arrival, Slot } from './stations'

export function chain(drawing: ExecutorDrawing): Group | undefined {
  const places = placesOf(drawing)
  if (places.length === 0) return undefined
  return group(
    'chain',
    caption(drawing),
    handlerSpan(drawing, places),
    ...places.slice(1).map(({ slot, at }, index) => {
      const before = places[index]
      return before && leg(drawing, before, { slot, at })
    }),
    ...places.map((place, index) => stationGroup(drawing, place, index, places)),
  )
}

function placesOf(drawing: ExecutorDrawing): readonly Place[] {
  const slots = slotsOf(drawing.executor, drawing.progress)
  return slots.map((slot, index) => ({ slot, at: centreOf(drawing, index, slots.length) }))
}

const ENDS_INSET = 12

function centreOf({ layout }: ExecutorDrawing, index: number, count: number): Point {
  const { left, right, centreY } = layout.chain
  // Where they are few there is room for longer words at both ends.
  const inset = Math.max(0, STATION_KINDS.length - count) * ENDS_INSET
  const share = count < 2 ? 0 : index / (count - 1)
  return { x: left + inset + (right - left - 2 * inset) * share, y: centreY }
}

const outlineWords = ({ kind }: Slot): StationWords => ({ name: KIND_NAMES[kind], detail: '' })

/** It did not happen, or not yet. What came in place of a station did. */
const isOutline = ({ state, insteadAt }: Slot): boolean =>
  state === 'next' || (state === 'absent' && insteadAt === undefined)

const isFaint = (slot: Slot): boolean => slot.state === 'ahead' || isOutline(slot)

/** Where a leg leaves one station and where it arrives at the next. */
function legRoute({ layout }: ExecutorDrawing, from: Point, to: Point): readonly [Point, Point] {
  const { radius } = layout.chain
  return [
    { x: from.x + radius + 2, y: from.y },
    { x: to.x - radius - 3, y: to.y },
  ]
}

function leg(drawing: ExecutorDrawing, from: Place, to: Place): Group {
  const { colours, layout } = drawing
  const key = `chain.to.${to.slot.kind}`
  const route = legRoute(drawing, from.at, to.at)
  const count = legCount(from.slot.station, arrivalOf(to.slot))
  const { type, chain: line } = layout
  const isNow = to.slot.state === 'now'
  const middle = { x: (from.at.x + to.at.x) / 2, y: line.centreY - line.radius - 4 }
  const faint = isFaint(to.slot)
  return group(
    key,
    isNow
      ? nowConnector(`${key}.arrow`, route, colours, { scale: layout.nowScale })
      : connector(`${key}.arrow`, route, {
          stroke: faint ? colours.line : colours.ink,
          strokeWidth: strokes.strong,
          ...(faint && { dash: strokes.ghostDash }),
        }),
    count !== undefined &&
      text('count', middle, count, {
        size: type.value,
        weight: isNow ? 600 : 400,
        font: 'mono',
        anchor: 'middle',
        fill: faint ? colours.ghost : colours.ink,
      }),
  )
}

/** `+212`; with a sign for what is only known to be no more. */
function legCount(from: ChainStation | undefined, to: Arrival | undefined): string | undefined {
  if (!from || !to || to.instant < from.instant || to.wasThere) return undefined
  const count = `+${formatCount(to.instant - from.instant)}`
  return from.isExact && to.isExact ? count : to.isExact ? undefined : `≤ ${count}`
}

function stationGroup(
  drawing: ExecutorDrawing,
  { slot, at }: Place,
  index: number,
  places: readonly Place[],
): Group {
  const { colours, layout } = drawing
  const { radius, nameY, detailY } = layout.chain
  const { type } = layout
  const isNow = slot.state === 'now'
  const faint = isFaint(slot)
  const ink = isNow ? colours.now.text : faint ? colours.ghost : colours.ink
  const words: StationWords = slot.station
    ? stationWords(drawing, slot.station)
    : slot.state === 'absent'
      ? (ABSENT_WORDS[slot.kind] ?? outlineWords(slot))
      : outlineWords(slot)
  const room = roomOf(drawing, at, index, places)
  const nameSize = nameSizeOf(drawing)
  const style = { anchor: 'middle', fill: faint ? colours.ghost : colours.ink } as const
  return group(
    `chain.${slot.kind}`,
    circle('disc', at, radius, {
      fill: isNow ? colours.now.fill : colours.paper,
      stroke: isNow ? colours.now.line : faint ? colours.ghost : colours.ink,
      strokeWidth: isNow ? 2.5 : strokes.line,
      ...(isOutline(slot) && { dash: '4 3' }),
    }),
    slot.state === 'absent'
      ? crossMark('cross', { x: at.x - 4.5, y: at.y + 5 }, colours.bad)
      : text('number', { x: at.x, y: at.y + type.small * 0.36 }, String(index + 1), {
          size: type.small,
          weight: 600,
          anchor: 'middle',
          fill: ink,
        }),
    text('name', { x: at.x, y: nameY }, fitText(words.name, room, nameSize, 600), {
      ...style,
      size: nameSize,
      weight: 600,
    }),
    words.detail !== '' &&
      text('detail', { x: at.x, y: detailY }, fittingWords(words, room, type.small), {
        ...style,
        size: type.small,
        font: 'mono',
        fill: faint ? colours.ghost : colours.muted,
      }),
  )
}

const nameSizeOf = ({ layout: { density, type, headingSize, width } }: ExecutorDrawing): number => {
  if (density !== 'laptop') return headingSize
  return width < NARROW ? type.small : type.body
}

const NARROW = 760

function fittingWords(
  { detail, short = detail }: StationWords,
  room: number,
  size: number,
): string {
  const fits = textWidth(detail, size, 400, 'mono') <= room
  return fits ? detail : fitText(short, room, size, 400, 'mono')
}

/** Between the words of two stations. */
const NEIGHBOUR_GAP = 12

/** What lies between a station and its neighbours, and the edge of the page, is shared. */
function roomOf(
  { layout }: ExecutorDrawing,
  at: Point,
  index: number,
  places: readonly Place[],
): number {
  const next = places[index + 1]?.at ?? places[index - 1]?.at
  const pitch = next ? Math.abs(next.x - at.x) : layout.width
  const edge = 2 * (Math.min(at.x, layout.width - at.x) - 8)
  return Math.min(pitch - NEIGHBOUR_GAP, edge)
}

function caption(drawing: ExecutorDrawing): Drawn {
  const { executor, colours, layout, progress } = drawing
  const { captionY } = layout.chain
  const { margin, width, type } = layout
  const style = { size: type.small, fill: colours.muted }
  const first = executor.chain?.stations[0]
  const last = progress.stations.at(-1)
  if (captionY === undefined || !first) return undefined
  const value = { font: 'mono', weight: 600, fill: colours.ink, gap: 6 } as const
  const soFar = last ? last.instant - first.instant : 0
  return group(
    'chain.caption',
    text('meaning', { x: margin, y: captionY }, meaningWords(drawing), style),
    text(
      'sum',
      { x: width - margin, y: captionY },
      [
        { text: executor.chain?.end === 'under-way' || !progress.isComplete ? 'so far' : 'in all' },
        { text: formatCount(soFar), ...value },
        { text: 'instructions', gap: 6 },
      ],
      { ...style, anchor: 'end' },
    ),
  )
}

/** What the numbers are, in words that end before those of the handler begin. */
function meaningWords(drawing: ExecutorDrawing): string {
  const { layout } = drawing
  const { type, margin } = layout
  const places = placesOf(drawing)
  const room = (handlerLabelLeft(drawing, places) ?? layout.width / 2) - margin - 14
  const ways = ['+ instructions since the station before', 'instructions between the stations']
  return ways.find((one) => textWidth(one, type.small) <= room) ?? '+ instructions'
}

/** The way of the marker to the station where the tale is. */
export function chainRoute(drawing: ExecutorDrawing): readonly Point[] | undefined {
  const slots = slotsOf(drawing.executor, drawing.progress)
  const at = slots.findIndex(({ state }) => state === 'now')
  if (at < 1) return undefined
  return legRoute(
    drawing,
    centreOf(drawing, at - 1, slots.length),
    centreOf(drawing, at, slots.length),
  )
}

/** Where nothing has come through it yet, the line is an outline of what will be told. */
export function outline(drawing: ExecutorDrawing, words: string): Group {
  const { colours, layout } = drawing
  const { margin, type, chain: line } = layout
  const places = STATION_KINDS.map((kind, index) => ({
    slot: { kind, state: 'next' } as const,
    at: centreOf(drawing, index, STATION_KINDS.length),
  }))
  return group(
    'chain',
    text('none', { x: margin, y: line.captionY ?? line.centreY - line.radius - 12 }, words, {
      size: type.small,
      fill: colours.muted,
    }),
    places.slice(1).map((place, index) => {
      const before = places[index]
      return before && leg(drawing, before, place)
    }),
    places.map((place, index) => stationGroup(drawing, place, index, places)),
  )
}
