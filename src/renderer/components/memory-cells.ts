/** The bytes of a row of memory as cells: what each shows, and what is told of it. */
import { formatHex } from '../../shared/format'
import type { MemoryRow } from '../../shared/models/memory'
import type { AddressSpace } from '../../shared/state-edit'
import { asciiText, byteText } from './memory-words'

export interface MemoryCell {
  readonly address: bigint
  readonly hex: string
  readonly ascii: string
  readonly isZero: boolean
  readonly isChanged: boolean
  readonly isChosen: boolean
  readonly mark: MemoryMark | undefined
}

export type MemoryMark = 'rip' | 'rsp'

export const MARK_WORDS: Readonly<Record<MemoryMark, string>> = {
  rip: 'RIP: the next instruction begins here',
  rsp: 'RSP: the top of the stack',
}

/** Wider groups are read more easily. */
export const addressText = (address: bigint, space: AddressSpace): string =>
  formatHex(address, space === 'physical' ? 8 : 16)

/** `typed`: the first digit of the chosen byte, while it is being typed. */
export function cellsOf(
  { address, bytes, changed }: MemoryRow,
  chosen: bigint,
  typed: string,
  markAt: (address: bigint) => MemoryMark | undefined,
): readonly MemoryCell[] {
  return Array.from(bytes ?? [], (byte, index) => {
    const here = address + BigInt(index)
    const isChosen = here === chosen
    return {
      address: here,
      hex: isChosen && typed !== '' ? `${typed}_` : byteText(byte),
      ascii: asciiText(byte),
      isZero: byte === 0,
      isChanged: ((changed >>> index) & 1) === 1,
      isChosen,
      mark: markAt(here),
    }
  })
}
