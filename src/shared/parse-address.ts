/** Reads an address as a person types it. */
import { linearAddress, type LinearAddress } from './units'

/**
 * Hex with or without `0x`, digits grouped by `_` or blanks as one likes; at most 64 bits.
 * Undefined for anything else.
 */
export function parseAddress(text: string): LinearAddress | undefined {
  const digits = text.trim().replace(/^0x/i, '').replace(/[_\s]/g, '')
  return /^[0-9a-f]{1,16}$/i.test(digits) ? linearAddress(BigInt(`0x${digits}`)) : undefined
}
