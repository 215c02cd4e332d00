// @vitest-environment jsdom
/** The player of steps: one after the other, interruptible, ending with the whole. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { createStepPlayer } from './step-player'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('createStepPlayer', () => {
  it('shows the whole until told otherwise', () => {
    expect(createStepPlayer(ref(6)).step.value).toBeUndefined()
  })

  it('plays every step in order and ends with the whole', () => {
    const player = createStepPlayer(ref(3))
    const seen: (number | undefined)[] = []
    player.play()
    do {
      seen.push(player.step.value)
      vi.advanceTimersToNextTimer()
    } while (player.isPlaying.value)
    expect([...seen, player.step.value]).toEqual([0, 1, 2, undefined])
  })

  it('finishes at once on request, and nothing follows', () => {
    const player = createStepPlayer(ref(3))
    player.play()
    vi.advanceTimersToNextTimer()
    player.finish()
    expect([player.step.value, player.isPlaying.value]).toEqual([undefined, false])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('moves by hand from the whole backwards, and not beyond either end', () => {
    const player = createStepPlayer(ref(3))
    player.move(-1)
    expect(player.step.value).toBe(2)
    for (let i = 0; i < 5; i++) player.move(-1)
    expect(player.step.value).toBe(0)
    for (let i = 0; i < 5; i++) player.move(1)
    expect(player.step.value).toBeUndefined()
  })
})
