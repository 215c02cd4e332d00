import { describe, expect, it } from 'vitest'
import type { ExceptionDelivered, ExceptionReturned } from '../../../shared/events'
import { instant, linearAddress, vector } from '../../../shared/units'
import { afterDelivery, afterReturn, type HandlerFrame } from './interrupt-frames'

const delivered = (at: number, stack: bigint) =>
  ({
    vector: vector(33),
    instant: instant(at),
    rspAfter: linearAddress(stack),
  }) as ExceptionDelivered

const returned = (stack: bigint) => ({ rspBefore: linearAddress(stack) }) as ExceptionReturned

const frames = [delivered(1, 0x1000n), delivered(2, 0x800n)].reduce<readonly HandlerFrame[]>(
  (known, event) => afterDelivery(known, event, 1),
  [],
)

describe('handlers under way', () => {
  it('end in the reverse order of their beginnings', () => {
    const { ended, left } = afterReturn(frames, returned(0x800n))
    expect(ended?.enteredAt).toBe(2)
    expect(left.map(({ enteredAt }) => enteredAt)).toEqual([1])
  })

  it('end though an error code was taken off the stack before', () => {
    expect(afterReturn(frames, returned(0x808n)).ended?.enteredAt).toBe(2)
  })

  it('are all left when one further out returns', () => {
    const { ended, left } = afterReturn(frames, returned(0x1000n))
    expect([ended?.enteredAt, left.length]).toEqual([1, 0])
  })

  it('are not ended by a return to user code that nobody interrupted', () => {
    expect(afterReturn(frames, returned(0x4000n))).toEqual({ ended: undefined, left: frames })
  })

  it('are bounded', () => {
    const many = Array.from({ length: 1_000 }, (_, at) => delivered(at, 0x1000n))
    const kept = many.reduce<readonly HandlerFrame[]>((k, event) => afterDelivery(k, event, 1), [])
    expect(kept.length).toBeLessThan(100)
  })
})
