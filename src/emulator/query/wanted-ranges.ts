/**
 * Which bytes an event about memory can be about, by its conditions: `va in vga`, `pa = 0x1000`, `va >= vga.hi`.
 * A condition whose bound is known only as the run goes on leaves all of memory.
 */
import { QueryError } from '../../shared/query/query-error'
import type { Comparator, Comparison, EventQuery } from '../../shared/query/syntax'
import { instant } from '../../shared/units'
import { evaluate } from './evaluate'
import { isRegion, type AddressRange, type Value } from './event-record'
import { emptyContext, type QueryContext } from './query-context'

/** `hi` is one past the end. */
export interface WantedRange extends AddressRange {
  readonly space: 'linear' | 'physical'
}

const END = 1n << 64n
const EVERYTHING: readonly WantedRange[] = [{ space: 'linear', lo: 0n, hi: END }]
/** The widest access: one that begins before an address may reach to it. */
const WIDEST = 8n

const SPACES: Readonly<Record<string, WantedRange['space'] | undefined>> = {
  va: 'linear',
  pa: 'physical',
}

/** Ranges of the condition that leaves the fewest bytes; conditions are tested again on each event. */
export function wantedRanges(
  { conditions }: EventQuery,
  context: QueryContext,
  text: string,
): readonly WantedRange[] {
  const choices = conditions.flatMap((condition) => {
    const ranges = rangesOf(condition, context, text)
    return ranges ? [ranges] : []
  })
  const size = (ranges: readonly WantedRange[]) =>
    ranges.reduce((sum, { lo, hi }) => sum + hi - lo, 0n)
  return choices.reduce((best, ranges) => (size(ranges) < size(best) ? ranges : best), EVERYTHING)
}

function rangesOf(
  { left, comparator, right }: Comparison,
  context: QueryContext,
  text: string,
): WantedRange[] | undefined {
  const space = left.type === 'name' ? SPACES[left.name] : undefined
  const bound = space && constantOf(right, context, text)
  if (!space || bound === undefined) return undefined
  return bytesWhere(comparator, bound)?.map((range) => ({ space, ...range }))
}

/** What is known before the run; nothing for what depends on its events or its memory. */
function constantOf(
  expression: Comparison['right'],
  { symbol, region }: QueryContext,
  text: string,
): Value | undefined {
  const context = { ...emptyContext, symbol, region }
  const position = { instant: instant(0), order: 0 }
  try {
    return evaluate(expression, { text, context, position, isCondition: false })
  } catch (error) {
    if (error instanceof QueryError) return undefined
    throw error
  }
}

function bytesWhere(comparator: Comparator, bound: Value): AddressRange[] | undefined {
  if (isRegion(bound)) return comparator === 'in' ? [...bound.ranges] : undefined
  if (typeof bound !== 'bigint' || bound < 0n || bound >= END) return undefined
  switch (comparator) {
    case '=':
      return [{ lo: bound, hi: bound + 1n }]
    case '>':
    case '>=':
      return [{ lo: bound, hi: END }]
    case '<':
      return bound === 0n ? [] : [{ lo: 0n, hi: bound + WIDEST }]
    case '<=':
      return [{ lo: 0n, hi: bound + WIDEST }]
    default:
      return undefined
  }
}
