/** Which rows of the whole 64-bit space are in view: arithmetic alone. */

const LAST = (1n << 64n) - 1n

export const clampAddress = (address: bigint): bigint =>
  address < 0n ? 0n : address > LAST ? LAST : address

/** The beginning of the row that an address lies in. */
export const rowOf = (address: bigint, columns: number): bigint =>
  address - (address % BigInt(columns))

/** The first row to show so that the address is in view: the present one, or as near to it as can be. */
export function fromShowing(address: bigint, from: bigint, rows: number, columns: number): bigint {
  const row = rowOf(address, columns)
  const start = rowOf(from, columns)
  if (row < start) return row
  const lowest = row - BigInt((Math.max(rows, 1) - 1) * columns)
  return lowest > start ? lowest : start
}
