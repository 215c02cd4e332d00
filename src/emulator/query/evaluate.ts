/**
 * Computes expressions and conditions over a run: the fields of an event, registers, memory and places of its moment.
 *
 * Knows no machine: whatever it needs is asked of the context, and what the context does not know is an error that
 * points at the words. A field that an event does not have makes its condition false.
 */
import { QueryError } from '../../shared/query/query-error'
import type { Comparison, Expression } from '../../shared/query/syntax'
import { compareValues } from './compare'
import { isRegion, type EventRecord, type Position, type Value } from './event-record'
import { callFunction } from './functions'
import { memberOf, resolveName } from './names'
import type { QueryContext } from './query-context'
import { selectEvents } from './select'
import { wordFor } from './words'

/** Where an expression is computed, and for which event. */
export interface Scope {
  /** The text that the tree was read from, for errors. */
  readonly text: string
  readonly context: QueryContext
  readonly position: Position
  /** The event under test, or the one that the moment is about. */
  readonly subject?: EventRecord | undefined
  /** Whether bare names are fields of the subject first: in `where`. */
  readonly isCondition: boolean
}

export const unavailable = (what: string, { span }: Expression, { text }: Scope): QueryError =>
  new QueryError(what, { text, span })

export function conditionHolds(condition: Comparison, scope: Scope): boolean {
  return evaluateComparison(condition, scope) === 1n
}

/** Undefined for a field that the event does not have. */
export function evaluate(expression: Expression, scope: Scope): Value | undefined {
  switch (expression.type) {
    case 'number':
      return expression.value
    case 'text':
      return expression.text
    case 'name':
      return resolveName(expression, scope)
    case 'member':
      return memberOf(expression, scope)
    case 'index':
      return evaluateIndex(expression, scope)
    case 'call':
      return callFunction(expression, scope)
    case 'aggregate': {
      const events = selectEvents(expression.query, expression, scope)
      if (expression.aggregate === 'count') return BigInt(events.length)
      const event = expression.aggregate === 'first' ? events[0] : events.at(-1)
      return event?.fields
    }
    case 'moment':
    case 'query':
      return selectEvents(
        expression.type === 'query' ? expression.query : expression,
        expression,
        scope,
      )[0]?.fields
    case 'unary':
    case 'binary':
      return evaluateArithmetic(expression, scope)
    case 'comparison':
      return evaluateComparison(expression, scope)
  }
}

function evaluateComparison(comparison: Comparison, scope: Scope): bigint | undefined {
  const { comparator } = comparison
  const left = evaluate(comparison.left, scope)
  const word = wordFor(comparison, scope)
  const right = word ? word.value : evaluate(comparison.right, scope)
  if (left === undefined || right === undefined) return scope.isCondition ? 0n : undefined
  const result = compareValues(comparator, left, right)
  if (result === undefined) {
    throw unavailable(`These two cannot be compared with '${comparator}'.`, comparison, scope)
  }
  return result ? 1n : 0n
}

function evaluateIndex(
  expression: Extract<Expression, { type: 'index' }>,
  scope: Scope,
): Value | undefined {
  const index = evaluate(expression.index, scope)
  if (index === undefined) return undefined
  const element = elementOf(expression.object, index, scope)
  if (element) return element
  const object = evaluate(expression.object, scope)
  if (object === undefined) return undefined
  const key = String(index)
  const value =
    typeof object === 'object' ? (object as Readonly<Record<string, Value>>)[key] : undefined
  if (value === undefined) throw unavailable(`There is no [${key}] here.`, expression, scope)
  return value
}

/** Of a table that the moment has: `idt[8]`. */
function elementOf(object: Expression, index: Value, scope: Scope): Value | undefined {
  if (object.type !== 'name' || typeof index !== 'bigint') return undefined
  return scope.context.element?.(object.name, index, scope.position)
}

const MASK = (1n << 64n) - 1n

/** The value as a number; a truth is one. */
export function numberOf(expression: Expression, scope: Scope): bigint | undefined {
  const value = evaluate(expression, scope)
  if (value === undefined || typeof value === 'bigint') return value
  const hint = isRegion(value) ? ' Write .lo or .hi for where it begins or ends.' : ''
  throw unavailable(`A number is needed here.${hint}`, expression, scope)
}

/** Addresses wrap at 64 bits; a difference may be negative. */
function evaluateArithmetic(
  expression: Extract<Expression, { type: 'unary' | 'binary' }>,
  scope: Scope,
): bigint | undefined {
  if (expression.type === 'unary') {
    const operand = numberOf(expression.operand, scope)
    if (operand === undefined) return undefined
    return expression.operator === '-' ? -operand : ~operand & MASK
  }
  const left = numberOf(expression.left, scope)
  const right = numberOf(expression.right, scope)
  if (left === undefined || right === undefined) return undefined
  switch (expression.operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
    case '%':
      if (right === 0n) throw unavailable('This divides by zero.', expression, scope)
      return expression.operator === '/' ? left / right : left % right
    case '&':
      return left & right
    case '|':
      return left | right
    case '^':
      return left ^ right
    case '<<':
    case '>>':
      if (right < 0n || right > 63n) throw unavailable('Shifts go from 0 to 63.', expression, scope)
      return expression.operator === '<<' ? (left << right) & MASK : left >> right
  }
}
