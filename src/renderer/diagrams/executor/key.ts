/** What the abbreviations and signs of this topic stand for. */
import type { KeyPattern } from '../primitives/key-patterns'
import type { KeyItem } from '../primitives/picture-key'
import { line, rect, text } from '../primitives/shapes'
import { strokes } from '../tokens/tokens'

const presentState: KeyPattern = {
  name: 'present-state',
  meaning: 'present state',
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
  meaning: 'task taken out',
  swatch: ({ x, y, width, height }, { ghost }) => {
    const middle = y + height / 2
    const half = height * 0.75
    const [left, right] = [x + width / 2 - half, x + width / 2 + half]
    return [
      text('sign', { x: x + width / 2, y: y + height }, '1', {
        size: height / 0.75,
        font: 'mono',
        anchor: 'middle',
        fill: ghost,
      }),
      line('strike', { x: left, y: middle }, { x: right, y: middle }, ghost, 1.25),
    ]
  },
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
