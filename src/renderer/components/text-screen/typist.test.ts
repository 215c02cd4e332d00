/** Pasted text arrives whole, in order, and no faster than a guest can read. */
import { describe, expect, it } from 'vitest'
import { typeText } from '../../../shared/scan-codes'
import { createTypist } from './typist'

function setUp() {
  const bursts: (readonly number[])[] = []
  const timers: (() => void)[] = []
  const typist = createTypist(
    (codes) => bursts.push(codes),
    (callback) => timers.push(callback),
  )
  const passTime = () => {
    while (timers.length > 0) timers.shift()?.()
  }
  return { typist, bursts, timers, passTime }
}

describe('the typist', () => {
  it('types all of a text in order', () => {
    const { typist, bursts, passTime } = setUp()
    typist.type('Walk 0xB8000\r\nheap')
    passTime()
    expect(bursts.flat()).toEqual(typeText('Walk 0xB8000\nheap'))
  })

  it('sends a few characters at a time', () => {
    const { typist, bursts } = setUp()
    typist.type('x'.repeat(1000))
    expect(bursts).toHaveLength(1)
    expect(bursts[0]).toEqual(typeText('xxxx'))
  })

  it('types a second text after the first', () => {
    const { typist, bursts, timers, passTime } = setUp()
    typist.type('first ')
    typist.type('second')
    expect(timers).toHaveLength(1)
    passTime()
    expect(bursts.flat()).toEqual(typeText('first second'))
  })

  it('stops when told to, and can begin again', () => {
    const { typist, bursts, passTime } = setUp()
    typist.type('x'.repeat(1000))
    typist.stop()
    passTime()
    expect(bursts).toHaveLength(1)
    typist.type('y')
    passTime()
    expect(bursts.at(-1)).toEqual(typeText('y'))
  })

  it('does not type a book', () => {
    const { typist, bursts, passTime } = setUp()
    typist.type('x'.repeat(100_000))
    passTime()
    expect(bursts.flat().length).toBe(typeText('x'.repeat(4096)).length)
  })
})
