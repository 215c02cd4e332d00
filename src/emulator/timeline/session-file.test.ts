import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { instant } from '../../shared/units'
import { encodeUtf8 } from '../memory/byte-reader'
import { decodeSession, encodeSession, SessionFileError, type SavedSession } from './session-file'

const session: SavedSession = {
  name: 'kernel.elf',
  image: Uint8Array.from({ length: 5000 }, (_, index) => (index * 7) % 256),
  commandLine: 'scenario=timer',
  memorySize: 1 << 27,
  branches: [
    {
      forkedAt: instant(0),
      end: instant(9_000),
      inputs: [{ instant: instant(5), input: { type: 'keys', scanCodes: [30, 158] } }],
    },
    {
      parent: 0,
      forkedAt: instant(400),
      end: instant(500),
      inputs: [{ instant: instant(450), input: { type: 'serial', bytes: [10] } }],
    },
  ],
  present: 1,
  now: instant(480),
  stateHash: '0123456789abcdef',
}

/** The session as an archive, with some fields of its text replaced. */
function archive(change: object): Uint8Array {
  const { image, ...rest } = session
  const fields = {
    format: 'ringside-session',
    version: 1,
    ...rest,
    image: { sha256: bytesToHex(sha256(image)) },
    ...change,
  }
  return zipSync({ 'session.json': encodeUtf8(JSON.stringify(fields)), 'image.elf': image })
}

/** A deterministic source of damage. */
function* scatter(limit: number): Generator<number> {
  for (let state = 99; ; state = (state * 1103515245 + 12345) % 2 ** 31) yield state % limit
}

describe('a session file', () => {
  it('gives back what was saved', () => {
    expect(decodeSession(encodeSession(session))).toEqual(session)
  })

  it('is the same file for the same session', () => {
    expect(encodeSession(session)).toEqual(encodeSession({ ...session }))
  })

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a text', encodeUtf8('hello')],
    ['another archive', zipSync({ 'readme.txt': encodeUtf8('hello') })],
    ['an archive of another format', zipSync({ 'session.json': encodeUtf8('{"format":"x"}') })],
    ['an archive whose text is no object', zipSync({ 'session.json': encodeUtf8('[1]') })],
  ])('refuses %s, with a reason', (_, bytes) => {
    expect(() => decodeSession(bytes)).toThrow(SessionFileError)
  })

  it('refuses a later version by its number', () => {
    const later = zipSync({
      'session.json': encodeUtf8('{"format":"ringside-session","version":7}'),
    })
    expect(() => decodeSession(later)).toThrow('version 7')
  })

  it('reads one that was written by hand', () => {
    expect(decodeSession(archive({}))).toEqual(session)
  })

  it.each([
    ['an image that was changed', { image: { sha256: '00' } }],
    ['a branch that ends before it begins', { branches: [{ forkedAt: 5, end: 4, inputs: [] }] }],
    [
      'a branch that is its own parent',
      { branches: [session.branches[0], { ...session.branches[1], parent: 1 }] },
    ],
    ['no branch', { branches: [] }],
    ['a present branch that is not there', { present: 2 }],
    [
      'inputs out of order',
      {
        branches: [
          {
            forkedAt: 0,
            end: 9,
            inputs: [
              { instant: 4, input: { type: 'keys', scanCodes: [] } },
              { instant: 3, input: { type: 'keys', scanCodes: [] } },
            ],
          },
        ],
      },
    ],
    [
      'a byte that is none',
      {
        branches: [
          {
            forkedAt: 0,
            end: 9,
            inputs: [{ instant: 4, input: { type: 'keys', scanCodes: [256] } }],
          },
        ],
      },
    ],
    ['an instant that is no whole number', { now: 1.5 }],
  ])('refuses %s', (_, change) => {
    const bytes = archive(change)
    expect(() => decodeSession(bytes)).toThrow(SessionFileError)
  })

  it('refuses or reads every damaged file, and throws nothing else', () => {
    const whole = encodeSession(session)
    const random = scatter(whole.length * 8)
    for (let round = 0; round < 3000; round++) {
      const at = random.next().value as number
      const damaged = round % 2 ? whole.slice(0, at >> 3) : whole.slice()
      if (round % 2 === 0) damaged[at >> 3] = (damaged[at >> 3] ?? 0) ^ (1 << (at & 7))
      try {
        decodeSession(damaged)
      } catch (error) {
        expect(error).toBeInstanceOf(SessionFileError)
      }
    }
  })
})
