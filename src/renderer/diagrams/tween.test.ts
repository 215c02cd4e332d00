import { describe, expect, it } from 'vitest'
import { group, rect, text } from './primitives/shapes'
import type { Circle, Group, Rect, Scene, Shape } from './scene'
import { tween, tweenDuration } from './tween'

const scene = (shapes: readonly Shape[], arrival?: Scene['arrival']): Scene => ({
  name: 'test',
  width: 100,
  height: 100,
  title: '',
  description: '',
  background: '#ffffff',
  shapes,
  ...(arrival ? { arrival } : {}),
})

const box = (x: number, fill = '#000000') =>
  rect('box', { x, y: 0, width: 10, height: 10 }, { fill })
const label = text('label', { x: 0, y: 0 }, 'stays', { size: 12, fill: '#000000' })
const route = [
  { x: 0, y: 0 },
  { x: 60, y: 0 },
  { x: 60, y: 40 },
]
const arrival = { route, fill: '#ffe45c', stroke: '#14181f' }

const find = <T extends Shape>(shapes: readonly Shape[], key: string): T =>
  shapes.find((shape) => shape.key === key) as T

describe('a tween', () => {
  it('begins and ends at the exact scenes', () => {
    const from = scene([box(0)])
    const to = scene([box(50)], arrival)
    expect(tween(from, to)(0)).toBe(from)
    expect(tween(from, to)(1)).toBe(to)
  })

  it('moves what both scenes have and leaves alone what did not change', () => {
    const frame = tween(scene([box(0), label]), scene([box(50), label]))(0.5)
    const { x } = find<Rect>(frame.shapes, 'box')
    expect(x).toBeGreaterThan(0)
    expect(x).toBeLessThan(50)
    expect(frame.shapes).toContain(label)
  })

  it('sends the marker along its route and takes it away on arrival', () => {
    const frameAt = tween(scene([]), scene([box(50)], arrival))
    const early = find<Circle>(frameAt(0.1).shapes, 'marker')
    const late = find<Circle>(frameAt(0.6).shapes, 'marker')
    expect(early.y).toBe(0)
    expect(late.x).toBe(60)
    expect(late.y).toBeGreaterThan(0)
    expect(frameAt(0.9).shapes.map(({ key }) => key)).toEqual(['box'])
  })

  it('lets nothing appear before the marker has arrived', () => {
    const frameAt = tween(scene([]), scene([box(50)], arrival))
    expect(find<Rect>(frameAt(0.5).shapes, 'box').opacity).toBe(0)
    expect(find<Rect>(frameAt(0.95).shapes, 'box').opacity).toBeGreaterThan(0.5)
  })

  it('changes how a shape looks when the marker arrives, inside groups too', () => {
    const frameAt = tween(
      scene([group('row', box(0, '#000000'))]),
      scene([group('row', box(0, '#ffe45c'))], arrival),
    )
    const fillAt = (time: number) =>
      find<Rect>(find<Group>(frameAt(time).shapes, 'row').children, 'box').fill
    expect(fillAt(0.5)).toBe('#000000')
    expect(fillAt(0.9)).toBe('#ffe45c')
  })

  it('fades out what is gone below what is new', () => {
    const old = rect('old', { x: 0, y: 0, width: 1, height: 1 }, {})
    const frame = tween(scene([old]), scene([box(0)]))(0.2)
    expect(frame.shapes.map(({ key }) => key)).toEqual(['old', 'box'])
    expect(find<Rect>(frame.shapes, 'old').opacity).toBeLessThan(1)
  })

  it('travels nowhere when the reader asked for less motion', () => {
    const options = { isMotionReduced: true }
    const frame = tween(scene([box(0)]), scene([box(50)], arrival), options)(0.5)
    expect(frame.shapes.map(({ key }) => key)).toEqual(['box'])
    expect(find<Rect>(frame.shapes, 'box').x).toBe(50)
    expect(tweenDuration(scene([], arrival), options)).toBe(80)
  })

  it('takes at most 1.8 seconds', () => {
    expect(tweenDuration(scene([], arrival))).toBeLessThanOrEqual(1800)
  })
})
