/** Reads expressions: comparisons, arithmetic, functions, members, and queries where a function takes one. */
import { found, type Cursor } from './cursor'
import type { BinaryOperator, Comparator, Comparison, Expression } from './syntax'
import { AGGREGATES, BINARY_OPERATORS, COMPARATORS, RESERVED } from './vocabulary'
import { isOrdinal, parseQueryAt, parseSelection } from './parse-query'

export function parseExpressionAt(cursor: Cursor): Expression {
  const leave = cursor.descend()
  const left = parseOperand(cursor)
  const expression = isComparator(cursor) ? parseComparisonAfter(cursor, left) : left
  leave()
  return expression
}

/** A condition of `where`: a comparison and nothing else. */
export function parseCondition(cursor: Cursor): Comparison {
  const left = parseOperand(cursor)
  if (!isComparator(cursor)) {
    cursor.failWord(
      `Expected a comparison: ${COMPARATORS.join(' ')}, ${found(cursor.peek())}.`,
      cursor.peek().type === 'word' ? COMPARATORS : [],
    )
  }
  return parseComparisonAfter(cursor, left)
}

function isComparator(cursor: Cursor): boolean {
  return COMPARATORS.some((comparator) => cursor.isNext(comparator))
}

function parseComparisonAfter(cursor: Cursor, left: Expression): Comparison {
  const comparator = cursor.take().text as Comparator
  const right = parseOperand(cursor)
  const span = cursor.spanFrom(left.span.start)
  return { type: 'comparison', comparator, left, right, span }
}

/** Everything that binds tighter than a comparison; `level` counts from the loosest operators. */
function parseOperand(cursor: Cursor, level = 0): Expression {
  const operators = BINARY_OPERATORS[level]
  if (!operators) return parseUnary(cursor)
  let left = parseOperand(cursor, level + 1)
  for (;;) {
    const operator = nextOperator(cursor, operators)
    if (operator === undefined) return left
    cursor.take()
    const right = parseOperand(cursor, level + 1)
    left = { type: 'binary', operator, left, right, span: cursor.spanFrom(left.span.start) }
  }
}

/** `+ 3 insn` is the shift of the query around, no sum. */
const isShift = (cursor: Cursor) => cursor.peek(1).type === 'number' && cursor.isNext('insn', 2)

const nextOperator = (
  cursor: Cursor,
  operators: readonly BinaryOperator[],
): BinaryOperator | undefined =>
  isShift(cursor) ? undefined : operators.find((operator) => cursor.isNext(operator))

function parseUnary(cursor: Cursor): Expression {
  const { text, span } = cursor.peek()
  const isUnary = cursor.isNext('-') || cursor.isNext('~')
  if (!isUnary) return parsePostfix(cursor)
  const leave = cursor.descend()
  cursor.take()
  const operand = parseUnary(cursor)
  leave()
  const operator = text as '-' | '~'
  return { type: 'unary', operator, operand, span: cursor.spanFrom(span.start) }
}

function parsePostfix(cursor: Cursor): Expression {
  let object = parsePrimary(cursor)
  const spanned = () => cursor.spanFrom(object.span.start)
  for (;;) {
    if (cursor.takeIf('.')) {
      if (cursor.peek().type !== 'word' || RESERVED.includes(cursor.peek().text)) {
        cursor.fail(`Expected the name of a field after '.', ${found(cursor.peek())}.`)
      }
      object = { type: 'member', object, name: cursor.take().text, span: spanned() }
    } else if (cursor.takeIf('[')) {
      const index = parseExpressionAt(cursor)
      cursor.expect(']', 'after the index')
      object = { type: 'index', object, index, span: spanned() }
    } else if (cursor.isNext('(') && (object.type === 'name' || object.type === 'member')) {
      object = { type: 'call', callee: object, arguments: parseArguments(cursor), span: spanned() }
    } else {
      return object
    }
  }
}

function parseArguments(cursor: Cursor): Expression[] {
  const leave = cursor.descend()
  cursor.take()
  const list: Expression[] = []
  if (!cursor.isNext(')')) {
    do list.push(parseArgument(cursor))
    while (cursor.takeIf(','))
  }
  cursor.expect(')', 'after the arguments')
  leave()
  return list
}

/** Some functions take moments: `insns(first insn sti, @7.3)`. `first(…)` is an expression, `first fault` a query. */
function parseArgument(cursor: Cursor): Expression {
  const startsQuery = isOrdinal(cursor.peek()) && cursor.peek(1).type === 'word'
  if (!startsQuery) return parseExpressionAt(cursor)
  const query = parseQueryAt(cursor)
  return query.type === 'events' ? { type: 'query', query, span: query.span } : query
}

function parsePrimary(cursor: Cursor): Expression {
  const token = cursor.peek()
  const { span } = token
  switch (token.type) {
    case 'number':
      cursor.take()
      return { type: 'number', value: token.value, isHex: /^0x/i.test(token.text), span }
    case 'text':
      cursor.take()
      return { type: 'text', text: token.text, span }
    case 'reference':
      cursor.take()
      return { type: 'moment', name: token.text, isReference: true, span }
    case 'word':
      return parseWord(cursor)
    case 'mark':
      if (token.text === '(') return parseBracket(cursor)
  }
  return cursor.fail(`Expected a value, ${found(token)}.`)
}

function parseBracket(cursor: Cursor): Expression {
  cursor.take()
  const inner = parseExpressionAt(cursor)
  cursor.expect(')', 'to close the bracket')
  return inner
}

function parseWord(cursor: Cursor): Expression {
  const { text, span } = cursor.peek()
  const isCall = cursor.isNext('(', 1)
  if (RESERVED.includes(text) || (isOrdinal(cursor.peek()) && !isCall)) {
    cursor.fail(`Expected a value, but here is '${text}'.`)
  }
  cursor.take()
  const aggregate = AGGREGATES.find((name) => name === text)
  if (aggregate !== undefined && cursor.isNext('(')) {
    cursor.take()
    const query = parseSelection(cursor)
    cursor.expect(')', 'after the query')
    return { type: 'aggregate', aggregate, query, span: cursor.spanFrom(span.start) }
  }
  if (text === 'this') return { type: 'moment', name: text, isReference: false, span }
  return { type: 'name', name: text, span }
}
