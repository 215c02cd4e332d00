/** What is said of an address space: its title, what a row leads to, and what a station of the story tells. */
import { formatCount, formatHex } from '../../../shared/format'
import type {
  MappedRange,
  RangeRights,
  SlotKind,
  SpaceBeside,
  SpaceDifference,
  SpaceMap,
  SpaceSlot,
} from '../../../shared/models/space-map'
import { linearAddress, physicalAddress, type PhysicalAddress } from '../../../shared/units'
import { PAGE_SIZES } from '../../../shared/x86/paging'
import { PAGE_SIZE_NAMES } from '../page-walk/facts'
import type { Caption, Headline } from '../primitives/figure-frame'
import { differencesIn } from './rows'

const UNITS = ['KiB', 'MiB', 'GiB', 'TiB'] as const

/** Kibibytes with five digits are too many to be read. */
const MOST_ODD = 9999

/** Of whole pages: in the largest unit of which they are a round number, or to a tenth of a larger one. */
export function sizeWords(bytes: number): string {
  let count = bytes / 1024
  let unit = 0
  const isMore = () => count >= 1023.95 && (count % 1024 === 0 || count > MOST_ODD)
  const isRound = () => unit > 0 && count % 1 !== 0 && count >= 1023.95
  while (unit < UNITS.length - 1 && (isMore() || isRound())) {
    count /= 1024
    unit += 1
  }
  const tenths = Math.round(count * 10)
  const rest = tenths % 10 === 0 ? '' : `.${tenths % 10}`
  return `${formatCount(Math.floor(tenths / 10))}${rest} ${UNITS[unit] ?? ''}`
}

const counted = (count: number, one: string, many = `${one}s`): string =>
  count === 1 ? `1 ${one}` : `${formatCount(count)} ${many}`

const rangeCount = ({ slots }: SpaceMap): number =>
  slots.reduce((sum, { ranges }) => sum + ranges.length, 0)

export function headlineOf(map: SpaceMap): Headline {
  return { title: titleOf(map), subtitle: subtitleOf(map) }
}

function titleOf(map: SpaceMap): string {
  const { isPaged, isLost, slots, beside } = map
  if (!isPaged) return 'Paging is off: no table says where an address leads'
  if (isLost) return 'No memory lies where this PML4 would: every access faults'
  if (beside) return comparedTitle(map, beside)
  if (slots.length === 0) return 'This PML4 has no entry that is present: nothing is mapped'
  const isCut = slots.some((slot) => slot.isCut)
  const count = `${isCut ? 'More than ' : ''}${counted(rangeCount(map), 'range')}`
  return `${count} below ${slots.length} of 512 PML4 entries make up this address space`
}

function comparedTitle({ slots }: SpaceMap, { isLost, differences, end }: SpaceBeside): string {
  if (isLost) return 'No memory lies where the other PML4 would'
  if (end !== undefined)
    return `Two values of CR3 differ in more than ${counted(differences.length, 'range')}`
  const own = slots.some(({ kind }) => kind === 'recursive')
  const [only] = differences
  if (!only)
    return own
      ? 'Two values of CR3 share everything but their own PML4'
      : 'Both values of CR3 lead every address to the same frame'
  const isPage = differences.length === 1 && only.size === Number(PAGE_SIZES['4k'])
  if (isPage)
    return own
      ? 'Two values of CR3 share everything but one page, and their own PML4'
      : 'Two values of CR3 share everything but one page'
  return `Two values of CR3 differ in ${counted(differences.length, 'range')}`
}

function subtitleOf({ isPaged, pml4, isCurrent, beside }: SpaceMap): string {
  if (!isPaged) return 'CR0.PG = 0: a linear address is a physical one.'
  const now = isCurrent ? ', as now' : ''
  if (beside)
    return `Physical addresses with CR3 = ${formatHex(pml4, 8)}${now}, and with CR3 = ${formatHex(beside.pml4, 8)} beside them.`
  return `CR3 = ${formatHex(pml4, 8)}${now}. A range is pages of one size with the same rights, one behind the other.`
}

export const rightsWords = ({ isWritable, isUser, isExecutable }: RangeRights): string =>
  [
    isWritable ? 'read and write' : 'read only',
    ...(isExecutable ? ['execute'] : []),
    isUser ? 'user' : 'supervisor',
  ].join(', ')

