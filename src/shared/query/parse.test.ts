import { describe, expect, it } from 'vitest'
import { checkExpression, checkQuery } from './check'
import { LESSON_EXPRESSIONS, LESSON_QUERIES, LESSON_SELECTIONS } from './lessons.fixture'
import { parseExpression, parseQuery, parseQuerySelection } from './parse'
import { printExpression, printQuery } from './print'
import { QueryError } from './query-error'

/** A tree without places: texts that say the same give the same. */
const bare = (tree: unknown): unknown =>
  JSON.parse(
    JSON.stringify(tree, (key, value: unknown) =>
      key === 'span' ? undefined : typeof value === 'bigint' ? `${value}n` : value,
    ),
  )

describe('the queries of the lessons', () => {
  it.each(LESSON_QUERIES)('%s: %s', (_moment, text) => {
    const query = parseQuery(text)
    checkQuery(query, text)
    const printed = printQuery(query)
    expect(printed).toBe(text)
    expect(bare(parseQuery(printed))).toEqual(bare(query))
  })

  it.each(LESSON_SELECTIONS)('%s: %s', (_moment, text) => {
    const query = parseQuerySelection(text)
    checkQuery(query, text)
    expect(printQuery(query)).toBe(`each ${text}`)
  })
})

describe('the expressions of the lessons', () => {
  it.each(LESSON_EXPRESSIONS)('%s: %s', (_moment, text) => {
    const expression = parseExpression(text)
    checkExpression(expression, text)
    const printed = printExpression(expression)
    expect(bare(parseExpression(printed))).toEqual(bare(expression))
    const loose = (written: string) => written.replace(/each |[\s()]/g, '').toLowerCase()
    expect(loose(printed)).toBe(loose(text))
  })
})

describe('a query', () => {
  it('chooses by an ordinal', () => {
    expect(parseQuery('2nd fault')).toMatchObject({
      ordinal: { which: 'nth', n: 2 },
      kind: 'fault',
    })
    expect(parseQuery('100th task pending')).toMatchObject({ ordinal: { which: 'nth', n: 100 } })
    expect(printQuery(parseQuery('11st fault'))).toBe('11th fault')
    expect(printQuery(parseQuery('121th fault'))).toBe('121st fault')
  })

  it('gives relations to the query around, so that after and before name one range', () => {
    const query = parseQuery('first halt after first insn cli before 2nd key')
    expect(query).toMatchObject({
      relations: [
        { type: 'after', anchor: { kind: 'insn', relations: [] } },
        { type: 'before', anchor: { kind: 'key', relations: [] } },
      ],
    })
    const inner = parseQuery('first halt after (last insn cli before 2nd key)')
    expect(inner).toMatchObject({ relations: [{ anchor: { relations: [{ type: 'before' }] } }] })
    expect(printQuery(inner)).toBe('first halt after (last insn cli before 2nd key)')
  })

  it('gives a condition to the query that it stands behind', () => {
    expect(
      parseQuery('first tlb fill after first pte where level = 1 and set has P'),
    ).toMatchObject({
      conditions: [],
      relations: [{ anchor: { conditions: [{}, {}] } }],
    })
  })

  it('moves by instructions, also behind a condition', () => {
    expect(parseQuery('first fault PF -1 insn')).toMatchObject({ shift: -1 })
    expect(parseQuery('first fault PF where cr2 = 8 + 2 + 3 insn')).toMatchObject({ shift: 3 })
  })

  it('keeps a minus without blanks in a word, and takes quoted names', () => {
    expect(parseQuery('only mark three-kinds')).toMatchObject({
      arguments: [{ text: 'three-kinds' }],
    })
    expect(parseQuery('first exec "<core::str>::trim"')).toMatchObject({
      arguments: [{ type: 'text', text: '<core::str>::trim' }],
    })
    expect(parseQuery('first call ringside_kernel::shell::run')).toMatchObject({
      arguments: [{ text: 'ringside_kernel::shell::run' }],
    })
  })
})

