/**
 * What the drawing says in sentences: its title, the line below it, and the verdict on a failure.
 *
 * A title says the point. Hexadecimal numbers in a sentence are set in the monospaced font by the
 * drawing, see `primitives/prose.ts`.
 */
import type { PageWalk } from '../../../shared/models/page-walk'
import {
  ORDINALS,
  PAGE_SIZE_NAMES,
  blames,
  isQuery,
  isStaleHit,
  isTlbHit,
  isUnpaged,
  pageSizeOf,
} from './facts'
import { lastNames } from '../symbol-words'
import { softwareSubtitle, softwareTitle } from './software-words'

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Nothing had been translated before: the TLB was empty and no walk had been counted. */
export const isFirstWalk = (walk: PageWalk): boolean =>
  walk.origin === 'processor' && walk.sequence === 1

/** What lies at the physical address, with as short a name as tells it apart. */
export const targetWords = ({ target, targetSymbol }: PageWalk): string | undefined =>
  target !== undefined && targetSymbol !== undefined
    ? `${target}, ${lastNames(targetSymbol)}`
    : target

export function titleOf(walk: PageWalk): string {
  if (walk.software) return softwareTitle(walk, walk.software)
  switch (walk.outcome) {
    case 'mapped':
      return mappedTitle(walk)
    case 'not-present': {
      const level = walk.levels.at(-1)?.level ?? 'pml4'
      return `The walk stops at the ${ORDINALS[level]} table: nothing is mapped here`
    }
    case 'not-writable':
      return 'The page is mapped, but not for writing'
    case 'not-user':
      return 'The page is mapped, but not for user code'
    case 'not-executable':
      return 'The page is mapped, but not for execution'
    case 'smep':
      return 'The supervisor may not execute from a user page'
    case 'smap':
      return 'The supervisor may not touch a user page'
    case 'reserved':
      return 'The walk stops at an entry with a reserved bit set'
    case 'non-canonical':
      return 'No table is read: this is not a canonical address'
  }
}

function mappedTitle(walk: PageWalk): string {
  const size = pageSizeOf(walk)
  if (isStaleHit(walk)) return 'The TLB answers with a translation that the tables no longer hold'
  if (isTlbHit(walk)) return 'The TLB knows this page: no table is read'
  if (isUnpaged(walk)) return 'Paging is off: a linear address is a physical one'
  if (isQuery(walk)) return 'Where this address leads, asked without touching the machine'
  if (isFirstWalk(walk)) return 'The first walk of this run finds an empty TLB'
  if (size === '4k') return 'Four reads turn one linear address into a physical one'
  const tablesSaved = size === '2m' ? 'one table' : 'two tables'
  return `A ${PAGE_SIZE_NAMES[size]} page ends the walk ${tablesSaved} early`
}

export function subtitleOf(walk: PageWalk): string {
  if (walk.software) return softwareSubtitle(walk, walk.software)
  const guilty = blames(walk).map(({ entry }) => entry)
  const entries = guilty.join(', ').replace(/, ([^,]*)$/, ' and $1')
  const [last = ''] = guilty.slice(-1)
  switch (walk.outcome) {
    case 'mapped':
      return mappedSubtitle(walk)
    case 'not-present':
      return `${last} has P = 0, so the processor reads nothing further and ${raises(walk)}.`
    case 'not-writable':
      return walk.cpl === 3
        ? `R/W = 0 in ${entries} forbids the write.`
        : `R/W = 0 in ${entries} forbids the write, and CR0.WP = 1 binds the supervisor as well.`
    case 'not-user':
      return `U/S = 0 in ${entries} keeps the page for the supervisor.`
    case 'not-executable':
      return `XD = 1 in ${entries} forbids the instruction fetch.`
    case 'smep':
      return 'U/S = 1 at every level makes it a user page, and CR4.SMEP = 1 forbids the fetch.'
    case 'smap':
      return 'U/S = 1 at every level makes it a user page, and CR4.SMAP = 1 forbids the access.'
    case 'reserved':
      return `${last} sets a bit that must be 0, so the processor trusts nothing in it.`
    case 'non-canonical':
      return 'Bits 63:47 must all be equal. The processor checks that before any translation.'
  }
}

function mappedSubtitle(walk: PageWalk): string {
  const size = pageSizeOf(walk)
  if (isStaleHit(walk))
    return 'The last entry was changed since, and nothing has invalidated the page: INVLPG would.'
  if (isTlbHit(walk))
    return 'The entries are shown for the reader alone: the processor did not read them.'
  if (isUnpaged(walk)) return 'CR0.PG = 0, so there are no tables to read and no rights to check.'
  if (isQuery(walk)) return 'Looking it up sets no A or D bit and leaves the TLB as it is.'
  if (size === '2m') return 'The PDE has PS = 1, so the last 21 bits are all offset.'
  if (size === '1g') return 'The PDPTE has PS = 1, so the last 30 bits are all offset.'
  return 'Each 9-bit index picks one of 512 entries. Each entry holds the physical address of the next table.'
}

const raises = (walk: PageWalk): string =>
  isQuery(walk) ? 'would raise a page fault' : 'raises a page fault'

/** `kernel code wrote to`, `user code would read`. */
function actionOf(walk: PageWalk): string {
  const actor = !walk.isExplicit
    ? 'the processor itself'
    : walk.cpl === 3
      ? 'user code'
      : 'kernel code'
  if (isQuery(walk)) {
    const verb = { read: 'read', write: 'write to', execute: 'fetch an instruction from' }[
      walk.access
    ]
    return `${actor} would ${verb}`
  }
  const verb = { read: 'read', write: 'wrote to', execute: 'fetched an instruction from' }[
    walk.access
  ]
  return `${actor} ${verb}`
}

/** A walk that failed: what was tried, in one sentence, and what that leaves behind. */
export function verdictOf(walk: PageWalk): readonly string[] {
  const action = capitalized(actionOf(walk))
  const consequence = isQuery(walk) ? [] : ['The TLB is not filled.']
  switch (walk.outcome) {
    case 'mapped':
      return []
    case 'not-present':
      return [`${action} an address that no page table maps.`, ...consequence]
    case 'not-writable':
      return [`${action} a page that may only be read.`, ...consequence]
    case 'not-user':
      return [`${action} a page of the supervisor.`, ...consequence]
    case 'not-executable':
      return [`${action} a page that holds data, not code.`, ...consequence]
    case 'smep':
    case 'smap':
      return [`${action} a page of user code, against its own rule.`, ...consequence]
    case 'reserved':
      return [`${action} an address whose tables are damaged.`, ...consequence]
    case 'non-canonical':
      return [
        `${action} an address that 4-level paging cannot express.`,
        isQuery(walk) ? 'CR2 would not change.' : 'CR2 does not change.',
      ]
  }
}
