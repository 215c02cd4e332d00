/** What the drawing of a walk says in sentences when code has made it with loads of its own. */
import { formatCount } from '../../../shared/format'
import type {
  EntryRead,
  PageWalk,
  PageWalkLevel,
  SoftwareWalk,
} from '../../../shared/models/page-walk'
import { PAGING_LEVELS, PAGING_LEVEL_NAMES, PageEntry } from '../../../shared/x86/paging'
import { PAGE_SIZE_NAMES, isMapped, mappedSize } from './facts'
import { countInWords } from './numbers'

const ORDINALS = { pml4: 'first', pdpt: 'second', pd: 'third', pt: 'last' } as const
/** What one entry of each table stands for. */
const REACH = { pml4: '512 GiB', pdpt: '1 GiB', pd: '2 MiB', pt: 'page' } as const

const ENTRY_BYTES = 8n

interface Situation {
  readonly software: SoftwareWalk
  readonly walk: PageWalk
  /** The entry that the code read last, as it is now. */
  readonly last: PageWalkLevel | undefined
  /** The code has come as far as the processor would. */
  readonly isWhole: boolean
}

const situationOf = (walk: PageWalk, software: SoftwareWalk): Situation => ({
  software,
  walk,
  last: walk.levels[software.depth - 1],
  isWhole: software.depth === walk.levels.length,
})

export function softwareTitle(walk: PageWalk, software: SoftwareWalk): string {
  const { last, isWhole } = situationOf(walk, software)
  const { reads, depth } = software
  if (last && isWhole && !isMapped(walk)) {
    return `Code walks the tables: the ${ORDINALS[last.level]} one maps nothing here`
  }
  if (!isWhole) {
    return `Code walks the tables, and has read ${countInWords(reads.length)} of ${countInWords(walk.levels.length)} entries`
  }
  if (isBuilt(walk, software)) return 'Code walks the tables, and fills in what is missing'
  const size = last && mappedSize(last)
  if (size !== undefined && size !== '4k')
    return `Code walks the tables, and meets a ${PAGE_SIZE_NAMES[size]} page`
  if (reads.length === depth) {
    return `Code reads the same ${countInWords(depth)} entries that the processor would`
  }
  return 'Code reads an entry without reading all the tables above it'
}

/** An entry that was not present when it was read, and is now. */
const isBuilt = ({ levels }: PageWalk, { reads }: SoftwareWalk): boolean =>
  reads.some((read) => {
    const entry = levels.find(({ level }) => level === read.level)
    return entry !== undefined && isSince(read, entry)
  })

const isPresent = (value: bigint): boolean => (value & PageEntry.P) !== 0n

const isSince = (read: EntryRead, entry: PageWalkLevel): boolean =>
  read.through % ENTRY_BYTES === 0n && !isPresent(read.value) && isPresent(entry.value)

export function softwareSubtitle(walk: PageWalk, { reads }: SoftwareWalk): string {
  const [first] = reads
  const last = reads.at(-1)
  if (!first || !last) return ''
  const name = functionName(walk.instruction.symbol)
  const where = name === undefined ? '' : `, the last in \`${name}\``
  const when =
    first === last
      ? `at instr ${formatCount(last.instant)}`
      : `at instr ${formatCount(first.instant)} to ${formatCount(last.instant)}`
  return `Loads ${when}${where}. Tables are drawn as they are now.`
}

/** `ringside_kernel::paging::mapper::map_through+0xf6` is `map_through`. */
function functionName(symbol: string | undefined): string | undefined {
  return symbol
    ?.replace(/\+0x[0-9a-f]+$/, '')
    .split('::')
    .at(-1)
}

/** Which of all the addresses that the entries are for is drawn. */
export function softwareReason(walk: PageWalk, { depth }: SoftwareWalk): string {
  const leaf = walk.levels[depth - 1]
  const size = leaf && mappedSize(leaf)
  const reach =
    size === undefined ? REACH[PAGING_LEVELS[depth - 1] ?? 'pt'] : `${PAGE_SIZE_NAMES[size]} page`
  return `the first address of its ${reach}`
}

const BELOW = { pml4: 'PDPT', pdpt: 'PD', pd: 'PT', pt: '' } as const

/** What an entry that code has read says: `leads to the PDPT`, `P = 0: nothing below`. */
export function readMeaning(read: EntryRead, entry: PageWalkLevel | undefined): string {
  if (read.through % ENTRY_BYTES !== 0n) return 'a part of the entry'
  if (!isPresent(read.value)) {
    const isWritten = entry !== undefined && isSince(read, entry)
    return isWritten ? 'P = 0 then; written since' : 'P = 0: leads nowhere'
  }
  const size = mappedSize({ level: read.level, value: read.value })
  if (size === '4k') return 'leads to the frame'
  if (size !== undefined) return `PS = 1: maps ${PAGE_SIZE_NAMES[size]}`
  return `leads to the ${BELOW[read.level]}`
}

export const readName = ({ level }: EntryRead, walk: PageWalk): string => {
  const index = walk.levels.find((one) => one.level === level)?.index
  return `${PAGING_LEVEL_NAMES[level].entry}${index === undefined ? '' : ` ${index}`}`
}
