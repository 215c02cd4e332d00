/** The types of chance.mjs, which the recorder runs as it stands. */

export interface Chance {
  /** Evenly from 0 up to but not including `limit`. */
  below(limit: number): number
  pick<T>(list: readonly T[]): T
  bits(size: number): bigint
  operand(size: number): bigint
}

export function createChance(name: string): Chance
export function randomFlags(chance: Chance): bigint
export const STATUS_FLAGS: readonly bigint[]
