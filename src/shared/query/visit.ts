/** Goes through a query or an expression and all that is nested in it, outermost first. */
import type { Expression, Query } from './syntax'

export interface Visitor {
  query?(query: Query): void
  expression?(expression: Expression): void
}

export function visitQuery(query: Query, visitor: Visitor): void {
  visitor.query?.(query)
  if (query.type === 'moment') return
  for (const condition of query.conditions) visitExpression(condition, visitor)
  for (const { anchor } of query.relations) visitQuery(anchor, visitor)
}

export function visitExpression(expression: Expression, visitor: Visitor): void {
  visitor.expression?.(expression)
  const visit = (inner: Expression) => visitExpression(inner, visitor)
  switch (expression.type) {
    case 'moment':
      return visitor.query?.(expression)
    case 'query':
    case 'aggregate':
      return visitQuery(expression.query, visitor)
    case 'member':
      return visit(expression.object)
    case 'index':
      visit(expression.object)
      return visit(expression.index)
    case 'call':
      visit(expression.callee)
      return expression.arguments.forEach(visit)
    case 'unary':
      return visit(expression.operand)
    case 'binary':
    case 'comparison':
      visit(expression.left)
      return visit(expression.right)
    case 'number':
    case 'text':
    case 'name':
  }
}
