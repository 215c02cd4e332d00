import { describe, expect, it } from 'vitest'
import { createRecovery } from './recovery'

/** A host whose saves take as long as the test says. */
function setUp(saveTakes: number) {
  let now = 0
  let state = 'a'
  let waiting: { readonly at: number; readonly callback: () => void } | undefined
  const savedAt: number[] = []
  const timing = {
    now: () => now,
    schedule(callback: () => void, delay: number) {
      waiting = { at: now + delay, callback }
      return { cancel: () => (waiting = undefined) }
    },
  }
  const recovery = createRecovery(
    timing,
    () => state,
    () => {
      savedAt.push(now)
      now += saveTakes
    },
  )
  function pass(until: number): void {
    while (waiting && waiting.at <= until) {
      now = Math.max(now, waiting.at)
      const { callback } = waiting
      waiting = undefined
      callback()
    }
    now = until
  }
  return { recovery, savedAt, pass, change: (to: string) => (state = to) }
}

describe('the recovery', () => {
  it('saves what has changed, so often', () => {
    const { recovery, savedAt, pass, change } = setUp(1)
    recovery.every(4000)
    pass(9000)
    change('b')
    pass(13_000)
    expect(savedAt).toEqual([4000, 12_001])
  })

  it('takes no more than a fiftieth of the time, where that loses less than five seconds', () => {
    const { recovery, savedAt, pass, change } = setUp(70)
    recovery.every(3000)
    pass(3000)
    change('b')
    pass(6569)
    expect(savedAt).toEqual([3000])
    pass(6570)
    expect(savedAt).toEqual([3000, 6570])
  })

  it('loses no more than five seconds, whatever it takes', () => {
    const { recovery, savedAt, pass, change } = setUp(500)
    recovery.every(3000)
    pass(3000)
    change('b')
    pass(7500)
    expect(savedAt).toEqual([3000, 7500])
  })
})
