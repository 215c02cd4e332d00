/** Compares two values of a run as `where` and expressions do. */
import type { Comparator } from '../../shared/query/syntax'
import { isList, isRegion, type AddressRange, type Region, type Value } from './event-record'

/** Undefined when the two are of types that cannot be compared so. */
export function compareValues(
  comparator: Comparator,
  left: Value,
  right: Value,
): boolean | undefined {
  switch (comparator) {
    case '=':
      return isEqual(left, right)
    case '!=': {
      const equal = isEqual(left, right)
      return equal === undefined ? undefined : !equal
    }
    case 'in':
      return isIn(left, right)
    case 'has':
      return has(left, right)
    default:
      return compareOrder(comparator, left, right)
  }
}

/** A place stands for its first address where a number is compared with it. */
const address = (value: Value): Value => (isRegion(value) ? (value.ranges[0]?.lo ?? value) : value)

function isEqual(left: Value, right: Value): boolean | undefined {
  const [a, b] = [address(left), address(right)]
  if (isList(a) && isList(b)) {
    return a.length === b.length && a.every((item, index) => isEqual(item, b[index] ?? '') === true)
  }
  return typeof a === typeof b && typeof a !== 'object' ? a === b : undefined
}

function compareOrder(
  comparator: '<' | '<=' | '>' | '>=',
  left: Value,
  right: Value,
): boolean | undefined {
  const [a, b] = [address(left), address(right)]
  if (typeof a !== 'bigint' || typeof b !== 'bigint') return undefined
  switch (comparator) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
  }
}

const holds = (ranges: readonly AddressRange[], value: bigint) =>
  ranges.some(({ lo, hi }) => value >= lo && value < hi)

/** Whether an address lies in a place, or a value in a list. */
function isIn(left: Value, right: Value): boolean | undefined {
  if (isRegion(right)) return typeof left === 'bigint' ? holds(right.ranges, left) : undefined
  return isList(right) ? right.some((item) => isEqual(item, left) === true) : undefined
}

/** Whether all bits of a mask are set, a text holds another, or a list a value. */
function has(left: Value, right: Value): boolean | undefined {
  if (typeof left === 'bigint' && typeof right === 'bigint') return (left & right) === right
  if (typeof left === 'string' && typeof right === 'string') return left.includes(right)
  return isList(left) ? isIn(right, left) : undefined
}

/** The part of a place that is meant by physical address, for `vga.pa`. */
export const physicalPart = ({ region, physical }: Region): Region | undefined =>
  physical && { region: `${region}.pa`, ranges: physical }
