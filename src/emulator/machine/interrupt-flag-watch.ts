/**
 * Tells of RFLAGS.IF whenever an instruction or the entry of a handler may have changed it. A kernel clears and sets it
 * without rest, so nothing else of such a record is read.
 */
import { instant, type Instant } from '../../shared/units'
import * as L from '../core/layout'
import type { Core } from './core-binding'
import type { EventHub } from './event-hub'

const RFLAGS_IF = 1 << 9
/** RFLAGS as they are afterwards are the second quadword of both kinds. */
const KINDS = [L.EVENT_RFLAGS, L.EVENT_ENTERED]
const RFLAGS = L.EVENT_DATA + 8

export type FlagListener = (instant: Instant, isEnabled: boolean) => void

export const watchInterruptFlag = (
  core: Core,
  events: EventHub,
  listener: FlagListener,
): (() => void) =>
  events.takeInstructions(KINDS, (record) =>
    listener(
      instant(core.getCount(record + L.EVENT_INSTANT)),
      (core.getU32(record + RFLAGS) & RFLAGS_IF) !== 0,
    ),
  )
