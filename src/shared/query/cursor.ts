/** Goes through the tokens of a query one by one, for the parsers, and says what was expected where they fail. */
import { QueryError, unknownWord } from './query-error'
import type { Span } from './syntax'
import { tokensOf, type Token } from './tokens'

export interface Cursor {
  readonly text: string
  peek(ahead?: number): Token
  take(): Token
  /** Whether the next token is this mark or word. */
  isNext(text: string, ahead?: number): boolean
  /** Takes the token if it is this mark or word. */
  takeIf(text: string): boolean
  expect(text: string, why: string): Token
  /** From the beginning of a token to the end of the last one taken. */
  spanFrom(start: number): Span
  /** One level deeper into brackets; the returned function comes back. */
  descend(): () => void
  fail(what: string, token?: Token): never
  failWord(what: string, known: readonly string[], token?: Token): never
}

/** A query is one line by a person; deeper ones would only exhaust the stack. */
const DEPTH_LIMIT = 100

export function createCursor(text: string): Cursor {
  const tokens = tokensOf(text)
  let at = 0
  let depth = 0

  const peek = (ahead = 0): Token => {
    const token = tokens[Math.min(at + ahead, tokens.length - 1)]
    if (!token) throw new RangeError('A list of tokens has no end.')
    return token
  }
  const isNext = (word: string, ahead = 0) => {
    const { type, text: written } = peek(ahead)
    return (type === 'mark' || type === 'word') && written === word
  }
  const take = () => {
    const token = peek()
    at += 1
    return token
  }
  const fail = (what: string, token = peek()): never => {
    throw new QueryError(what, { text, span: token.span })
  }

  return {
    text,
    peek,
    take,
    isNext,
    fail,
    takeIf(word) {
      const fits = isNext(word)
      if (fits) take()
      return fits
    },
    expect: (word, why) =>
      isNext(word) ? take() : fail(`Expected '${word}' ${why}, ${found(peek())}.`),
    spanFrom: (start) => ({ start, end: Math.max(start, tokens[at - 1]?.span.end ?? start) }),
    descend() {
      depth += 1
      if (depth > DEPTH_LIMIT) fail('This is nested too deeply.')
      return () => void (depth -= 1)
    },
    failWord(what, known, token = peek()) {
      throw unknownWord(what, token.text, known, { text, span: token.span })
    },
  }
}

/** How a sentence about what was expected ends. */
export const found = ({ type, text }: Token): string =>
  type === 'end' ? 'but here is the end' : `but here is '${text}'`
