/** The branded number types of the whole project, and the only place where they are made. */

declare const brand: unique symbol
type Branded<T, Name extends string> = T & { readonly [brand]: Name }

/** An address as the guest's instructions see it, after segmentation and before paging; 64 bits. */
export type LinearAddress = Branded<bigint, 'LinearAddress'>

/** An address on the bus, after paging; at most 52 bits. */
export type PhysicalAddress = Branded<bigint, 'PhysicalAddress'>

/**
 * A point of the guest's time: how many instructions have retired since reset.
 * A double holds it exactly up to 2^53, which is months of running flat out, so it is a number.
 */
export type Instant = Branded<number, 'Instant'>

/** An index into the interrupt descriptor table, 0 to 255. */
export type Vector = Branded<number, 'Vector'>

const MASK_64 = (1n << 64n) - 1n

export const linearAddress = (value: bigint): LinearAddress => (value & MASK_64) as LinearAddress

export const physicalAddress = (value: bigint): PhysicalAddress =>
  (value & MASK_64) as PhysicalAddress

export const instant = (value: number): Instant => value as Instant

export const vector = (value: number): Vector => (value & 0xff) as Vector
