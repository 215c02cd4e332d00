/**
 * The key of a picture: one or two quiet lines at its foot that say what its abbreviations and patterns stand for, of those
 * alone that occur in it.
 *
 * It is the first thing that goes where there is no room, and in a hall it is spoken.
 */
import { abbreviationsIn, longName, type Abbreviation } from '../glossary'
import { shapesOf } from '../scene'
import type { Point, Shape } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import type { Palette } from '../tokens/tokens'
import type { KeyPattern } from './key-patterns'
import { group, text, type Drawn } from './shapes'

export type KeyItem = Abbreviation | KeyPattern

export interface KeyPlace {
  readonly x: number
  /** The first baseline. */
  readonly y: number
  readonly width: number
  readonly lines: number
  readonly size: number
}

/** The picture with its key below it; as it is where there is no place for one. */
export function withKey(
  shapes: readonly Shape[],
  items: readonly KeyItem[],
  place: KeyPlace | undefined,
  colours: Palette,
): readonly Shape[] {
  if (!place) return shapes
  const found = itemsIn(shapes, items, colours)
  return found.length === 0 ? shapes : [...shapes, pictureKey(found, place, colours)]
}

/** A letter is an abbreviation only where it stands alone. */
function itemsIn(shapes: readonly Shape[], items: readonly KeyItem[], colours: Palette) {
  const all = [...shapesOf(shapes)]
  const texts = all.flatMap((shape) =>
    shape.kind === 'text' ? shape.runs.map((run) => run.text) : [],
  )
  const found = new Set([...texts, ...texts.flatMap(abbreviationsIn).filter(isNoLetter)])
  return items.filter((item) =>
    typeof item === 'string' ? found.has(item) : all.some((shape) => item.isIn(shape, colours)),
  )
}

const isNoLetter = (word: string): boolean => word.length > 1

/** Item after item, as many as the lines have room for. */
function pictureKey(items: readonly KeyItem[], place: KeyPlace, colours: Palette): Shape {
  const { size } = place
  const right = place.x + place.width
  let x = place.x
  let line = 0
  const drawn = items.map((item): Drawn => {
    const width = widthOf(item, size)
    if (x > place.x && x + width > right) {
      x = place.x
      line += 1
    }
    if (line >= place.lines) return undefined
    const at = { x, y: place.y + line * (size + 4) }
    x += width + size
    return keyItem(item, at, size, colours)
  })
  return group('key', drawn)
}

const SWATCH_WIDTH = 18
/** Between a name and what it stands for. */
const GAP = 5

const widthOf = (item: KeyItem, size: number): number =>
  typeof item === 'string'
    ? textWidth(item, size, 600) + GAP + textWidth(longName(item) ?? '', size)
    : SWATCH_WIDTH + GAP + textWidth(item.meaning, size)

function keyItem(item: KeyItem, { x, y }: Point, size: number, colours: Palette): Drawn {
  const style = { size, fill: colours.muted }
  if (typeof item === 'string') {
    const runs = [
      { text: item, weight: 600 as const },
      { text: longName(item) ?? '', gap: GAP },
    ]
    return text(item, { x, y }, runs, style)
  }
  const height = Math.round(size * 0.75)
  return group(
    `key.${item.name}`,
    item.swatch({ x, y: y - height, width: SWATCH_WIDTH, height }, colours),
    text('meaning', { x: x + SWATCH_WIDTH + GAP, y }, item.meaning, style),
  )
}
