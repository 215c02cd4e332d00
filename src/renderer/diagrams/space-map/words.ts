/** What is said of an address space: its title, what a row leads to, and what a station of the story tells. */
import { formatCount, formatHex } from '../../../shared/format'
import type {
  MappedRange,
  RangeRights,
  SlotKind,
  SpaceDifference,
  SpaceMap,
  SpaceSlot,
} from '../../../shared/models/space-map'
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
  while (unit < UNITS.length - 1 && count >= 1024 && (count % 1024 === 0 || count > MOST_ODD)) {
    count /= 1024
    unit += 1
  }
  const tenths = Math.round(count * 10)
  const rest = tenths % 10 === 0 ? '' : `.${tenths % 10}`
  return `${formatCount(Math.floor(tenths / 10))}${rest} ${UNITS[unit] ?? ''}`
}

const counted = (count: number, one: string): string =>
  count === 1 ? `1 ${one}` : `${formatCount(count)} ${one}s`

const rangeCount = ({ slots }: SpaceMap): number =>
  slots.reduce((sum, { ranges }) => sum + ranges.length, 0)

export function headlineOf(map: SpaceMap): Headline {
  return { title: titleOf(map), subtitle: subtitleOf(map) }
}

function titleOf(map: SpaceMap): string {
  const { isPaged, slots, beside } = map
  if (!isPaged) return 'Paging is off: no table says where an address leads'
  if (beside) return comparedTitle(beside.differences, beside.isCut)
  if (slots.length === 0) return 'This PML4 has no entry that is present: nothing is mapped'
  const whole = map.isCut ? ' and more' : ''
  return `${counted(rangeCount(map), 'range')}${whole} below ${slots.length} of 512 PML4 entries make up this address space`
}

function comparedTitle(differences: readonly SpaceDifference[], isCut: boolean): string {
  const [only] = differences
  if (!only) return 'Both values of CR3 lead every address to the same frame'
  const isPage = differences.length === 1 && only.size === Number(PAGE_SIZES['4k'])
  if (isPage) return 'Two values of CR3 share everything but one page'
  return `Two values of CR3 differ in ${isCut ? 'more than ' : ''}${counted(differences.length, 'range')}`
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

const SLOT_WORDS: Readonly<Record<SlotKind, string>> = {
  mapped: '',
  recursive: 'leads back to the PML4: the tables appear as memory',
  lost: 'leads to where no memory is',
  bare: 'its tables map nothing',
}

/** What lies below a PML4 entry. */
export function slotWords({ kind, tables, ranges }: SpaceSlot): string {
  if (kind !== 'mapped') return SLOT_WORDS[kind]
  const size = ranges.reduce((sum, range) => sum + range.size, 0)
  return `${sizeWords(size)} in ${counted(ranges.length, 'range')}, ${counted(tables, 'table')}`
}

/** Where the other space has the bytes of a range. */
export function besideWords(map: SpaceMap, range: MappedRange): string {
  const differences = differencesIn(map, range)
  const [first] = differences
  if (!first) return 'the same'
  const isWhole = first.start <= range.start && first.size >= range.size
  if (!isWhole || differences.length > 1) {
    const bytes = differences.reduce((sum, { size }) => sum + size, 0)
    return `${sizeWords(Math.min(bytes, range.size))} differ`
  }
  return thereWords(first)
}

export function thereWords({ here, there }: SpaceDifference): string {
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
    detail: `Below it: ${slotWords(slot)}.${what}`,
  }
}
