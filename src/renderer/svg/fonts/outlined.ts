/** A Scene whose texts are drawn as paths: for viewers that have neither the fonts nor a way to embed them. */
import { decimal } from '../../diagrams/primitives/shapes'
import type { Path, Point, Run, Scene, Shape, Text } from '../../diagrams/scene'
import { textWidth } from '../../diagrams/tokens/text-metrics'
import { faceFor } from './face'
import type { Contour, OutlinePoint } from './face'

/** Text that holds a character without a glyph stays text. */
export const outlinedScene = (scene: Scene): Scene => ({
  ...scene,
  shapes: scene.shapes.flatMap(outlined),
})

function outlined(shape: Shape): readonly Shape[] {
  if (shape.kind === 'group') return [{ ...shape, children: shape.children.flatMap(outlined) }]
  return shape.kind === 'text' ? (outlinedText(shape) ?? [shape]) : [shape]
}

function runWidth(run: Run): number | undefined {
  const face = faceFor(run.font, run.weight)
  const advances = [...run.text].map((character) => face.glyph(character)?.advance)
  if (advances.includes(undefined)) return undefined
  return (
    (advances.reduce<number>((sum, advance) => sum + (advance ?? 0), 0) * run.size) /
    face.unitsPerEm
  )
}

function outlinedText(text: Text): readonly Path[] | undefined {
  const widths = text.runs.map(runWidth)
  if (widths.includes(undefined)) return undefined
  const total = text.runs.reduce(
    (sum, run, index) => sum + (run.gap ?? 0) + (widths[index] ?? textWidth(run.text, run.size)),
    0,
  )
  let x = text.x - { start: 0, middle: total / 2, end: total }[text.anchor]
  return text.runs.map((run, index): Path => {
    x += run.gap ?? 0
    const data = runOutline(run, x, text.y)
    x += widths[index] ?? 0
    const key = text.runs.length === 1 ? text.key : `${text.key}-${index + 1}`
    return { kind: 'path', key, data, fill: run.fill }
  })
}

function runOutline(run: Run, left: number, baseline: number): string {
  const face = faceFor(run.font, run.weight)
  const scale = run.size / face.unitsPerEm
  let x = left
  return [...run.text]
    .map((character) => {
      const glyph = face.glyph(character)
      const origin = x
      x += (glyph?.advance ?? 0) * scale
      const place = (point: OutlinePoint): Point => ({
        x: hundredths(origin + point.x * scale),
        y: hundredths(baseline - point.y * scale),
      })
      return (glyph?.contours ?? []).map((contour) => contourPath(contour, place)).join('')
    })
    .join('')
}

/** Whole hundredths of a pixel, so that distances between points add up without drift. */
const hundredths = (value: number): number => Math.round(value * 100)

const between = (one: OutlinePoint, other: OutlinePoint): OutlinePoint => ({
  x: (one.x + other.x) / 2,
  y: (one.y + other.y) / 2,
  isOnCurve: true,
})

/** Between two off-curve points lies an on-curve one that the font leaves out. */
function contourPath(contour: Contour, place: (point: OutlinePoint) => Point): string {
  const points = contour.flatMap((point, index) => {
    const next = contour[(index + 1) % contour.length] ?? point
    return point.isOnCurve || next.isOnCurve ? [point] : [point, between(point, next)]
  })
  const first = points.findIndex(({ isOnCurve }) => isOnCurve)
  const ordered = [...points.slice(first), ...points.slice(0, first)]
  const [start] = ordered
  if (!start) return ''
  let from = place(start)
  const step = (to: Point) => `${decimal((to.x - from.x) / 100)} ${decimal((to.y - from.y) / 100)}`
  let data = `M${decimal(from.x / 100)} ${decimal(from.y / 100)}`
  for (let index = 1; index <= ordered.length; index++) {
    const point = ordered[index] ?? start
    if (point.isOnCurve) {
      if (index === ordered.length) break // the path closes itself with a straight line
      data += `l${step(place(point))}`
      from = place(point)
    } else {
      const end = place(ordered[index + 1] ?? start)
      data += `q${step(place(point))} ${step(end)}`
      from = end
      index += 1
    }
  }
  return `${data}z`
}