export const pagesWords = ({ size, pageSize }: MappedRange): string =>
  `${formatCount(size / Number(PAGE_SIZES[pageSize]))} × ${PAGE_SIZE_NAMES[pageSize]}`

const SLOT_WORDS: Readonly<Record<Exclude<SlotKind, 'mapped'>, string>> = {
  recursive: 'leads back to the PML4: the tables appear as memory',
  lost: 'leads to where no memory is',
  reserved: 'a bit is set that must be 0: every access faults',
}

/** What lies below a PML4 entry. */
export function slotWords({ kind, tables, ranges, backward, faulty, isCut }: SpaceSlot): string {
  if (kind !== 'mapped') return SLOT_WORDS[kind]
  const size = ranges.reduce((sum, range) => sum + range.size, 0)
  const mapped =
    ranges.length > 0
      ? [`${sizeWords(size)} in ${counted(ranges.length, 'range')}`]
      : isCut
        ? []
        : ['nothing is mapped']
  return [
    ...mapped,
    ...(tables > 0 ? [counted(tables, 'table')] : []),
    ...(backward > 0 ? [counted(backward, 'entry leads back', 'entries lead back')] : []),
    ...(faulty > 0 ? [counted(faulty, 'entry leads nowhere', 'entries lead nowhere')] : []),
    ...(isCut ? [ranges.length > 0 ? 'more is not read' : 'not read: too much before it'] : []),
  ].join(', ')
}

/** The part of a difference that lies in a range. */
function partIn({ start, size }: MappedRange, difference: SpaceDifference): SpaceDifference {
  const from = difference.start > start ? difference.start : start
  const ends = [difference.start + BigInt(difference.size), start + BigInt(size)] as const
  const to = ends[0] < ends[1] ? ends[0] : ends[1]
  const moved = (place: PhysicalAddress | undefined) =>
    place === undefined ? undefined : physicalAddress(place + from - difference.start)
  const [here, there] = [moved(difference.here), moved(difference.there)]
  return {
    start: linearAddress(from),
    size: Number(to - from),
    ...(here !== undefined && { here }),
    ...(there !== undefined && { there }),
    ...(difference.recursive && { recursive: difference.recursive }),
  }
}

/** Where the other space has the bytes of a range. */
export function besideWords(map: SpaceMap, range: MappedRange): string {
  const { end } = map.beside ?? {}
  if (end !== undefined && range.start + BigInt(range.size) > end) return 'not compared'
  const parts = differencesIn(map, range).map((each) => partIn(range, each))
  const [first] = parts
  if (!first) return SAME
  const bytes = parts.reduce((sum, { size }) => sum + size, 0)
  const [words, ...others] = new Set(parts.map(wayOf))
  const isWhole = bytes === range.size && others.length === 0
  if (isWhole && (parts.length === 1 || words !== 'elsewhere')) return thereWords(first)
  return `${sizeWords(bytes)} differ`
}

export const SAME = 'the same'

/** What parts that are told as one have in common. */
const wayOf = ({ here, there, recursive }: SpaceDifference): string =>
  recursive ?? (there === undefined ? 'absent' : there === here ? 'rights' : 'elsewhere')

export function thereWords({ here, there, recursive }: SpaceDifference): string {
  if (recursive === 'there') return 'leads back'
  if (there === undefined) return 'not mapped'
  return there === here ? 'other rights' : formatHex(there, 8)
}

/** A station of the story: one PML4 entry. */
export function slotCaption(map: SpaceMap, index: number): Caption {
  const slot = map.slots.find((each) => each.index === index)
  if (!slot)
    return {
      headline: `PML4E ${index} is present in the other space alone.`,
      detail: 'Whatever it maps is not to be reached from here.',
    }
  const names = [...new Set(slot.ranges.flatMap(({ name }) => name ?? []))]
  const what = names.length === 0 ? '' : ` There: ${names.join(', ')}.`
  return {
    headline: `PML4E ${index} leads to the table at ${formatHex(slot.table, 8)}.`,
    detail: `${slot.kind === 'mapped' ? 'Below it' : 'It'}: ${slotWords(slot)}.${what}`,
  }
}
