import { describe, expect, it } from 'vitest'
import { circle, group, rect, text } from './primitives/shapes'
import type { Scene, Shape } from './scene'
import { sharingShapes } from './shared-shapes'

const BOX = { x: 1, y: 2, width: 30, height: 40 }

const sceneOf = (...shapes: Shape[]): Scene => ({
  ...{ name: 'test', width: 100, height: 100, title: '', description: '', background: '#fff' },
  shapes,
})
const table = (word: string) =>
  group(
    'table',
    group('row-0', rect('box', BOX, { fill: '#eee' })),
    group('row-1', text('word', { x: 1, y: 2 }, word, { size: 12, fill: '#000' })),
  )
const dot = circle('dot', { x: 1, y: 2 }, 3, { fill: '#f00' })

describe('a Scene of the shapes of the one before', () => {
  it('has all of them where nothing differs', () => {
    const before = sceneOf(table('one'), dot)
    expect(sharingShapes(sceneOf(table('one'), { ...dot }), before).shapes).toBe(before.shapes)
  })

  it('has what is equal beside what differs, and is what it was', () => {
    const before = sceneOf(dot, table('one'))
    const scene = sceneOf(table('two'), { ...dot })
    const shared = sharingShapes(scene, before)
    expect(shared).toEqual(scene)
    expect(shared.shapes[1]).toBe(dot)
    const rows = (of: Scene, index: number) => {
      const shape = of.shapes[index]
      return shape?.kind === 'group' ? shape.children : []
    }
    expect(rows(shared, 0)[0]).toBe(rows(before, 1)[0])
    expect(rows(shared, 0)[1]).not.toBe(rows(before, 1)[1])
  })

  it('keeps no group that has lost a child, has it elsewhere, or is seen through', () => {
    const [one, two] = [rect('one', BOX, {}), rect('two', BOX, {})]
    const before = sceneOf(group('pair', one, two))
    for (const other of [
      group('pair', { ...one }),
      group('pair', { ...two }, { ...one }),
      { ...group('pair', { ...one }, { ...two }), opacity: 0.5 },
    ]) {
      const scene = sceneOf(other)
      expect(sharingShapes(scene, before)).toEqual(scene)
    }
  })
})
