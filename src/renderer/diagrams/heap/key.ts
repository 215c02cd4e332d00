/** What the signs of this topic mean; what becomes of bytes stands beside the name of the heap. */
import type { KeyPattern } from '../primitives/key-patterns'
import { checkMark, crossMark } from '../primitives/marks'
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

const shades: KeyPattern = {
  name: 'shades',
  meaning: 'two blocks side by side',
  swatch: ({ x, y, width, height }, { heap }) => [
    rect('one', { x, y, width: width / 2, height }, { fill: heap.used }),
    rect('other', { x: x + width / 2, y, width: width / 2, height }, { fill: heap.usedAlt }),
  ],
  isIn: (shape, { heap }) => shape.kind === 'rect' && shape.fill === heap.usedAlt,
}

const overview: KeyPattern = {
  name: 'overview',
  meaning: 'all of the heap; framed: what is drawn large',
  swatch: ({ x, y, width, height }, { heap, muted }) => [
    rect(
      'taken',
      { x: x + 2, y: y + height / 2, width: 4, height: height / 2 },
      { fill: heap.used },
    ),
    rect('frame', { x, y, width, height }, { stroke: muted, strokeWidth: 1.5 }),
  ],
  isIn: (shape) => shape.kind === 'rect' && shape.key === 'window',
}

const pointer: KeyPattern = {
  name: 'pointer',
  meaning: 'the request that is shown',
  swatch: ({ x, y, height }, { muted }) =>
    path(
      'sign',
      `M${decimal(x + 4)} ${decimal(y)}l8 ${decimal(height / 2)}l-8 ${decimal(height / 2)}z`,
      {
        fill: muted,
      },
    ),
  isIn: (shape) => shape.kind === 'path' && shape.key === 'pointer',
}

export const HEAP_KEY: readonly KeyItem[] = [
  shades,
  order,
  before,
  mark('fits', 'the request fits', checkMark),
  mark('refused', 'the request does not fit', crossMark),
  pointer,
  overview,
]
