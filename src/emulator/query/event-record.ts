/** One event as queries see it: its kind, its arguments, its fields, and its place in the run. Types alone. */
import type { Instant } from '../../shared/units'

/** An address range; `hi` is one past its end. */
export interface AddressRange {
  readonly lo: bigint
  readonly hi: bigint
}

/** A place in memory, which may have several parts. */
export interface Region {
  readonly region: string
  readonly ranges: readonly AddressRange[]
  /** The same by physical address, where that is known. */
  readonly physical?: readonly AddressRange[]
}

export interface Fields {
  readonly [name: string]: Value
}

/** All numbers are `bigint`; a truth is 0 or 1. */
export type Value = bigint | string | Region | readonly Value[] | Fields

export const isRegion = (value: Value): value is Region =>
  typeof value === 'object' && 'ranges' in value && 'region' in value

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

/** Where in a run: several events happen at one instant, in an order. */
export interface Position {
  readonly instant: Instant
  readonly order: number
}

export interface EventRecord extends Position {
  readonly kind: string
  /** As in a query: `['cr0']`, `[1n, 'ack']`. Vectors stand in the field `vec`. */
  readonly arguments: readonly (string | bigint)[]
  readonly fields: Fields
}

export const isEarlier = (a: Position, b: Position): boolean =>
  a.instant < b.instant || (a.instant === b.instant && a.order < b.order)
