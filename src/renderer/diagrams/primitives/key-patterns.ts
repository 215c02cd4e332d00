/** The patterns that a key can name: each drawn as it is in the picture, and known by how it is drawn. */
import type { Shape } from '../scene'
import type { Palette } from '../tokens/tokens'
import { strokes } from '../tokens/tokens'
import { decimal, path, rect, text, type Box, type Drawn } from './shapes'

/** A pattern, and what it means in this topic. */
export interface KeyPattern {
  readonly name: string
  readonly meaning: string
  readonly swatch: (box: Box, colours: Palette) => Drawn
  readonly isIn: (shape: Shape, colours: Palette) => boolean
}

export const ghostPattern = (meaning: string): KeyPattern => ({
  name: 'ghost',
  meaning,
  swatch: (box, { ghost, ghostFill }) =>
    rect('mark', box, { fill: ghostFill, stroke: ghost, strokeWidth: 1.25, dash: '4 3' }),
  isIn: (shape, { ghostFill }) =>
    shape.kind === 'rect' && shape.fill === ghostFill && shape.dash === strokes.ghostDash,
})

/** A box that is painted in a way of its own. */
export const paintPattern = (
  name: string,
  meaning: string,
  paintOf: (colours: Palette) => { readonly fill: string; readonly stroke: string },
): KeyPattern => ({
  name,
  meaning,
  swatch: (box, colours) => rect('mark', box, { ...paintOf(colours), strokeWidth: 1.25 }),
  isIn: (shape, colours) => {
    const { fill, stroke } = paintOf(colours)
    return shape.kind === 'rect' && shape.fill === fill && shape.stroke === stroke
  },
})

const framePaint = paintPattern('frame', 'pushed by the processor', ({ stack, event }) => ({
  fill: stack.cpu,
  stroke: event.irq.ink,
}))

/** A word of the frame of a delivery. What an interrupt is about has the same paint, but a thicker outline. */
export const pushedPattern: KeyPattern = {
  ...framePaint,
  isIn: (shape, colours) =>
    framePaint.isIn(shape, colours) && shape.kind === 'rect' && shape.strokeWidth === 1.25,
}

/** The one accent, as a box, a band or the circle of a number. */
export const nowPattern: KeyPattern = {
  name: 'now',
  meaning: 'the latest step',
  swatch: (box, { now }) =>
    rect('mark', box, { fill: now.fill, stroke: now.line, strokeWidth: 1.25 }),
  isIn: (shape, { now }) =>
    (shape.kind === 'rect' || shape.kind === 'circle') && shape.fill === now.fill,
}

/** A sign that stands alone: the en dash of a bit that is ignored. */
export const textPattern = (sign: string, meaning: string): KeyPattern => ({
  name: 'sign',
  meaning,
  swatch: ({ x, y, width, height }, { muted }) =>
    text('sign', { x: x + width / 2, y: y + height }, sign, {
      size: height / 0.75,
      font: 'mono',
      anchor: 'middle',
      fill: muted,
    }),
  isIn: (shape) => shape.kind === 'text' && shape.runs.some((run) => run.text === sign),
})

/** The flag of `changedFrame`, beside what an event has put there. */
export const newPattern: KeyPattern = {
  name: 'new',
  meaning: 'new',
  swatch: ({ x, y, width, height }, colours) => [
    rect('flag', { x, y, width: Math.min(width, 16), height }, { fill: colours.changed.ink }),
    path(
      'sign',
      `M${decimal(x + Math.min(width, 16) / 2)} ${decimal(y + 1)}l5 ${decimal(height - 2)}h-10z`,
      {
        fill: colours.paper,
      },
    ),
  ],
  isIn: (shape) => shape.kind === 'path' && shape.key === 'delta',
}
