/** How numbers of the machine are written for people. DESIGN: lower-case hex in groups of four. */

/** `0x0000_0180_000b_8f3c`: `digits` hex digits, in groups of four joined by `_`. */
export function formatHex(value: bigint | number, digits = 16): string {
  const text = BigInt(value).toString(16).padStart(digits, '0')
  return '0x' + text.replace(/\B(?=(.{4})+$)/g, '_')
}

/** `0x7f`: hex without padding or groups, as a person would type it. */
export const formatShortHex = (value: bigint | number): string => '0x' + value.toString(16)

/** `41,208,113`: a count with thousands commas. */
export const formatCount = (value: number | bigint): string =>
  value.toString().replace(/\B(?=(\d{3})+$)/g, ',')
