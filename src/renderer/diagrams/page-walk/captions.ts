/** Two sentences for each station of a walk: what the processor does there, and what it finds. */
import { formatHex } from '../../../shared/format'
import type { EntryRead, PageWalk, PageWalkLevel } from '../../../shared/models/page-walk'
import { PAGING_LEVEL_NAMES } from '../../../shared/x86/paging'
import {
  PAGE_SIZE_NAMES,
  TABLE_BELOW,
  chiefBlame,
  entryTarget,
  isQuery,
  isUnpaged,
  mappedSize,
  offsetMask,
  pageSizeOf,
} from './facts'
import { formatPhysical } from './numbers'
import { stationsOf } from './stations'
import type { Station } from './stations'
import { targetWords, verdictOf } from './words'

export interface Caption {
  readonly headline: string
  readonly detail: string
}

/** The captions of all stations, in order. */
export const captionsOf = (walk: PageWalk): readonly Caption[] =>
  stationsOf(walk).map((station) => captionOf(walk, station))

function captionOf(walk: PageWalk, station: Station): Caption {
  switch (station) {
    case 'cr3':
      return {
        headline: 'CR3 holds the physical address of the PML4.',
        detail: `The walk begins at ${formatPhysical(walk.cr3 & ~0xfffn)}.`,
      }
    case 'frame':
      return frameCaption(walk)
    case 'fault':
      return faultCaption(walk)
    case 'tlb':
      return {
        headline: 'The TLB holds this page: no table is read.',
        detail: frameCaption(walk).headline,
      }
    default: {
      const level = walk.levels.find((step) => step.level === station)
      const read = walk.software?.reads.find((one) => one.level === station)
      if (!level) return { headline: '', detail: '' }
      return read ? readCaption(level, read) : entryCaption(level)
    }
  }
}

function entryCaption(level: PageWalkLevel): Caption {
  const { table } = PAGING_LEVEL_NAMES[level.level]
  const headline = `The ${table} index ${level.index} picks entry ${level.index} of 512.`
  const size = mappedSize(level)
  if ((level.value & 1n) === 0n) return { headline, detail: 'It has P = 0: nothing is mapped.' }
  const target = formatPhysical(entryTarget(level))
  return {
    headline,
    detail: size
      ? `It holds a ${PAGE_SIZE_NAMES[size]} frame, not a table: ${target}.`
      : `It holds the address of the ${TABLE_BELOW[level.level]}: ${target}.`,
  }
}

/** Code has read the entry by itself. */
function readCaption(level: PageWalkLevel, read: EntryRead): Caption {
  const { table } = PAGING_LEVEL_NAMES[level.level]
  return {
    headline: `Code reads entry ${level.index} of the ${table}, through ${formatHex(read.through)}.`,
    detail: entryCaption(level).detail,
  }
}

function frameCaption(walk: PageWalk): Caption {
  const offset = walk.linearAddress & offsetMask(pageSizeOf(walk))
  const physical = walk.physicalAddress ?? 0n
  if (isUnpaged(walk)) {
    return {
      headline: 'Paging is off: no table is read.',
      detail: `The physical address is ${formatPhysical(physical)}.`,
    }
  }
  const target = targetWords(walk)
  return {
    headline: `Frame + offset 0x${offset.toString(16)} = ${formatPhysical(physical)}.`,
    detail: target === undefined ? 'That is the physical address of the byte.' : `${target}.`,
  }
}

function faultCaption(walk: PageWalk): Caption {
  const [detail = ''] = verdictOf(walk)
  if (walk.outcome === 'non-canonical') {
    return { headline: 'Bits 63:47 are not all equal: no table is read.', detail }
  }
  const blame = chiefBlame(walk)
  const cause = blame ? `${blame.statement} in ${blame.entry}` : 'The entry'
  const code = formatHex(walk.errorCode ?? 0, 4)
  const raises = isQuery(walk) ? 'would raise' : 'raises'
  return { headline: `${cause} ${raises} #PF, error code ${code}.`, detail }
}
