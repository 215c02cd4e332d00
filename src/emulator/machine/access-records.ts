/** Decodes the records of loads and stores of watched bytes. */
import type { MemoryAccessed } from '../../shared/events'
import { physicalAddress } from '../../shared/units'
import type { PageSize } from '../../shared/x86/paging'
import * as L from '../core/layout'
import type { Core } from './core-binding'
import { address, data, eventRecord } from './event-record'

const LINEAR = 0
const PHYSICAL = 1
const OLD = 2
const VALUE = 3
const PAGE_SIZES: readonly PageSize[] = ['4k', '2m', '1g']
const SEGMENTS: Readonly<Record<number, 'FS' | 'GS'>> = { [L.FS]: 'FS', [L.GS]: 'GS' }

export interface AccessRecord {
  readonly access: MemoryAccessed
  /** Whether it went into a page that holds a paging structure. */
  readonly isToTable: boolean
}

export function decodeAccess(core: Core, at: number): AccessRecord {
  const record = eventRecord(core, at)
  const { flags, when, rip } = record
  const has = (bit: number) => (flags & bit) !== 0
  const isWrite = has(L.ACCESSED_WRITE)
  const segment = SEGMENTS[(flags >> 16) & 7]
  const access: MemoryAccessed = {
    instant: when,
    rip,
    access: isWrite ? 'write' : 'read',
    ...(!has(L.ACCESSED_BY_WALK) && { linearAddress: address(record, L.EVENT_DATA + 8 * LINEAR) }),
    physicalAddress: physicalAddress(data(record, PHYSICAL)),
    size: flags & 15,
    value: data(record, VALUE),
    ...(isWrite && { old: data(record, OLD) }),
    isExplicit: !has(L.ACCESSED_IMPLICITLY),
    ...(segment && { segment }),
    isTlbHit: has(L.ACCESSED_HIT),
    ...(has(L.ACCESSED_EXAMINED) && {
      isStale: has(L.ACCESSED_STALE),
      pageSize: PAGE_SIZES[(flags >> 19) & 3] ?? '4k',
    }),
  }
  return { access, isToTable: has(L.ACCESSED_TABLE) }
}
