import { describe, expect, it } from 'vitest'
import { createPollStack, type PollCalled } from './poll-stack'

const called = (frame: bigint, address = 0x900n, returnAddress = 0x700n): PollCalled => ({
  frame,
  address,
  returnAddress,
})

describe('polls under way', () => {
  it('are tasks only where no other poll is around them', () => {
    const polls = createPollStack()
    polls.enter({ future: 1n, ...called(0x100n) })
    polls.enter(called(0x80n))
    expect(polls.depth()).toBe(2)
    expect(polls.outermost()?.future).toBe(1n)
    expect(polls.leave(0x80n)).toBeUndefined()
    expect(polls.leave(0x100n)?.future).toBe(1n)
    expect(polls.outermost()).toBeUndefined()
  })

  it('are over when something is called from above their frames', () => {
    const polls = createPollStack()
    polls.enter({ future: 1n, ...called(0x100n) })
    expect(polls.leaveGone(called(0x80n))).toEqual([])
    expect(polls.leaveGone(called(0x100n)).map(({ future }) => future)).toEqual([1n])
    expect(polls.outermost()).toBeUndefined()
  })

  it('go on when they end in a jump to the poll of a future inside, which returns for both', () => {
    const polls = createPollStack()
    polls.enter({ future: 1n, ...called(0x100n) })
    expect(polls.leaveGone(called(0x100n, 0x950n))).toEqual([])
    polls.enter(called(0x100n, 0x950n))
    expect(polls.depth()).toBe(2)
    expect(polls.leave(0x100n)?.future).toBe(1n)
    expect(polls.leave(0x100n)).toBeUndefined()
  })

  it('are over when the same function, or another caller, has their frame', () => {
    const polls = createPollStack()
    polls.enter({ future: 1n, ...called(0x100n) })
    expect(polls.leaveGone(called(0x100n, 0x950n, 0x740n))).toHaveLength(1)
    polls.enter({ future: 2n, ...called(0x100n) })
    expect(polls.leaveGone(called(0x100n))).toHaveLength(1)
  })

  it('pass over returns that nobody waits for', () => {
    const polls = createPollStack()
    expect(polls.leave(0x40n)).toBeUndefined()
  })
})