describe('an expression', () => {
  it.each([
    ['a + b * c', 'a + b * c'],
    ['(a + b) * c', '(a + b) * c'],
    ['a - (b - c)', 'a - (b - c)'],
    ['a - b - c', 'a - b - c'],
    ['v >> 8 & 15', 'v >> 8 & 15'],
    ['v >> (8 & 15)', 'v >> (8 & 15)'],
    ['a & 1 = 1', 'a & 1 = 1'],
    ['-(-1)', '--1'],
    ['~0x1F', '~0x1f'],
    ['(a = b) = 1', '(a = b) = 1'],
    ["'it\\'s'", '"it\'s"'],
  ])('%s is written %s', (text, printed) => {
    const expression = parseExpression(text)
    expect(printExpression(expression)).toBe(printed)
    expect(bare(parseExpression(printed))).toEqual(bare(expression))
  })
})

const failure = (text: string, parse: (text: string) => unknown = parseQuery): QueryError => {
  try {
    const tree = parse(text)
    if (parse !== parseExpression) checkQuery(tree as ReturnType<typeof parseQuery>, text)
    else checkExpression(tree as ReturnType<typeof parseExpression>, text)
  } catch (error) {
    if (error instanceof QueryError) return error
    throw error
  }
  throw new Error(`'${text}' was accepted`)
}

describe('a mistake', () => {
  it.each([
    ['first fautl PF', 'fautl', 'fault'],
    ['frist fault PF', 'frist', 'first'],
    ['first fault BR2', 'BR2', 'BR'],
    ['first fault PF where cr = 0', 'cr', 'cr2'],
    ['first fault PF where accses = x', 'accses', 'access'],
    ['first reg cr0 where set has PEG', 'PEG', 'PE'],
    ['first fault where during = delivery', 'delivery', 'deliver'],
    ['first port inn', 'inn', 'in'],
    ['first walk wher va = 0', 'wher', 'where'],
    ['first reg efr', 'efr', 'efer'],
    ['first fault PF where cr2 = memm8(1)', 'memm8', 'mem8'],
    ['last irq 0 akc', 'akc', 'ack'],
    ['first halt aftr first key', 'aftr', 'after'],
  ])('in %j is pointed at: %j, and %j suggested', (text, wrong, suggestion) => {
    const error = failure(text)
    expect(text.slice(error.span.start, error.span.end)).toBe(wrong)
    expect(error.suggestion).toBe(suggestion)
    expect(error.message).toContain(`Did you mean ${suggestion}?`)
  })

  it.each([
    ['', 'Expected first, last'],
    ['first', 'Expected a kind of event, but here is the end'],
    ['fault PF', "Say which: 'first fault'"],
    ['0th fault', 'begin with 1st'],
    ['first fault PF where', 'Expected a value, but here is the end'],
    ['first fault PF where cr2', 'Expected a comparison'],
    ['first fault PF where cr2 =', 'Expected a value, but here is the end'],
    ['first fault PF after', 'Expected first, last'],
    ['first fault PF after each halt', "'each' is no moment"],
    ['first fault PF + insn', 'Expected a number of instructions'],
    ['first fault PF +1', "Expected 'insn' after the number"],
    ['first fault PF where line has "abc', 'never closed'],
    ['first fault PF where cr2 = 12x', "'12x' is no number"],
    ['first fault PF; first halt', "';' has no meaning"],
    ['first halt 3', "Expected the end, but here is '3'"],
    ['first fault PF where cr2 has P', 'none of these'],
    [`first fault PF where cr2 = ${'('.repeat(200)}1`, 'too deeply'],
    [`first fault PF where cr2 = ${'-'.repeat(2000)}1`, 'too deeply'],
    ['x'.repeat(5000), 'at most 4096'],
  ])('%j gives a sentence with %j', (text, words) => {
    expect(failure(text).message).toContain(words)
  })

  it.each([
    ['count(load segment', "Expected ')' after the query"],
    ['mem8(', 'Expected a value'],
    ['fault.', "name of a field after '.'"],
    ['1 +', 'Expected a value'],
    ['a b', "Expected the end, but here is 'b'"],
    ['cuont(fault)', 'Did you mean count?'],
  ])('%j as an expression gives a sentence with %j', (text, words) => {
    expect(failure(text, parseExpression).message).toContain(words)
  })

  it('is shown under the query', () => {
    expect(failure('first fautl PF').toString()).toBe(
      "There is no event kind 'fautl'. Did you mean fault?\n  first fautl PF\n        ^^^^^",
    )
  })
})
