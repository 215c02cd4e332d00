/** How much of the free memory of several heaps is in pieces, request by request, each line named where it ends. */
import { formatCount } from '../../../shared/format'
import type { Heap } from '../../../shared/models/heap'
import { crossMark } from '../primitives/marks'
import { decimal, group, line, path, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Point } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import type { Palette, TypeScale } from '../tokens/tokens'
import { fragmentation, momentsOf, percentWords } from './facts'

export interface CurveRow {
  readonly heap: Heap
  readonly name: string
  readonly key: string
}

export interface CurveStyle {
  readonly colours: Palette
  readonly type: TypeScale
  readonly headingSize: number
}

const GRID = [0, 0.5, 1] as const

const gridY = ({ y, height }: Box, share: number): number => y + (1 - share) * height

const DASHES = [undefined, '7 4', '2 3', '10 3 2 3'] as const

export const hasCurve = ({ heap }: CurveRow): boolean => momentsOf(heap).length > 1

/** A line is told by its dashes, here and beside the name of its heap. */
export function curveStroke(index: number, colours: Palette) {
  const dash = DASHES[index]
  return {
    stroke: index === 0 ? colours.ink : colours.muted,
    strokeWidth: 2,
    ...(dash !== undefined && { dash }),
  }
}

interface Curve extends CurveRow {
  readonly index: number
  readonly points: readonly Point[]
  readonly end: Point
  readonly words: string
  readonly isRefused: boolean
}

export function curves(rows: readonly CurveRow[], style: CurveStyle, area: Box): Drawn {
  const { colours, type, headingSize } = style
  if (!rows.some(hasCurve) || area.height < 60) return undefined
  const most = Math.max(...rows.map(({ heap }) => momentsOf(heap).at(-1)?.sequence ?? 1))
  const axis = textWidth('100 %', type.small) + 8
  // Only of the longest lines; the others end where there is room beside them.
  const longest = rows.filter(({ heap }) => momentsOf(heap).at(-1)?.sequence === most)
  const labels = Math.max(...longest.map((row) => textWidth(endWords(row, most), type.small))) + 18
  const box = {
    x: area.x + axis,
    y: area.y + headingSize * 1.2,
    width: area.width - axis - Math.min(labels, area.width * 0.3),
    height: area.height - headingSize * 1.2 - type.small * 1.4,
  }
  const y = (share: number) => gridY(box, share)
  const drawn = rows.flatMap((row, index): readonly Curve[] => {
    if (!hasCurve(row)) return []
    const points = momentsOf(row.heap).map((moment) => ({
      x: box.x + (moment.sequence / most) * box.width,
      y: y(fragmentation(moment)),
    }))
    const end = points.at(-1) ?? box
    const isRefused = row.heap.request?.isRefused ?? false
    return [{ ...row, index, points, end, words: endWords(row, most), isRefused }]
  })
  const small = { size: type.small, fill: colours.muted } as const
  return group(
    'curves',
    text('heading', { x: area.x, y: area.y }, 'Free memory in pieces, request by request', {
      size: headingSize,
      weight: 600,
      fill: colours.ink,
    }),
    explanation(style, area),
    GRID.map((share) => [
      line(
        `grid-${share}`,
        { x: box.x, y: y(share) },
        { x: box.x + box.width, y: y(share) },
        colours.hair,
      ),
      text(
        `axis-${share}`,
        { x: box.x - 8, y: y(share) + type.small * 0.36 },
        percentWords(share),
        { ...small, anchor: 'end' },
      ),
    ]),
    drawn.map(({ key, index, points }) =>
      path(`${key}.line`, dataOf(points), curveStroke(index, colours)),
    ),
    drawn.map(
      ({ key, end, isRefused }) =>
        isRefused && crossMark(`${key}.refused`, { x: end.x - 4.5, y: end.y + 5.5 }, colours.bad),
    ),
    endLabels(drawn, style, box, area.x + area.width),
    text(
      'to',
      { x: box.x + box.width, y: box.y + box.height + type.small * 1.5 },
      `request ${formatCount(most)}`,
      { ...small, anchor: 'end' },
    ),
  )
}

function explanation({ colours, type, headingSize }: CurveStyle, area: Box): Drawn {
  const x = area.x + textWidth('Free memory in pieces, request by request', headingSize, 600) + 12
  const words = 'in pieces = 1 − largest region / free bytes'
  return (
    x + textWidth(words, type.small) <= area.x + area.width &&
    text('explanation', { x, y: area.y }, words, { size: type.small, fill: colours.muted })
  )
}

/** Name and share; and of a line that stops before the others do, why. */
function endWords({ heap, name }: CurveRow, most: number): string {
  const last = momentsOf(heap).at(-1)
  const share = percentWords(last ? fragmentation(last) : 0)
  if (heap.request?.isRefused) {
    return `${name} ${share}: request ${formatCount(heap.request.sequence)} refused`
  }
  const isShort = last !== undefined && last.sequence < most
  return `${name} ${share}${isShort ? `: so far, ${formatCount(last.sequence)} requests` : ''}`
}

/** Of points that stand closer than can be told apart, the first. */
const dataOf = (points: readonly Point[]): string =>
  points
    .filter(
      ({ x }, at) => at === 0 || x - (points[at - 1]?.x ?? 0) > 0.2 || at === points.length - 1,
    )
    .map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${decimal(x)} ${decimal(y)}`)
    .join('')

/** Lines of text above or below the end of a line, the nearest first. */
const SHIFTS = [0, -1, 1, -2, 2, -3, 3, -4, 4] as const

/** Each name behind the end of its line, or just above or below, where it covers no line and no other name. */
function endLabels(
  drawn: readonly Curve[],
  { colours, type }: CurveStyle,
  box: Box,
  right: number,
): Drawn {
  const placed: Box[] = []
  const pitch = type.small * 1.3
  return drawn.map((curve) => {
    const x = curve.end.x + 12
    const words = fitText(curve.words, right - x, type.small)
    const places = SHIFTS.map((shift) => ({
      x,
      y: curve.end.y + shift * pitch - pitch / 2,
      width: textWidth(words, type.small),
      height: pitch,
    })).filter(({ y }) => y > box.y - pitch && y + pitch < box.y + box.height + pitch)
    const isClear = (place: Box) =>
      !(place.x < box.x + box.width && GRID.some((share) => isBetween(place, gridY(box, share)))) &&
      !drawn.some(({ points }) => points.some((point) => isWithin(place, point))) &&
      !placed.some((other) => meet(place, other))
    const place = places.find(isClear) ?? places[0]
    if (!place) return undefined
    placed.push(place)
    return text(`${curve.key}.end`, { x, y: place.y + pitch / 2 + type.small * 0.36 }, words, {
      size: type.small,
      fill: colours.ink,
    })
  })
}

const isBetween = ({ y, height }: Box, level: number): boolean => level >= y && level <= y + height

const isWithin = (box: Box, { x, y }: Point): boolean =>
  x >= box.x && x <= box.x + box.width && isBetween(box, y)

const meet = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
