/** What the drawing of a walk says in sentences when code has made it with loads of its own. */
import { formatCount, formatHex, formatShortHex } from '../../../shared/format'
import type {
  EntryRead,
  PageWalk,
  PageWalkLevel,
  SoftwareWalk,
} from '../../../shared/models/page-walk'
import { PAGING_LEVELS, PAGING_LEVEL_NAMES, PageEntry } from '../../../shared/x86/paging'
import { segmentsOf } from '../symbol-words'
import { ORDINALS, PAGE_SIZE_NAMES, TABLE_BELOW, mappedSize } from './facts'
import { countInWords } from './numbers'

/** What one entry of each table stands for. */
const REACH = { pml4: '512 GiB', pdpt: '1 GiB', pd: '2 MiB', pt: 'page' } as const

const ENTRY_BYTES = 8
/** The processor sets them in the meantime. */
const ACCESSED_AND_DIRTY = PageEntry.A | PageEntry.D

const isPresent = ({ value }: Pick<PageWalkLevel, 'value'>): boolean => (value & PageEntry.P) !== 0n

const entryOf = ({ levels }: PageWalk, { level }: EntryRead): PageWalkLevel | undefined =>
  levels.find((one) => one.level === level)

/** Where in the entry the load began, in bytes. */
const offsetIn = ({ through }: EntryRead): number => Number(through % BigInt(ENTRY_BYTES))

/** The code saw another value than the entry has now. */
function isChanged(read: EntryRead, entry: PageWalkLevel | undefined): boolean {
  if (!entry) return false
  const shift = BigInt(8 * offsetIn(read))
  const part = (bits: bigint) => BigInt.asUintN(8 * read.size, bits >> shift)
  return ((part(entry.value) ^ read.value) & ~part(ACCESSED_AND_DIRTY)) !== 0n
}

export function softwareTitle(walk: PageWalk, { reads, depth }: SoftwareWalk): string {
  const last = walk.levels[depth - 1]
  const all = walk.levels.length
  if (last && !isPresent(last)) {
    return `Code walks the tables: the ${ORDINALS[last.level]} one maps nothing here`
  }
  if (depth < all) {
    return `Code walks the tables, and has read ${countInWords(reads.length)} of ${countInWords(all)} entries`
  }
  const others = reads.filter((read) => isChanged(read, entryOf(walk, read)))
  if (others.length > 0) {
    return others.some((read) => offsetIn(read) === 0 && !isPresent(read))
      ? 'Code walks the tables, and fills in what is missing'
      : 'Code walks the tables, and entries are others since it read them'
  }
  const size = last && mappedSize(last)
  if (size !== undefined && size !== '4k') {
    return `Code walks the tables, and meets a ${PAGE_SIZE_NAMES[size]} page`
  }
  if (reads.length === depth) {
    const entries = depth === 1 ? 'entry' : `${countInWords(depth)} entries`
    return `Code reads the same ${entries} that the processor would`
  }
  return 'Code reads an entry without reading all the tables above it'
}

export function softwareSubtitle(walk: PageWalk, { reads }: SoftwareWalk): string {
  const [first] = reads
  const last = reads.at(-1)
  if (!first || !last) return ''
  const { symbol } = walk.instruction
  const name = symbol && segmentsOf(symbol.replace(/\+0x[0-9a-f]+$/, '')).at(-1)
  const where = name === undefined ? '' : `, the last in \`${name}\``
  const when =
    first === last
      ? `at instr ${formatCount(last.instant)}`
      : `at instr ${formatCount(first.instant)} to ${formatCount(last.instant)}`
  return `Loads ${when}${where}. Tables are drawn as they are now.`
}

/** Which of all the addresses that the entries are for is drawn. */
export function softwareReason(walk: PageWalk, { depth }: SoftwareWalk): string {
  const leaf = walk.levels[depth - 1]
  const size = leaf && mappedSize(leaf)
  const reach =
    size === undefined ? REACH[PAGING_LEVELS[depth - 1] ?? 'pt'] : `${PAGE_SIZE_NAMES[size]} page`
  return `the first address of its ${reach}`
}

/** No more digits than the load has read. */
export const readValue = ({ value, size }: EntryRead): string => formatHex(value, 2 * size)
export const shortReadValue = ({ value }: EntryRead): string => formatShortHex(value)

/** What the entry said to the code, from the longest on: `leads to the PDPT`, `P = 0: leads nowhere`. */
export function readMeanings(read: EntryRead, walk: PageWalk): readonly string[] {
  const isOther = isChanged(read, entryOf(walk, read))
  const since = isOther ? '; written since' : ''
  if (offsetIn(read) !== 0) return [`a part of the entry${since}`, 'a part of the entry']
  if (!isPresent(read))
    return isOther ? [`P = 0 then${since}`, 'P = 0 then'] : ['P = 0: leads nowhere', 'P = 0']
  const size = mappedSize(read)
  if (size === '4k') return [`leads to the frame${since}`, `a frame${since}`, 'a frame']
  if (size !== undefined) {
    const page = `maps ${PAGE_SIZE_NAMES[size]}`
    return [`PS = 1: ${page}${since}`, `${page}${since}`, page]
  }
  const below = TABLE_BELOW[read.level]
  return [`leads to the ${below}${since}`, `the ${below}${since}`, `the ${below}`]
}

export const readName = (read: EntryRead, walk: PageWalk): string => {
  const index = entryOf(walk, read)?.index
  return `${PAGING_LEVEL_NAMES[read.level].entry}${index === undefined ? '' : ` ${index}`}`
}
