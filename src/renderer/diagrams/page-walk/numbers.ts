/** How the page-walk diagram writes addresses and counts. */
import { formatHex } from '../../../shared/format'

/** Up to 4 GiB a physical address has eight digits; above that, as many groups as it needs. */
export const formatPhysical = (address: bigint): string =>
  formatHex(address, Math.max(8, Math.ceil(address.toString(16).length / 4) * 4))

const NUMBERS = ['no', 'one', 'two', 'three', 'four'] as const

export const countInWords = (count: number): string => NUMBERS[count] ?? String(count)
