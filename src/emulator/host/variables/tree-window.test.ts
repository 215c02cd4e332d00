/** The rows in view are what one would see of the whole tree written out. */
import { describe, expect, it } from 'vitest'
import { windowOf, type RowPlace, type TreeItem } from './tree-window'

interface Plain {
  readonly name: string
  readonly parts: readonly Plain[]
}

let made = 0

function itemOf({ name, parts }: Plain): TreeItem<RowPlace> {
  return {
    step: name,
    count: () => parts.length,
    item(index) {
      const part = parts[index]
      return part && itemOf(part)
    },
    indexOf(step) {
      const index = parts.findIndex((part) => part.name === step)
      return index < 0 ? undefined : index
    },
    row(place) {
      made += 1
      return place
    },
  }
}

/** All rows, by the plain way. */
function written(parts: readonly Plain[], opened: ReadonlySet<string>, prefix = ''): string[] {
  return parts.flatMap((part) => {
    const key = prefix + part.name
    const inner = opened.has(key) ? written(part.parts, opened, `${key}\t`) : []
    return [key, ...inner]
  })
}

/** Numbers that are the same in every run. */
function createRandom(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % below
  }
}

function grow(random: (below: number) => number, depth: number): Plain[] {
  return Array.from({ length: depth === 0 ? 0 : random(7) }, (_, index) => ({
    name: `${index}`,
    parts: grow(random, depth - 1),
  }))
}

const keysOf = (parts: readonly Plain[], prefix = ''): string[] =>
  parts.flatMap((part) => [prefix + part.name, ...keysOf(part.parts, `${prefix}${part.name}\t`)])

describe('a window on a tree', () => {
  it('shows what the whole tree written out shows there, whatever is open', () => {
    const random = createRandom(4)
    for (let round = 0; round < 300; round++) {
      const parts = grow(random, 4)
      const keys = keysOf(parts).filter(() => random(2) === 0)
      const all = written(parts, new Set(keys))
      const window = { first: random(all.length + 3), count: random(20) }
      // Keys of rows that are not there do no harm.
      const { total, rows } = windowOf(itemOf({ name: '', parts }), [...keys, '9\t9'], window)
      expect(total).toBe(all.length)
      expect(rows.map(({ key }) => key)).toEqual(
        all.slice(window.first, window.first + window.count),
      )
    }
  })

  it('makes no row that is not in view', () => {
    const parts = Array.from({ length: 100_000 }, (_, index) => ({ name: `${index}`, parts: [] }))
    made = 0
    const { total } = windowOf(itemOf({ name: '', parts }), [], { first: 50_000, count: 30 })
    expect(total).toBe(100_000)
    expect(made).toBe(30)
  })

  it('says where a row stands among those beside it', () => {
    const parts = [{ name: 'a', parts: [{ name: 'b', parts: [] }] }]
    const { rows } = windowOf(itemOf({ name: '', parts }), ['a'], { first: 0, count: 9 })
    expect(rows).toEqual([
      { key: 'a', level: 1, canOpen: true, isOpen: true, position: 1, setSize: 1 },
      { key: 'a\tb', level: 2, canOpen: false, isOpen: false, position: 1, setSize: 1 },
    ])
  })
})
