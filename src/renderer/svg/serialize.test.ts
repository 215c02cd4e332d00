import { describe, expect, it } from 'vitest'
import { circle, group, rect, text } from '../diagrams/primitives/shapes'
import type { Scene, Shape } from '../diagrams/scene'
import { serializeScene } from './serialize'

const scene = (...shapes: Shape[]): Scene => ({
  name: 'demo',
  width: 40,
  height: 30,
  title: 'A < B & C',
  description: 'Two "values".',
  background: '#ffffff',
  shapes,
})

const linesOf = (...shapes: Shape[]) => serializeScene(scene(...shapes)).split('\n')

describe('the serialiser', () => {
  it('names the drawing for those who hear it, and escapes what XML reserves', () => {
    const [root, title, description] = linesOf()
    expect(root).toContain('role="img" aria-labelledby="demo.title demo.desc"')
    expect(title).toBe('<title id="demo.title">A &lt; B &amp; C</title>')
    expect(description).toBe('<desc id="demo.desc">Two &quot;values&quot;.</desc>')
  })

  it('writes one shape a line, with ids from keys and two decimals', () => {
    const shapes = group('table.entry-3', rect('box', { x: 1 / 3, y: 2, width: 3, height: 4 }, {}))
    expect(linesOf(shapes).slice(4, 7)).toEqual([
      '<g id="demo.table.entry-3">',
      '<rect x="0.33" y="2" width="3" height="4" fill="none"/>',
      '</g>',
    ])
  })

  it('writes one run as plain text and several as tspans that push each other', () => {
    const style = { size: 10, fill: '#000000' }
    const plain = text('a', { x: 1, y: 2 }, 'CR3', style)
    const mixed = text(
      'b',
      { x: 1, y: 2 },
      [{ text: 'CR3' }, { text: '0x1', font: 'mono', gap: 4 }],
      style,
    )
    const [first = '', second = ''] = linesOf(plain, mixed).slice(4)
    expect(first).toBe('<text x="1" y="2" font-size="10" fill="#000000">CR3</text>')
    expect(second).toContain(
      '<tspan dx="4" font-size="10" font-family="&apos;'.replace('&apos;', "'"),
    )
  })

  it('uses nothing but elements and attributes that every importer keeps', () => {
    const style = { size: 10, fill: '#000000' }
    const svg = serializeScene(
      scene(
        circle('c', { x: 1, y: 1 }, 2, { fill: '#123456', stroke: '#000000', strokeWidth: 1 }),
        text('t', { x: 0, y: 0 }, 'P', style),
      ),
    )
    const elements = new Set([...svg.matchAll(/<([a-z]+)/g)].map(([, name]) => name))
    const allowed = ['svg', 'title', 'desc', 'g', 'rect', 'path', 'circle', 'text', 'tspan']
    expect([...elements].filter((name) => name !== undefined && !allowed.includes(name))).toEqual(
      [],
    )
    expect(svg).not.toMatch(/ (class|style|transform|href)=/)
  })
})
