/** The words that the grammar itself gives a meaning, and the names that expressions know. */
import type { Aggregate, BinaryOperator, Comparator } from './syntax'

export const ORDINALS = ['first', 'last', 'only', 'each', 'no'] as const
export const RELATIONS = ['after', 'before', 'within'] as const
export const AGGREGATES: readonly Aggregate[] = ['count', 'first', 'last']

export const COMPARATORS: readonly Comparator[] = ['=', '!=', '<', '<=', '>', '>=', 'in', 'has']

/** Loosest first. As in most languages that have them, but `&` and `|` bind tighter than comparisons. */
export const BINARY_OPERATORS: readonly (readonly BinaryOperator[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
]

/** Words that end an event's arguments, and so are no argument themselves unless quoted. */
export const RESERVED: readonly string[] = ['where', 'and', ...RELATIONS]

/** Names of places in memory. Those with a bracket take an argument. */
export const REGIONS: readonly string[] = [
  ...['code', 'rodata', 'data', 'bss', 'stack', 'guard'],
  ...['ist1', 'ist2', 'ist3', 'ist4', 'ist5', 'ist6', 'ist7'],
  ...['heap', 'physmap', 'recursive', 'kernel', 'null', 'vga', 'idt', 'gdt', 'tss'],
]
export const REGION_FUNCTIONS: readonly string[] = ['table', 'page', 'sym']

/** Functions of expressions beside those that give regions. */
export const FUNCTIONS: readonly string[] = [
  ...['count', 'first', 'last', 'insns', 'mem8', 'mem16', 'mem32', 'mem64'],
  ...['idx', 'region', 'len', 'max', 'diff', 'pa', ...REGION_FUNCTIONS],
]
