/** What the abbreviations and signs of this topic stand for. */
import type { KeyPattern } from '../primitives/key-patterns'
import type { KeyItem } from '../primitives/picture-key'
import { line, rect } from '../primitives/shapes'
import { strokes } from '../tokens/tokens'

const presentState: KeyPattern = {
  name: 'present-state',
  meaning: 'the state that it is in',
  swatch: (box, { muted, paper }) =>
    rect('pill', box, {
      fill: paper,
      stroke: muted,
      strokeWidth: strokes.strong,
      radius: box.height / 2,
    }),
  isIn: (shape, { ink }) => shape.kind === 'rect' && shape.key === 'pill' && shape.stroke === ink,
}

const popped: KeyPattern = {
  name: 'popped',
  meaning: 'taken out',
  swatch: ({ x, y, width, height }, { muted }) =>
    line(
      'strike',
      { x: x + 3, y: y + height / 2 },
      { x: x + width - 3, y: y + height / 2 },
      muted,
      1.25,
    ),
  isIn: (shape) => shape.kind === 'path' && shape.key === 'strike',
}

export const EXECUTOR_KEY: readonly KeyItem[] = [
  presentState,
  popped,
  'poll',
  'PollFn',
  'Pending',
  '8042',
  'IRQ',
  'HLT',
  'STI',
  'IF',
]
