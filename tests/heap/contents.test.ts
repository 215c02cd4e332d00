/** What the observer of heaps says of the bytes in a block: of our kernel, and of others. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { HeapContents } from '../../src/shared/models/heap'
import { core } from '../boot/ringside'
import { imageUrl } from '../fixtures/heap/images'
import { recordHeap } from '../fixtures/heap/record'
import { SITUATIONS, type Situation } from '../fixtures/heap/situations'

const named = (name: string): Situation => {
  const found = SITUATIONS.find((one) => one.name === name)
  if (!found) throw new Error(`There is no situation ${name}.`)
  return found
}

function contentsIn(name: string, change: Partial<Situation> = {}): HeapContents | undefined {
  const situation = { ...named(name), ...change }
  return recordHeap(core, readFileSync(imageUrl(situation.image)), situation).heap.contents
}

const fieldsOf = (contents: HeapContents | undefined) =>
  Object.fromEntries((contents?.fields ?? []).map(({ name = '', ...field }) => [name, field]))

describe('a future in the heap', () => {
  it('keeps its variables, what it awaits, and where it stands', () => {
    const contents = contentsIn('self-reference')
    expect(contents?.type).toBe('ringside_kernel::shell::converse::{async_fn_env#0}')
    const fields = fieldsOf(contents)
    expect(fields['editor.length']?.text).toBe('0')
    expect(fields['awaited']?.text).toBe('Suspend0')
    expect(fields['state']?.text).toBe('Suspend0')
  })

  it('keeps a reference into its own block', () => {
    expect(fieldsOf(contentsIn('self-reference'))['temporary']?.lead).toEqual({
      ...{ kind: 'itself', offset: 0 },
    })
  })
})

it('says which block an element leads to, and leaves out the places that hold none', () => {
  const queue = fieldsOf(
    contentsIn('self-reference', { acts: [{ until: 'ring0> ' }, { select: 2 }] }),
  )
  expect(queue['[0].future']?.lead).toEqual({ kind: 'block', sequence: 1, offset: 0 })
  const node = fieldsOf(
    contentsIn('self-reference', { acts: [{ until: 'ring0> ' }, { select: 4 }] }),
  )
  expect(Object.keys(node).filter((name) => name.startsWith('keys'))).toEqual(['keys[0]'])
})

it('tells addresses alone where the type of a block is not known', () => {
  // A block that was freed twice is on the list twice: it names itself as the next one.
  const contents = contentsIn('raw-double-free')
  expect(contents?.type).toBeUndefined()
  expect(contents?.fields).toMatchObject([{ offset: 8, lead: { kind: 'itself', offset: 0 } }])
})

it('says nothing of a block that was given back, nor without names', () => {
  expect(contentsIn('raw-use-after-free')).toBeUndefined()
  expect(contentsIn('self-reference', { isStripped: true })).toBeUndefined()
})

it('reads the values of other kernels by their own types', () => {
  const fields = fieldsOf(contentsIn('foreign-chain'))
  expect(fields['vals[0]']?.text).toBe('"ring zero"')
  expect(fields['vals[0]']?.lead?.kind).toBe('block')
})
