import { expect, it } from 'vitest'
import type { Heap } from '../../shared/models/heap'
import type { Situation } from '../../shared/models/situation'
import { allocations } from './allocations'
import { plainExplanation } from './explanation'

it('says of an allocator that never had memory that it needs some, not that there is too little', () => {
  const request = { sequence: 1, kind: 'alloc', size: 4, alignment: 4, site: {}, isRefused: true }
  const heap = {
    allocator: { design: 'unknown' },
    counts: { allocated: 0, refused: 1 },
    requests: [request],
    history: [],
  } as unknown as Heap
  const [answer] = allocations({ heap } as Situation)
  const text = answer && plainExplanation({ ...answer, subject: 'machine' })
  expect(text).toContain('the allocator has shown no memory at all')
  expect(text).toContain('handed to the allocator before the first request')
  expect(text).not.toContain('larger heap')
})
