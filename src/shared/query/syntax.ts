/**
 * The syntax tree of event queries and expressions: what a parser gives and a printer takes. Plain data.
 * The grammar stands in docs/query-language.md.
 */

/** Where in its text something stands: offsets of UTF-16 units, `end` behind the last. */
export interface Span {
  readonly start: number
  readonly end: number
}

export type Ordinal =
  | { readonly which: 'first' | 'last' | 'only' | 'each' | 'no' }
  | { readonly which: 'nth'; readonly n: number }

export type Argument = (
  | { readonly type: 'word' | 'text'; readonly text: string }
  | { readonly type: 'number'; readonly value: bigint; readonly isHex: boolean }
) & { readonly span: Span }

export type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'has'

export interface Comparison {
  readonly type: 'comparison'
  readonly comparator: Comparator
  readonly left: Expression
  readonly right: Expression
  readonly span: Span
}

export interface Relation {
  readonly type: 'after' | 'before' | 'within'
  readonly anchor: Query
  readonly span: Span
}

/** Events of one kind, and which of them. */
export interface EventQuery {
  readonly type: 'events'
  readonly ordinal: Ordinal
  readonly kind: string
  readonly arguments: readonly Argument[]
  readonly conditions: readonly Comparison[]
  readonly relations: readonly Relation[]
  /** Instructions that the moment lies after its event; negative: before it. */
  readonly shift: number
  readonly span: Span
}

/** A moment that was named before: `@1.2` and a name of `let` by that name, `this` as `this`. */
export interface MomentQuery {
  readonly type: 'moment'
  readonly name: string
  /** Whether it was written with `@`. */
  readonly isReference: boolean
  readonly span: Span
}

export type Query = EventQuery | MomentQuery

export type BinaryOperator = '|' | '^' | '&' | '<<' | '>>' | '+' | '-' | '*' | '/' | '%'
export type Aggregate = 'count' | 'first' | 'last'

export type Expression =
  | {
      readonly type: 'number'
      readonly value: bigint
      readonly isHex: boolean
      readonly span: Span
    }
  | { readonly type: 'text'; readonly text: string; readonly span: Span }
  | { readonly type: 'name'; readonly name: string; readonly span: Span }
  | MomentQuery
  | {
      readonly type: 'member'
      readonly object: Expression
      readonly name: string
      readonly span: Span
    }
  | {
      readonly type: 'index'
      readonly object: Expression
      readonly index: Expression
      readonly span: Span
    }
  /** A function by its name, or a member that is one: `region(x)`, `@8.2.pa(x)`. */
  | {
      readonly type: 'call'
      readonly callee: Expression
      readonly arguments: readonly Expression[]
      readonly span: Span
    }
  | {
      readonly type: 'aggregate'
      readonly aggregate: Aggregate
      readonly query: Query
      readonly span: Span
    }
  | { readonly type: 'query'; readonly query: EventQuery; readonly span: Span }
  | {
      readonly type: 'unary'
      readonly operator: '-' | '~'
      readonly operand: Expression
      readonly span: Span
    }
  | {
      readonly type: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
      readonly span: Span
    }
  | Comparison
