import { expect, it } from 'vitest'
import type { Diagram } from './diagram'
import { keyWords } from './key-words'
import { withKey } from './primitives/picture-key'
import { ghostPattern } from './primitives/key-patterns'
import { rect, text } from './primitives/shapes'
import { palettes } from './tokens/tokens'

const colours = palettes.light
const box = { x: 0, y: 0, width: 9, height: 9 }

/** A drawing with a key as wide as it is itself, or with none. */
const diagram = (hasKey: boolean) =>
  ({
    draw: ({ size = { width: 100, height: 100 } }) => ({
      shapes: withKey(
        [
          text('bits', { x: 0, y: 0 }, 'IRR and ISR', { size: 12, fill: colours.ink }),
          rect('ghost', box, { fill: colours.ghostFill, dash: '5 4' }),
        ],
        ['IRR', 'IMR', 'ISR', ghostPattern('not come to')],
        hasKey ? { x: 0, y: 0, width: size.width, lines: 1, size: 12 } : undefined,
        colours,
      ),
    }),
  }) as unknown as Diagram

it('tells every abbreviation of a drawing, also where its window has no room for them', () => {
  expect(keyWords(diagram(true))).toEqual([
    { name: 'IRR', meaning: 'interrupt request register' },
    { name: 'ISR', meaning: 'in-service register' },
  ])
})

it('tells nothing of a drawing without a key', () => {
  expect(keyWords(diagram(false))).toEqual([])
})
