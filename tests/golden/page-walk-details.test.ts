/** What can be said of each box of a page walk, and where it leads. */
import { describe, expect, it } from 'vitest'
import { diagramOfPageWalk } from '../../src/renderer/diagrams/page-walk/diagram'
import { shapesOf } from '../../src/renderer/diagrams/scene'
import { recordedWalk, recordedWalkNames } from '../gallery/recorded-walks'
import { WINDOW_1280 } from '../gallery/layouts'

function boxesOf(name: string) {
  const diagram = diagramOfPageWalk(recordedWalk(name), true)
  const scene = diagram.draw({ theme: 'light', density: 'laptop', size: WINDOW_1280 })
  const keys = [...shapesOf(scene.shapes)]
    .filter(({ kind }) => kind === 'group')
    .map(({ key }) => key)
  return { keys, detail: (key: string) => diagram.detail?.(key) }
}

describe('the boxes of a page walk', () => {
  it.each(recordedWalkNames())('lead only to boxes that are drawn: %s', (name) => {
    const { keys, detail } = boxesOf(name)
    for (const key of keys) {
      const to = detail(key)?.box
      if (to !== undefined) expect(keys, `${key} leads to ${to}`).toContain(to)
    }
  })

  it('lead from CR3 through every table to the byte', () => {
    const { detail } = boxesOf('4-kib')
    const way = ['cr3']
    for (let next = detail('cr3')?.box; next !== undefined; next = detail(next)?.box)
      way.push(next.replace(/\d+$/, ''))
    expect(way).toEqual([
      'cr3',
      ...['pml4', 'pdpt', 'pd', 'pt', 'offset'].flatMap((table) => [
        `${table}.header`,
        `${table}.entry-`,
      ]),
    ])
  })

  it('name the flags of an entry, each where it lies in memory', () => {
    const walk = recordedWalk('4-kib')
    const [entry] = walk.levels
    const { detail } = boxesOf('4-kib')
    const { fields, bytes } = detail(`pml4.entry-${entry?.index}`) ?? {}
    expect(bytes).toEqual({ space: 'physical', address: entry?.address, length: 8 })
    const whole = (fields ?? []).reduce((sum, { value, bits }) => {
      const at = 8n * ((bits?.address ?? 0n) - (entry?.address ?? 0n)) + BigInt(bits?.low ?? 0)
      return sum | (BigInt(value) << at)
    }, 0n)
    expect(whole).toBe((entry?.written ?? 0n) & 0x8000_0000_0000_01ffn)
  })

  it('offer the walk through another entry of a table', () => {
    const { keys, detail } = boxesOf('4-kib')
    const upper = keys.find((key) => key === 'pml4.entry-511')
    expect(detail(upper ?? '')?.translate).toBe(0xffff_ff80_0000_0000n)
    expect(detail('pml4.entry-0')?.translate).toBe(0n)
  })
})
