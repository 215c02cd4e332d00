import { describe, expect, it } from 'vitest'
import { text } from '../../diagrams/primitives/shapes'
import type { Path, Scene, Shape } from '../../diagrams/scene'
import { outlinedScene } from './outlined'

const sceneOf = (shape: Shape): Scene => ({
  name: 'test',
  width: 100,
  height: 100,
  title: '',
  description: '',
  background: '#ffffff',
  shapes: [shape],
})

/** Every point of a path of `M`, `l`, `q` and `z`. */
function pointsOf({ data }: Path): { x: number; y: number }[] {
  const points: { x: number; y: number }[] = []
  for (const [, command = '', numbers = ''] of data.matchAll(/([Mlq])([^Mlqz]*)/g)) {
    const values = numbers.trim().split(' ').map(Number)
    const from = command === 'M' ? { x: 0, y: 0 } : (points.at(-1) ?? { x: 0, y: 0 })
    const ends = command === 'q' ? [0, 2] : [0]
    for (const at of ends) {
      points.push({ x: from.x + (values[at] ?? NaN), y: from.y + (values[at + 1] ?? NaN) })
    }
  }
  return points
}

const style = { size: 20, font: 'mono', fill: '#123456' } as const

describe('text as outlines', () => {
  it.each([
    ['start', 50, 62],
    ['middle', 44, 56],
    ['end', 38, 50],
  ] as const)('stands where the text stood, anchored at its %s', (anchor, left, right) => {
    const [path] = outlinedScene(
      sceneOf(text('t', { x: 50, y: 40 }, 'H', { ...style, anchor })),
    ).shapes
    const points = pointsOf(path as Path)
    const xs = points.map(({ x }) => x)
    const ys = points.map(({ y }) => y)
    expect(Math.min(...xs)).toBeGreaterThan(left)
    expect(Math.max(...xs)).toBeLessThan(right)
    expect(Math.max(...ys)).toBeCloseTo(40, 1)
    expect(Math.min(...ys)).toBeCloseTo(40 - 0.73 * 20, 1)
  })

  it('keeps the colour and the gap of each run', () => {
    const runs = [{ text: 'H' }, { text: 'H', fill: '#654321', gap: 30 }]
    const paths = outlinedScene(sceneOf(text('t', { x: 0, y: 40 }, runs, style))).shapes as Path[]
    expect(paths.map(({ key, fill }) => [key, fill])).toEqual([
      ['t-1', '#123456'],
      ['t-2', '#654321'],
    ])
    const [first = 0, second = 0] = paths.map((path) =>
      Math.min(...pointsOf(path).map(({ x }) => x)),
    )
    expect(second - first).toBeCloseTo(12 + 30, 1)
  })

  it('leaves text with an unknown character as text', () => {
    const shape = text('t', { x: 0, y: 0 }, 'π', style)
    expect(outlinedScene(sceneOf(shape)).shapes).toEqual([shape])
  })
})
