/** Where the texts of a Scene are, from the font metrics alone, in drawing order with the boxes behind them. */
import type { Rect, Scene, Text } from '../../src/renderer/diagrams/scene'
import { shapesOf } from '../../src/renderer/diagrams/scene'
import { runsWidth } from '../../src/renderer/diagrams/primitives/prose'

export interface TextBox {
  readonly content: string
  readonly fills: readonly string[]
  readonly smallest: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  /** The rectangles drawn before it, the last on top. */
  readonly behind: readonly Rect[]
}

/** Height of capitals and digits above the baseline, in em. */
const CAP_HEIGHT = 0.73

function boxOf(text: Text, behind: readonly Rect[]): TextBox {
  const sizes = text.runs.map(({ size }) => size)
  const width = runsWidth(text.runs)
  const left = text.x - { start: 0, middle: width / 2, end: width }[text.anchor]
  return {
    content: text.runs.map((run) => run.text).join(' '),
    fills: text.runs.map(({ fill }) => fill),
    smallest: Math.min(...sizes),
    left,
    right: left + width,
    top: text.y - CAP_HEIGHT * Math.max(...sizes),
    bottom: text.y,
    behind,
  }
}

export function textBoxesOf(scene: Scene): readonly TextBox[] {
  const rects: Rect[] = []
  const boxes: TextBox[] = []
  for (const shape of shapesOf(scene.shapes)) {
    if (shape.kind === 'rect') rects.push(shape)
    if (shape.kind === 'text') boxes.push(boxOf(shape, [...rects]))
  }
  return boxes
}

/** Whether two texts touch, by more than the pixel that rounding may cost. */
export const overlaps = (one: TextBox, other: TextBox): boolean =>
  one.left < other.right - 1 &&
  other.left < one.right - 1 &&
  one.top < other.bottom - 1 &&
  other.top < one.bottom - 1

/** Whether a text begins inside a box and ends outside it. */
export function crosses(text: TextBox, box: Rect): boolean {
  const middle = (text.top + text.bottom) / 2
  const isBeside = middle < box.y || middle > box.y + box.height
  if (isBeside) return false
  const right = box.x + box.width
  const startsInside = text.left > box.x - 1 && text.left < right - 2
  const endsInside = text.right > box.x + 2 && text.right < right + 1
  return (startsInside && text.right > right + 1) || (endsInside && text.left < box.x - 1)
}

/** The colour under the middle of a text. */
export function paperUnder(text: TextBox, scene: Scene): string {
  const x = (text.left + text.right) / 2
  const y = (text.top + text.bottom) / 2
  const under = text.behind.filter(
    (box) =>
      box.fill !== undefined &&
      x > box.x &&
      x < box.x + box.width &&
      y > box.y &&
      y < box.y + box.height,
  )
  return under.at(-1)?.fill ?? scene.background
}
