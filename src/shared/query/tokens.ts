/**
 * Cuts the text of a query into words, numbers, quoted texts, references and marks.
 *
 * Knows no meaning of any word. A minus between two words without blanks belongs to the word: `three-kinds`.
 */
import { QueryError } from './query-error'
import type { Span } from './syntax'

export type TokenType = 'word' | 'number' | 'nth' | 'text' | 'reference' | 'mark' | 'end'

export interface Token {
  readonly type: TokenType
  /** As written; a quoted text without its quotes, a reference without its `@`. */
  readonly text: string
  /** Of a number or an ordinal. */
  readonly value: bigint
  readonly span: Span
}

interface Pattern {
  readonly type: TokenType
  readonly expression: RegExp
  read?(match: RegExpExecArray): { readonly text?: string; readonly value?: bigint }
}

const number = (digits: string) => ({ value: BigInt(digits.replace(/_/g, '')) })

/** The first pattern that fits is taken, so longer forms stand first. */
const PATTERNS: readonly Pattern[] = [
  {
    type: 'number',
    expression: /0x[0-9a-f][0-9a-f_]*(?!\w)/iy,
    read: ([digits]) => number(digits),
  },
  { type: 'number', expression: /0b[01][01_]*(?!\w)/iy, read: ([digits]) => number(digits) },
  { type: 'nth', expression: /(\d{1,9})(?:st|nd|rd|th)(?!\w)/y, read: ([, n = '0']) => number(n) },
  { type: 'number', expression: /\d[\d_]*(?!\w)/y, read: ([digits]) => number(digits) },
  { type: 'word', expression: /\d+[kmg](?!\w)/y }, // a page size: 4k, 2m, 1g
  { type: 'word', expression: /[A-Za-z_](?:\w|::(?=[A-Za-z_])|-(?=[A-Za-z]))*/y },
  {
    type: 'reference',
    expression: /@(\d+(?:\.\d+)?|[A-Za-z_](?:\w|-(?=[A-Za-z]))*)/y,
    read: ([, text = '']) => ({ text }),
  },
  {
    type: 'text',
    expression: /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/y,
    read: ([, double, single]) => ({ text: (double ?? single ?? '').replace(/\\(.)/g, '$1') }),
  },
  { type: 'mark', expression: /<<|>>|<=|>=|!=|[-=<>+*/%&|^~()[\].,]/y },
]

const BLANKS = /\s*/y

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  const skip = () => {
    BLANKS.lastIndex = at
    at += BLANKS.exec(text)?.[0].length ?? 0
  }
  for (skip(); at < text.length; skip()) {
    const token = tokenAt(text, at)
    tokens.push(token)
    at = token.span.end
  }
  tokens.push({ type: 'end', text: '', value: 0n, span: { start: at, end: at } })
  return tokens
}

function tokenAt(text: string, at: number): Token {
  for (const { type, expression, read } of PATTERNS) {
    expression.lastIndex = at
    const match = expression.exec(text)
    if (!match) continue
    const span = { start: at, end: at + match[0].length }
    return { type, text: match[0], value: 0n, span, ...read?.(match) }
  }
  throw unreadable(text, at)
}

function unreadable(text: string, at: number): QueryError {
  const rest =
    /^[\w.]+/.exec(text.slice(at))?.[0] ?? String.fromCodePoint(text.codePointAt(at) ?? 0)
  const span = { start: at, end: at + rest.length }
  const character = text[at] ?? ''
  if (character === '"' || character === "'") {
    return new QueryError('This quote is never closed.', {
      text,
      span: { start: at, end: text.length },
    })
  }
  if (/\d/.test(character)) {
    const sentence = `'${rest}' is no number: write 12, 0x1f, 0b101, or 2nd for the second.`
    return new QueryError(sentence, { text, span })
  }
  return new QueryError(`'${rest}' has no meaning in a query.`, { text, span })
}
