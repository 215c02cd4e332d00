import { describe, expect, it } from 'vitest'
import { parseExpression, parseQuery } from '../../shared/query/parse'
import { QueryError } from '../../shared/query/query-error'
import { instant } from '../../shared/units'
import { evaluate } from './evaluate'
import type { EventRecord, Fields, Value } from './event-record'
import { findAll } from './matcher'
import { emptyContext, type QueryContext } from './query-context'

const event = (at: number, kind: string, fields: Fields = {}, ...words: string[]): EventRecord => ({
  kind,
  arguments: words,
  fields,
  instant: instant(at),
  order: 0,
})

const fault = event(30, 'fault', {
  vec: 14n,
  err: 2n,
  cr2: 0x8060_4567n,
  rip: 0x1000n,
  access: 'w',
  during: 'insn',
})

const history = [
  event(10, 'reg', { old: 0x10n, new: 0x8000_0011n, set: 0x8000_0001n }, 'cr0'),
  event(20, 'fault', { vec: 0n, rip: 0x900n }),
  fault,
  event(40, 'walk', { va: 0xb_8000n, stop: 2n, steps: [1n, 2n, 3n], size: '2m' }),
]

const memory = Uint8Array.of(0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88)
const kernel = { region: 'kernel', ranges: [{ lo: 0x1000n, hi: 0x2000n }] }

const context: QueryContext = {
  symbol: (name) =>
    name === 'LOCK' ? { region: name, ranges: [{ lo: 0x40n, hi: 0x48n }] } : undefined,
  symbolAt: (address) => (address === 0x1000n ? 'main' : undefined),
  region: (name) =>
    ({
      kernel,
      vga: {
        region: 'vga',
        ranges: [{ lo: 0xb_8000n, hi: 0xb_8fa0n }],
        physical: [{ lo: 1n, hi: 2n }],
      },
    })[name],
  regionAt: (address) => (address < 0x2000n ? 'kernel' : undefined),
  moment: (name) =>
    ({ cause: { instant: instant(30), record: fault }, end: { query: parseQuery('last walk') } })[
      name
    ],
  stateAt: () => ({
    register: (name) =>
      ({ cr0: 0x8000_0011n, cr3: 0x1000n, rsp: 0x1ff0n, idtr: { base: 0x5000n, limit: 0xfffn } })[
        name
      ],
    memory: (address, length) =>
      memory.slice(Number(address) - 0x40, Number(address) - 0x40 + length),
    physical: (address) => address & 0xfffn,
  }),
  structure: (name) => (name === 'heap' ? { used: 96n, list: { 2048: [1n, 2n] } } : undefined),
  latest: (kind, name) =>
    name === undefined ? history.filter((one) => one.kind === kind).at(-1) : undefined,
  select: (query) =>
    findAll(query, '', { ...emptyContext, moment: context.moment }, history).found.flatMap(
      ({ record }) => record ?? [],
    ),
}

const value = (text: string, about: QueryContext = context): Value | undefined =>
  evaluate(parseExpression(text), {
    text,
    context: about,
    position: fault,
    subject: fault,
    isCondition: false,
  })

