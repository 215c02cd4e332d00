import { describe, expect, it } from 'vitest'
import type { QueueContents } from '../../../shared/models/executor'
import { linearAddress } from '../../../shared/units'
import { queueChange, queueChanges } from './queue-changes'

const queue = (
  head: number,
  values: readonly number[],
  more: Partial<QueueContents> = {},
): QueueContents => ({
  name: 'CODES',
  role: 'input',
  address: linearAddress(0x1000n),
  capacity: 4,
  length: values.length,
  head,
  items: values.map((value) => ({ value: BigInt(value) })),
  ...more,
})

const values = (items: QueueContents['items'] | undefined) =>
  items?.map(({ value }) => Number(value))

describe('what was put into a queue', () => {
  it('is what is behind the old end', () => {
    expect(values(queueChange(queue(0, [1]), queue(0, [1, 2, 3]))?.added)).toEqual([2, 3])
  })

  it('is found though older items were taken out, and around the end of the ring', () => {
    expect(values(queueChange(queue(2, [1, 2]), queue(3, [2, 9]))?.added)).toEqual([9])
  })

  it('may still lie in its slot when it was taken out at once', () => {
    const after = queue(1, [], { taken: { value: 0x1en } })
    expect(values(queueChange(queue(0, []), after)?.added)).toEqual([0x1e])
  })

  it('is nothing where nothing changed, or where only something was taken out', () => {
    expect(queueChange(queue(0, [1]), queue(0, [1]))).toBeUndefined()
    expect(queueChange(queue(0, [1, 2]), queue(1, [2]))).toBeUndefined()
  })

  it('may have found no room', () => {
    const full = [1, 2, 3, 4]
    const change = queueChange(queue(0, full, { dropped: 1 }), queue(0, full, { dropped: 3 }))
    expect([values(change?.added), change?.dropped]).toEqual([[], 2])
  })

  it('is not told of a queue that was not there before', () => {
    expect(queueChange(undefined, queue(0, [1]))).toBeUndefined()
    expect(queueChanges([], [queue(0, [1])])).toEqual([])
  })
})
