/** One fixed-size record of the core's event ring, with the fields that all kinds have. */
import { instant, linearAddress, type Instant, type LinearAddress } from '../../shared/units'
import * as L from '../core/layout'
import type { Core } from './core-binding'

export interface EventRecord {
  readonly core: Core
  readonly at: number
  readonly flags: number
  readonly when: Instant
  readonly rip: LinearAddress
}

/** The record at `at`, with its common fields read. */
export const eventRecord = (core: Core, at: number): EventRecord => ({
  core,
  at,
  flags: core.getU32(at + L.EVENT_FLAGS),
  when: instant(core.getCount(at + L.EVENT_INSTANT)),
  rip: linearAddress(core.getU64(at + L.EVENT_RIP)),
})

/** The nth quadword of the part that differs by kind. */
export const data = ({ core, at }: EventRecord, n: number): bigint =>
  core.getU64(at + L.EVENT_DATA + 8 * n)

export const quadword = ({ core, at }: EventRecord, offset: number): bigint =>
  core.getU64(at + offset)

export const address = (record: EventRecord, offset: number): LinearAddress =>
  linearAddress(quadword(record, offset))

export const doubleword = ({ core, at }: EventRecord, offset: number): number =>
  core.getU32(at + offset)
