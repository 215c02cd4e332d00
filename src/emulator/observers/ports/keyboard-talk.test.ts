/** What the keyboard is in the middle of is one number of 32 bits, and nothing of it is lost. */
import { expect, it } from 'vitest'
import { packTalk, unpackTalk, type Talk } from './keyboard-talk'

const FULL: Talk = {
  awaits: 0xd4,
  answers: 0xff,
  command: 0xf0,
  left: 3,
  isAcknowledged: 1,
  extended: 1,
  ofPause: 2,
  isBreak: 1,
  isRaw: 1,
}

it('fits into 32 bits without a sign', () => {
  expect(packTalk(FULL)).toBe(0xeff0_ffd4)
  expect(unpackTalk(packTalk(FULL))).toEqual(FULL)
})
