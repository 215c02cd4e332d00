/** A query or expression that cannot be followed: where, what was expected there, and what was perhaps meant. */
import { nearestWord } from './nearest'
import type { Span } from './syntax'

export interface QueryErrorDetails {
  readonly text: string
  readonly span: Span
  /** The known word nearest to what was written. */
  readonly suggestion?: string | undefined
}

export class QueryError extends Error {
  readonly text: string
  readonly span: Span
  readonly suggestion: string | undefined

  constructor(what: string, { text, span, suggestion }: QueryErrorDetails) {
    super(suggestion === undefined ? what : `${what} Did you mean ${suggestion}?`)
    this.name = 'QueryError'
    this.text = text
    this.span = span
    this.suggestion = suggestion
  }

  /** Three lines: the sentence, the query, and marks under the part that it is about. */
  override toString(): string {
    const { start, end } = this.span
    const marks = ' '.repeat(start) + '^'.repeat(Math.max(1, end - start))
    return `${this.message}\n  ${this.text.replace(/\s/g, ' ')}\n  ${marks}`
  }
}

/** `There is no event kind 'fautl'. Did you mean fault?`, or all the words there are when none is near. */
export function unknownWord(
  what: string,
  word: string,
  known: readonly string[],
  details: Omit<QueryErrorDetails, 'suggestion'>,
): QueryError {
  const suggestion = nearestWord(word, known)
  const list = suggestion === undefined && known.length > 0 ? ` There are ${known.join(', ')}.` : ''
  return new QueryError(`${what}${list}`, { ...details, suggestion })
}
