/** Writes a query or an expression back as text, in one form: parsing it gives the same tree. */
import { BINARY_OPERATORS, RESERVED } from './vocabulary'
import type { Argument, EventQuery, Expression, Ordinal, Query } from './syntax'

export function printQuery(query: Query): string {
  return query.type === 'moment'
    ? `${query.isReference ? '@' : ''}${query.name}`
    : printEvents(query)
}

function printEvents(query: EventQuery): string {
  const { ordinal, kind, conditions, relations, shift } = query
  const parts = [printOrdinal(ordinal), kind, ...query.arguments.map(printArgument)]
  if (conditions.length > 0)
    parts.push('where', conditions.map((each) => printExpression(each)).join(' and '))
  for (const { type, anchor } of relations) parts.push(type, printAnchor(anchor))
  if (shift !== 0) parts.push(`${shift < 0 ? '-' : '+'}${Math.abs(shift)} insn`)
  return parts.join(' ')
}

function printAnchor(anchor: Query): string {
  const isBare = anchor.type === 'moment' || (anchor.relations.length === 0 && anchor.shift === 0)
  return isBare ? printQuery(anchor) : `(${printQuery(anchor)})`
}

function printOrdinal(ordinal: Ordinal): string {
  if (ordinal.which !== 'nth') return ordinal.which
  const { n } = ordinal
  const isTeen = Math.floor(n / 10) % 10 === 1
  return `${n}${(isTeen ? undefined : ['th', 'st', 'nd', 'rd'][n % 10]) ?? 'th'}`
}

function printArgument(argument: Argument): string {
  if (argument.type === 'number') return printNumber(argument)
  return argument.type === 'text' ? quote(argument.text) : argument.text
}

const printNumber = ({ value, isHex }: { value: bigint; isHex: boolean }) =>
  isHex ? `0x${value.toString(16)}` : value.toString()

const quote = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`

const COMPARISON = 0
const UNARY = BINARY_OPERATORS.length + 1
const strengthOf = (operator: string) =>
  BINARY_OPERATORS.findIndex((operators) => operators.some((one) => one === operator)) + 1

/** `least` is how tightly the place binds: looser expressions get brackets. */
export function printExpression(expression: Expression, least = COMPARISON): string {
  const bracketed = (strength: number, text: string) => (strength < least ? `(${text})` : text)
  switch (expression.type) {
    case 'number':
      return printNumber(expression)
    case 'text':
      return quote(expression.text)
    case 'name':
      return RESERVED.includes(expression.name) ? quote(expression.name) : expression.name
    case 'moment':
    case 'query':
      return printQuery(expression.type === 'query' ? expression.query : expression)
    case 'member':
      return `${printExpression(expression.object, UNARY + 1)}.${expression.name}`
    case 'index':
      return `${printExpression(expression.object, UNARY + 1)}[${printExpression(expression.index)}]`
    case 'call': {
      const list = expression.arguments.map((each) => printExpression(each)).join(', ')
      return `${printExpression(expression.callee)}(${list})`
    }
    case 'aggregate':
      return `${expression.aggregate}(${printQuery(expression.query)})`
    case 'unary':
      return bracketed(UNARY, expression.operator + printExpression(expression.operand, UNARY))
    case 'binary': {
      const { operator, left, right } = expression
      const strength = strengthOf(operator)
      const sides = [printExpression(left, strength), printExpression(right, strength + 1)]
      return bracketed(strength, sides.join(` ${operator} `))
    }
    case 'comparison': {
      const { comparator, left, right } = expression
      const sides = [printExpression(left, COMPARISON + 1), printExpression(right, COMPARISON + 1)]
      return bracketed(COMPARISON, sides.join(` ${comparator} `))
    }
  }
}
