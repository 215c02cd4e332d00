import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { instant, linearAddress } from '../../shared/units'
import { encodeUtf8 } from '../memory/byte-reader'
import { decodeSession, encodeSession, SessionFileError, type SavedSession } from './session-file'

const session: SavedSession = {
  name: 'kernel.elf',
  image: Uint8Array.from({ length: 5000 }, (_, index) => (index * 7) % 256),
  commandLine: 'scenario=timer',
  memorySize: 1 << 27,
  branches: [
    {
      id: 0,
      forkedAt: instant(0),
      end: instant(9_000),
      inputs: [{ instant: instant(5), input: { type: 'keys', scanCodes: [30, 158] } }],
    },
    {
      id: 3,
      parent: 0,
      forkedAt: instant(400),
      end: instant(500),
      change: 'RAX = 5',
      name: 'five',
      inputs: [
        { instant: instant(400), input: { type: 'set-register', register: 'RAX', value: 5n } },
        {
          instant: instant(420),
          input: {
            type: 'set-memory',
            space: 'linear',
            address: 0xffff_8000_0000_1000n,
            bytes: [1, 2],
            mask: [0x0f, 0xff],
          },
        },
        {
          instant: instant(421),
          input: { type: 'invalidate-page', address: linearAddress(0x1000n) },
        },
        { instant: instant(450), input: { type: 'serial', bytes: [10] } },
      ],
    },
  ],
  present: 3,
  now: instant(480),
  stateHash: '0123456789abcdef',
  bookmarks: [{ name: 'here', branch: 3, instant: instant(410) }],
  breakpoints: [
    { place: { type: 'address', address: linearAddress(0xffff_ffff_8010_0000n) }, isEnabled: true },
    { place: { type: 'function', name: 'kernel_main' }, isEnabled: false },
    {
      place: { type: 'line', source: { file: 'src/main.rs', directory: '/k' }, line: 12 },
      isEnabled: true,
    },
    { place: { type: 'query', query: 'each fault PF' }, isEnabled: true },
  ],
}

/** As version 1 wrote a branch: known by its place, and with keys and bytes alone. */
const VERSION_1 = {
  version: 1,
  branches: [
    { forkedAt: 0, end: 9_000, inputs: [] },
    {
      parent: 0,
      forkedAt: 400,
      end: 500,
      inputs: [{ instant: 450, input: { type: 'serial', bytes: [10] } }],
    },
  ],
  present: 1,
  bookmarks: undefined,
}

/** The session as an archive, with some fields of its text replaced. */
function archive(change: object): Uint8Array {
  const { image, ...rest } = session
  const fields = {
    format: 'ringside-session',
    version: 2,
    ...rest,
    branches: [{ id: 0, forkedAt: 0, end: 9, inputs: [] }],
    present: 0,
    bookmarks: [],
    breakpoints: undefined,
    image: { sha256: bytesToHex(sha256(image)) },
    ...change,
  }
  return zipSync({ 'session.json': encodeUtf8(JSON.stringify(fields)), 'image.elf': image })
}

const ONE = { id: 0, forkedAt: 0, end: 9, inputs: [] }
const withInput = (input: object) => ({ branches: [{ ...ONE, inputs: [{ instant: 4, input }] }] })

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
    const branches = [{ id: 0, forkedAt: 0, end: 9, inputs: [] }]
    const nothing = { bookmarks: [], breakpoints: [] }
    expect(decodeSession(archive({}))).toEqual({ ...session, branches, present: 0, ...nothing })
  })

  it('reads version 1', () => {
    expect(decodeSession(archive(VERSION_1))).toMatchObject({
      branches: [
        { id: 0, forkedAt: 0, end: 9_000 },
        { id: 1, parent: 0, inputs: VERSION_1.branches[1]?.inputs },
      ],
      present: 1,
      bookmarks: [],
    })
  })

  it.each([
    ['an image that was changed', { image: { sha256: '00' } }],
    ['a branch that ends before it begins', { branches: [{ forkedAt: 5, end: 4, inputs: [] }] }],
    ['a branch that is its own parent', { branches: [ONE, { ...ONE, id: 3, parent: 3 }] }],
    ['two branches of one id', { branches: [ONE, { ...ONE, parent: 0 }] }],
    ['a second branch without a parent', { branches: [ONE, { ...ONE, id: 1 }] }],
    ['no branch', { branches: [] }],
    [
      'a bookmark on a branch that is not there',
      { bookmarks: [{ name: '', branch: 9, instant: 1 }] },
    ],
    [
      'a register that cannot be set',
      withInput({ type: 'set-register', register: 'TR', value: '0x1' }),
    ],
    [
      'a value of more than 64 bits',
      withInput({ type: 'set-register', register: 'RAX', value: `0x1${'0'.repeat(16)}` }),
    ],
    ['a value that is a number', withInput({ type: 'set-register', register: 'RAX', value: 5 })],
    ['an unknown input', withInput({ type: 'toString' })],
    [
      'an unknown space',
      withInput({ type: 'set-memory', space: 'outer', address: '0x0', bytes: [] }),
    ],
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
    [
      'a breakpoint at no place',
      { breakpoints: [{ type: 'line', source: {}, line: 3, isEnabled: true }] },
    ],
    [
      'a breakpoint beyond 64 bits',
      { breakpoints: [{ type: 'address', address: `0x1${'0'.repeat(16)}`, isEnabled: true }] },
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
