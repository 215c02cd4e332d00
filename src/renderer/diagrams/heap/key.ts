/** What the signs of this topic mean; what becomes of bytes stands beside the name of the heap. */
import { NARROW_FREE_EDGE } from './byte-marks'
import type { KeyPattern } from '../primitives/key-patterns'
import { checkMark, crossMark, verticalDots } from '../primitives/marks'
import type { KeyItem } from '../primitives/picture-key'
import { circle, decimal, path, rect, text } from '../primitives/shapes'

const order: KeyPattern = {
  name: 'order',
  meaning: 'place in the list',
  swatch: ({ x, y, width, height }, { muted }) => [
    circle('ring', { x: x + width / 2, y: y + height / 2 }, 7.5, {
      stroke: muted,
      strokeWidth: 1.25,
    }),
    text('number', { x: x + width / 2, y: y + height / 2 + 4.5 }, '1', {
      size: Math.max(12, height * 1.3),
      weight: 600,
      anchor: 'middle',
      fill: muted,
    }),
  ],
  isIn: (shape) => shape.kind === 'circle' && shape.key === 'ring',
}

const mark = (name: string, meaning: string, draw: typeof checkMark): KeyPattern => ({
  name,
  meaning,
  swatch: ({ x, y, height }, { muted }) => draw('mark', { x: x + 3, y: y + height }, muted),
  isIn: (shape) => shape.kind === 'path' && shape.key === name,
})

/** A line with a head, which leads up from a node of the list. */
const place: KeyPattern = {
  name: 'place',
  meaning: 'where the region lies in memory',
  swatch: ({ x, y, width, height }, { heap }) => [
    path('stem', `M${decimal(x + width / 2)} ${decimal(y + height + 1)}v${decimal(-height)}`, {
      stroke: heap.freeLine,
      strokeWidth: 1.5,
    }),
    path('head', `M${decimal(x + width / 2)} ${decimal(y - 1)}l4 7h-8z`, { fill: heap.freeLine }),
  ],
  isIn: (shape) => shape.kind === 'group' && /^place-\d+$/.test(shape.key),
}

const before: KeyPattern = {
  name: 'before',
  meaning: 'the region before the request took of it',
  swatch: ({ x, y, width, height }, { muted }) =>
    path(
      'bracket',
      `M${decimal(x + 1)} ${decimal(y + 2)}v${decimal(height - 4)}h${decimal(width - 2)}v${decimal(4 - height)}`,
      { stroke: muted, strokeWidth: 1.5 },
    ),
  isIn: (shape) => shape.kind === 'path' && shape.key === 'bracket',
}

const cut: KeyPattern = {
  name: 'cut',
  meaning: 'goes on beyond the edge',
  swatch: ({ x, y, width, height }, { muted }) =>
    verticalDots('dots', { x: x + width / 2, y: y + height / 2 }, muted),
  isIn: (shape) => shape.kind === 'path' && shape.key === 'cut',
}

const narrow: KeyPattern = {
  name: 'narrow',
  meaning: 'free as well, too narrow for dashes',
  swatch: ({ x, y, width, height }, { heap }) =>
    rect(
      'bytes',
      { x: x + width / 2 - 2, y, width: 4, height },
      { fill: heap.free, stroke: heap.freeLine, strokeWidth: 1 },
    ),
  isIn: (shape) =>
    shape.kind === 'rect' && shape.key === 'bytes' && shape.strokeWidth === NARROW_FREE_EDGE,
}

const wanted: KeyPattern = {
  name: 'wanted',
  meaning: 'class that the request needs',
  swatch: (box, { surface, muted }) =>
    rect('box', box, { fill: surface, stroke: muted, strokeWidth: 2 }),
  isIn: (shape) => shape.kind === 'rect' && shape.key === 'wanted',
}

const offset: KeyPattern = {
  name: 'offset',
  meaning: 'from the beginning of the heap',
  swatch: ({ x, y, width, height }, { muted }) =>
    text('sign', { x: x + width / 2, y: y + height }, '+', {
      size: Math.max(12, height / 0.75),
      font: 'mono',
      anchor: 'middle',
      fill: muted,
    }),
  isIn: (shape) => shape.kind === 'text' && shape.key === 'address-1',
}

/** Those that nothing else in the picture says come first. */
export const HEAP_KEY: readonly KeyItem[] = [
  order,
  place,
  before,
  wanted,
  mark('fits', 'the request fits', checkMark),
  mark('refused', 'the request does not fit', crossMark),
  cut,
  offset,
  narrow,
]
