import { describe, expect, it } from 'vitest'
import { createPollStack } from './poll-stack'

describe('polls under way', () => {
  it('are tasks only where no other poll is around them', () => {
    const polls = createPollStack()
    polls.enter({ future: 1n, frame: 0x100n })
    polls.enter({ frame: 0x80n })
    expect(polls.depth()).toBe(2)
    expect(polls.outermost()?.future).toBe(1n)
    expect(polls.leave(0x80n)).toBeUndefined()
    expect(polls.leave(0x100n)?.future).toBe(1n)
    expect(polls.outermost()).toBeUndefined()
  })

  it('are over when something is called from above their frames', () => {
    const polls = createPollStack()
    polls.enter({ future: 1n, frame: 0x100n })
    expect(polls.leaveGone(0x80n)).toEqual([])
    expect(polls.leaveGone(0x100n).map(({ future }) => future)).toEqual([1n])
    expect(polls.outermost()).toBeUndefined()
  })

  it('pass over returns that nobody waits for', () => {
    const polls = createPollStack()
    expect(polls.leave(0x40n)).toBeUndefined()
  })
})
