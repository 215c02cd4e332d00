/** How bytes, places and missing memory are said. */
import { formatHex } from '../../shared/format'
import type { MemoryAbsence, MemoryPlace } from '../../shared/models/memory'
import { PAGING_LEVEL_NAMES } from '../../shared/x86/paging'

export const byteText = (byte: number): string => byte.toString(16).padStart(2, '0')

/** The character that ASCII has for a byte, where it can be seen. */
export const asciiText = (byte: number): string =>
  byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'

export function absenceWords(absence: MemoryAbsence): string {
  switch (absence.reason) {
    case 'non-canonical':
      return 'not canonical: bits 63 to 47 differ'
    case 'no-memory':
      return 'no memory answers here'
    case 'not-mapped':
      return absence.level
        ? `not mapped: ${PAGING_LEVEL_NAMES[absence.level].entry} has P = 0`
        : 'not mapped: an entry has a reserved bit set'
  }
}

const PAGE_WORDS = { '4k': '4 KiB', '2m': '2 MiB', '1g': '1 GiB' } as const

/** `R W –  supervisor`: what the page allows, of all levels together. */
function permissionWords({ permissions, pageSize }: MemoryPlace): string[] {
  if (!permissions) return []
  const { isWritable, isExecutable, isUser } = permissions
  const rights = `R${isWritable ? 'W' : '–'}${isExecutable ? 'X' : '–'}`
  return [
    `${rights} ${isUser ? 'user' : 'supervisor'}`,
    pageSize ? `${PAGE_WORDS[pageSize]} page` : '',
  ]
}

/** What is known of the chosen byte. */
export function placeWords(place: MemoryPlace): string {
  const { physicalAddress, symbol, absence } = place
  return [
    ...permissionWords(place),
    physicalAddress === undefined ? '' : `physical ${formatHex(physicalAddress, 8)}`,
    absence ? absenceWords(absence) : '',
    symbol ?? '',
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/** What has been typed of a byte so far, and the byte once both digits are there. */
export function typeDigit(
  typed: string,
  key: string,
): { readonly typed: string; readonly byte?: number } | undefined {
  if (!/^[0-9a-f]$/i.test(key)) return undefined
  const digits = typed + key.toLowerCase()
  return digits.length < 2 ? { typed: digits } : { typed: '', byte: parseInt(digits, 16) }
}
