/** The parser and the grammar of the documentation accept the same texts, and its table of kinds is the code's. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { eventKind } from './event-kinds'
import { createChance, readGrammar, recognises, sentence } from './grammar.fixture'
import { kindTable } from './kind-table'
import { LESSON_EXPRESSIONS, LESSON_QUERIES, LESSON_SELECTIONS } from './lessons.fixture'
import { parseExpression, parseQuery, parseQuerySelection } from './parse'
import { QueryError } from './query-error'
import { AGGREGATES, BINARY_OPERATORS, COMPARATORS, ORDINALS, RELATIONS } from './vocabulary'

const document = readFileSync(new URL('../../../docs/query-language.md', import.meta.url), 'utf8')
const grammar = readGrammar(document)

const PARSERS = {
  query: parseQuery,
  selection: parseQuerySelection,
  expression: parseExpression,
} as const
type Start = keyof typeof PARSERS

function parses(start: Start, text: string): boolean {
  try {
    PARSERS[start](text)
    return true
  } catch (error) {
    if (error instanceof QueryError) return false
    throw error
  }
}

describe('the grammar', () => {
  it('knows the words that the parser knows', () => {
    const literals = new Set(document.match(/(?<=")[^" \n]+(?=" *[|;)\]}n"a-zA-Z([])/g))
    const words = [
      ...ORDINALS,
      ...RELATIONS,
      ...AGGREGATES,
      ...COMPARATORS,
      ...BINARY_OPERATORS.flat(),
    ]
    expect(words.filter((word) => !literals.has(word))).toEqual([])
  })

  it.each([
    ...LESSON_QUERIES.map(([, text]) => ['query', text] as const),
    ...LESSON_SELECTIONS.map(([, text]) => ['selection', text] as const),
    ...LESSON_EXPRESSIONS.map(([, text]) => ['expression', text] as const),
  ])('gives, as a %s: %s', (start, text) => {
    expect(recognises(grammar, start, text)).toBe(true)
  })
})

describe.each(['query', 'selection', 'expression'] as const)(
  'the parser, as to each %s',
  (start) => {
    it('accepts what the grammar gives', () => {
      const chance = createChance(1)
      const make = () => sentence(grammar, start, chance).join(' ')
      const sentences = new Set(Array.from({ length: 1200 }, make))
      expect(sentences.size).toBeGreaterThan(200)
      expect([...sentences].filter((text) => !parses(start, text))).toEqual([])
      expect([...sentences].filter((text) => !recognises(grammar, start, text))).toEqual([])
    })

    it('accepts of texts with a mistake in them just those that the grammar gives', () => {
      const chance = createChance(2)
      const make = () => spoiled(sentence(grammar, start, chance), chance)
      const texts = [...new Set(Array.from({ length: 1200 }, make))]
      const parsed = new Set(texts.filter((text) => parses(start, text)))
      const odd = texts.filter((text) => parsed.has(text) !== recognises(grammar, start, text))
      expect(odd.filter(hasNoSurplusArgument)).toEqual([])
      expect(texts.length - parsed.size).toBeGreaterThan(200)
    })
  },
)

/** One word left out, doubled, exchanged with its neighbour, or put in the place of another. */
function spoiled(words: string[], chance: (limit: number) => number): string {
  const at = chance(words.length)
  const word = words[at] ?? ''
  const other = words[chance(words.length)] ?? ''
  const changes = [[], [word, word], [words[at + 1] ?? '', word], [other]]
  const change = changes[chance(changes.length)] ?? []
  const count = change[1] === word && change[0] !== word ? 2 : 1
  return [...words.slice(0, at), ...change, ...words.slice(at + count)].join(' ')
}

/** The grammar leaves it to the table how many arguments a kind takes. */
const hasNoSurplusArgument = (text: string) =>
  !text
    .split(' ')
    .some((word) => eventKind(word) !== undefined && eventKind(word)?.argument !== 'line')

describe('any text at all', () => {
  it('is a query or a QueryError, never anything else', () => {
    const chance = createChance(3)
    const letters = [...'firstlap 0x9@."\'()[]<>=!&|~+-*/%,_:\\\n\u00e9\u{1f600}#;{}']
    const make = () =>
      Array.from({ length: chance(24) }, () => letters[chance(letters.length)]).join('')
    const texts = Array.from({ length: 5000 }, make)
    // `parses` lets every other error through.
    for (const start of ['query', 'selection', 'expression'] as const) {
      expect(texts.filter((text) => !parses(start, text)).length).toBeGreaterThan(1000)
    }
  })
})

describe('the documentation', () => {
  it('holds the table of kinds', () => {
    expect(unpadded(document)).toContain(unpadded(kindTable()))
  })
})

/** Formatting pads the cells of tables. */
const unpadded = (markdown: string) => markdown.replace(/ {2,}/g, ' ').replace(/-{3,}/g, '---')
