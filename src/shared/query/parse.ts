/**
 * Reads the text of an event query or of an expression over a run. Throws `QueryError`.
 * What the words mean is not known here beyond the names of event kinds; `check.ts` looks at the rest.
 */
import { createCursor, found, type Cursor } from './cursor'
import { parseExpressionAt } from './parse-expression'
import { parseQueryAt, parseSelection } from './parse-query'
import type { Expression, Query } from './syntax'

/** Longer texts are no queries. */
const LENGTH_LIMIT = 4096

export const parseQuery = (text: string): Query => parseWhole(text, parseQueryAt)

/** Like `parseQuery`; without an ordinal it means each event. */
export const parseQuerySelection = (text: string): Query => parseWhole(text, parseSelection)

export const parseExpression = (text: string): Expression => parseWhole(text, parseExpressionAt)

function parseWhole<T>(text: string, parse: (cursor: Cursor) => T): T {
  const cursor = createCursor(text.slice(0, LENGTH_LIMIT + 1))
  if (text.length > LENGTH_LIMIT) cursor.fail(`A query has at most ${LENGTH_LIMIT} characters.`)
  const result = parse(cursor)
  if (cursor.peek().type !== 'end') {
    const near = ['where', 'and', 'after', 'before', 'within']
    cursor.failWord(`Expected the end, ${found(cursor.peek())}.`, near)
  }
  return result
}