describe('an expression', () => {
  it.each<[string, Value]>([
    ['1 + 2 * 3', 7n],
    ['(0xfa & 0xf8) + 1', 0xf9n],
    ['0x1f07 >> 8 & 15', 15n],
    ['1 << 63 << 1', 0n],
    ['7 / 2 + 7 % 2', 4n],
    ['6 ^ 3 | 8', 13n],
    ['-1 + 2', 1n],
    ['~0', (1n << 64n) - 1n],
    ['2 > 1', 1n],
    ['"abc" has "b"', 1n],
    ['fault.err', 2n],
    ['fault.err has WR', 1n],
    ['fault.err has P', 0n],
    ['fault.vec = PF', 1n],
    ['fault.during = deliver', 0n],
    ['walk.stop', 2n],
    ['walk.size = 2m', 1n],
    ['len(walk.steps)', 3n],
    ['max(walk.steps)', 3n],
    ['idx(walk.va, 1)', 0xb8n],
    ['reg.cr3', 0x1000n],
    ['reg.new', 0x8000_0011n],
    ['RSP', 0x1ff0n],
    ['cr0.pg', 1n],
    ['cr0.wp', 0n],
    ['cr0 has PE', 1n],
    ['idtr.base + 48', 0x5030n],
    ['vga.lo', 0xb_8000n],
    ['vga.hi - vga.lo', 4000n],
    ['1 in vga.pa', 1n],
    ['fault.rip in kernel', 1n],
    ['mem8(LOCK)', 0x11n],
    ['mem16(0x41)', 0x3322n],
    ['mem32(sym(LOCK))', 0x4433_2211n],
    ['mem64(0x40)', 0x8877_6655_4433_2211n],
    ['sym(fault.rip)', 'main'],
    ['region(rsp)', 'kernel'],
    ['fault.rip in page(0x1fff)', 1n],
    ['heap.used', 96n],
    ['len(heap.list[2048]) * 2048', 4096n],
    ['count(fault)', 2n],
    ['count(fault PF) = 1', 1n],
    ['count(no shutdown)', 0n],
    ['first(fault DE).rip', 0x900n],
    ['last(fault).cr2', 0x8060_4567n],
    ['fault.rip != first(fault).rip', 1n],
    ['insns(first reg cr0, @cause)', 20n],
    ['insns(@cause, @end)', 10n],
    ['@cause.cr2', 0x8060_4567n],
    ['this.err', 2n],
    ['diff(@cause, first(fault))', 6n],
  ])('%s is %s', (text, expected) => {
    expect(value(text)).toEqual(expected)
  })

  it('has no value where the event has no such field', () => {
    expect(value('fault.delivering')).toBeUndefined()
    expect(value('fault.delivering + 1')).toBeUndefined()
  })

  it.each([
    ['1 / 0', 'divides by zero'],
    ['1 << 64', 'from 0 to 63'],
    ['heap + 1', "Where 'heap' lies is not known here"],
    ['kernel + 1', 'Write .lo or .hi'],
    ['nothing', "Nothing here is called 'nothing'"],
    ['fault.access + 1', 'A number is needed'],
    ['"a" < "b"', 'cannot be compared'],
    ['halt.if', "No 'halt' is known"],
    ['mem8(0x10000)', 'is not mapped to RAM'],
    ['idx(0, 5)', 'from 1 to 4'],
    ['mem8(1, 2)', 'takes one argument'],
    ['@cause.map(0)', "'map()' is not available"],
    ['@nowhere.err', "No moment is called 'nowhere'"],
    ['mark(probe).value', "No 'mark probe' is known"],
    ['rbx', "The register 'rbx'"],
    ['region(0x9000)', 'No region is known'],
    ['table(1)', 'is not known here'],
    ['insns(1, 2)', 'A moment is needed'],
  ])('%s cannot be had: %s', (text, words) => {
    expect(() => value(text)).toThrow(QueryError)
    expect(() => value(text)).toThrow(words)
  })

  it('says so where the events of the run are not at hand', () => {
    expect(() => value('count(fault)', emptyContext)).toThrow('not at hand')
    expect(() => value('mem8(0)', emptyContext)).toThrow('cannot be read here')
  })
})

describe('a condition', () => {
  const holds = (text: string) => findAll(parseQuery(text), text, context, history).found.length > 0

  it.each([
    'first fault where access = w and err has WR',
    'first fault where cr2 > 0x80604566',
    'first fault where vec = PF',
    'first fault where rip = kernel',
    'first fault where rip in kernel',
    'first fault where cr2 != rip',
    'first reg cr0 where set has PG',
    'first reg where set has PG',
    'first walk where size = 2m and va in vga',
    'first walk where steps has 2',
    'first fault where cr2 = @cause.cr2',
    'first fault where during = insn and rip < reg.cr3 + 1',
    'first walk where va = walk.va',
  ])('%s holds', (text) => {
    expect(holds(text)).toBe(true)
  })

  it.each([
    'first fault where access = x',
    'first fault where err has P',
    'first reg where set has WP',
    // The divide error has neither: an absent field fulfils nothing, not even that it is different.
    'first fault DE where cr2 != 1',
    'first fault DE where access = r',
  ])('%s does not hold', (text) => {
    expect(holds(text)).toBe(false)
  })
})
