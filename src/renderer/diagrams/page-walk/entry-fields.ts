/** The flags of a paging-structure entry, each with what it means there. SDM Vol. 3A, "Formats of Paging-Structure Entries". */
import type { PageWalkLevel } from '../../../shared/models/page-walk'
import type { DetailField } from '../detail'
import { mappedSize } from './facts'

/** What a flag says when it is 0, and when it is 1. */
interface Flag {
  readonly name: string
  readonly bit: number
  readonly clear: string
  readonly set: string
  /** Only the entry that maps the page has it. */
  readonly isOfLeaf?: boolean
}

const FLAGS: readonly Flag[] = [
  { name: 'P', bit: 0, clear: 'not present', set: 'present' },
  { name: 'R/W', bit: 1, clear: 'read-only', set: 'writable' },
  { name: 'U/S', bit: 2, clear: 'supervisor only', set: 'user' },
  { name: 'PWT', bit: 3, clear: 'write-back', set: 'write-through' },
  { name: 'PCD', bit: 4, clear: 'cached', set: 'cache disabled' },
  { name: 'A', bit: 5, clear: 'not accessed', set: 'accessed' },
  { name: 'D', bit: 6, clear: 'not written to', set: 'written to', isOfLeaf: true },
  { name: 'PS', bit: 7, clear: 'points at a table', set: 'maps a page' },
  { name: 'G', bit: 8, clear: 'not global', set: 'global', isOfLeaf: true },
  { name: 'XD', bit: 63, clear: 'executable', set: 'no execute' },
]

export function entryFields(entry: PageWalkLevel): readonly DetailField[] {
  const isPresent = (entry.written & 1n) === 1n
  const isLeaf = mappedSize(entry) !== undefined
  return FLAGS.map((flag) => {
    const isSet = ((entry.written >> BigInt(flag.bit)) & 1n) === 1n
    const isIgnored = (!isPresent && flag.name !== 'P') || (flag.isOfLeaf === true && !isLeaf)
    return {
      name: flag.name,
      value: isSet ? '1' : '0',
      remark: isIgnored ? 'ignored here' : meaning(flag, entry, isSet),
      bits: {
        space: 'physical',
        address: entry.address + BigInt(flag.bit >> 3),
        low: flag.bit & 7,
        width: 1,
      },
    }
  })
}

/** Bit 7 selects a memory type in a PTE, and is reserved in a PML4E. */
function meaning({ name, clear, set }: Flag, { level }: PageWalkLevel, isSet: boolean): string {
  if (name !== 'PS') return isSet ? set : clear
  if (level === 'pt') return 'PAT in a PTE'
  return level === 'pml4' && isSet ? 'reserved in a PML4E' : isSet ? set : clear
}
