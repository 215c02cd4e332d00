/** What the abbreviations and marks of this topic stand for, the least known first: a narrow window has room for those alone. */
import { ghostPattern, nowPattern, paintPattern, type KeyPattern } from '../primitives/key-patterns'
import type { KeyItem } from '../primitives/picture-key'
import { rect } from '../primitives/shapes'
import { strokes } from '../tokens/tokens'
import { levelShape, type Level } from './devices'

const levelPattern = (level: Level, meaning: string): KeyPattern => ({
  name: level,
  meaning,
  swatch: ({ x, y, height }, { muted }) => levelShape(level, { x, y: y + height }, muted),
  isIn: (shape) => shape.kind === 'path' && shape.key === level,
})

/** The line around the column of an input. */
const followedPattern: KeyPattern = {
  name: 'followed',
  meaning: 'the bits of this request',
  swatch: ({ x, y, width, height }, { event }) =>
    rect(
      'mark',
      { x: x + 4, y, width: width - 8, height },
      { stroke: event.irq.ink, strokeWidth: strokes.strong },
    ),
  isIn: (shape) => shape.kind === 'path' && shape.key === 'followed',
}

export const PATH_KEY: readonly KeyItem[] = [
  'IRR',
  'IMR',
  'ISR',
  'EOI',
  nowPattern,
  '8259',
  followedPattern,
  paintPattern('changed', 'the last change', ({ changed }) => ({
    fill: changed.tint,
    stroke: changed.ink,
  })),
  levelPattern('pulse', 'rose, and has fallen again'),
  levelPattern('risen', 'line is high, and asks only as it rises'),
  levelPattern('high', 'line is high'),
  levelPattern('low', 'line is low'),
  'INTR',
  'INTA',
  'IF',
  'STI',
  'IDT',
  ghostPattern('not come to'),
  'IRETQ',
  'HLT',
  'IRQ',
]
