import { describe, expect, it } from 'vitest'
import type { Shape } from '../scene'
import { shapesOf } from '../scene'
import { palettes } from '../tokens/tokens'
import { ghostPattern } from './key-patterns'
import { withKey } from './picture-key'
import { group, rect, text } from './shapes'

const colours = palettes.light
const place = { x: 0, y: 100, width: 600, lines: 1, size: 12 }
const words = (content: string) =>
  text(content, { x: 0, y: 0 }, content, { size: 12, fill: colours.ink })

const keyIn = (shapes: readonly Shape[]): string[] =>
  [...shapesOf(shapes.filter(({ key }) => key === 'key'))].flatMap((shape) =>
    shape.kind === 'text' ? [shape.runs.map((run) => run.text).join(' ')] : [],
  )

describe('the key of a picture', () => {
  it('names the abbreviations that occur, and no other', () => {
    const shapes = withKey([words('IRR bit 1 = 1')], ['IMR', 'IRR'], place, colours)
    expect(keyIn(shapes)).toEqual(['IRR interrupt request register'])
  })

  it('knows a numbered name and a flag with a slash', () => {
    const shapes = withKey([words('TSS.IST1'), words('R/W')], ['R/W', 'IST'], place, colours)
    expect(keyIn(shapes)).toEqual(['R/W read/write', 'IST interrupt stack table'])
  })

  it('names a pattern where it is drawn', () => {
    const ghost = rect(
      'ghost',
      { x: 0, y: 0, width: 9, height: 9 },
      { fill: colours.ghostFill, dash: '5 4' },
    )
    const items = [ghostPattern('not come to')]
    expect(keyIn(withKey([group('part', ghost)], items, place, colours))).toEqual(['not come to'])
    expect(keyIn(withKey([words('none')], items, place, colours))).toEqual([])
  })

  it('leaves out what the lines have no room for, and all of it without a place', () => {
    const picture = [words('IRR, IMR, ISR')]
    const items = ['IRR', 'IMR', 'ISR'] as const
    expect(keyIn(withKey(picture, items, { ...place, width: 300 }, colours))).toHaveLength(1)
    expect(withKey(picture, items, undefined, colours)).toBe(picture)
  })
})
