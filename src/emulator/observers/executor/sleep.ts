/**
 * How the processor is put to sleep. STI holds interrupts off for one more instruction: with HLT right behind it no
 * interrupt can come between the look at a queue and the sleep.
 * SDM Vol. 2, "STI" and "HLT".
 */
import type { Sleep } from '../../../shared/models/executor'
import { linearAddress, type Instant, type LinearAddress } from '../../../shared/units'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import { readNumber } from './words-of-memory'

/** What was seen of a HLT. Plain data. */
export interface SleepFacts {
  readonly rip: LinearAddress
  /** When it was executed last. */
  readonly instant: Instant
  /** RFLAGS.IF as the STI before it found it. */
  readonly wasOpen?: boolean
}

const RFLAGS_IF = 1n << 9n

export const isOpen = (rflags: bigint): boolean => (rflags & RFLAGS_IF) !== 0n

const STI = 0xfbn
const HLT = 0xf4n

/** Where STI stands, when it is the instruction before HLT. */
export function stiBefore(rip: LinearAddress, readMemory: ReadMemory): LinearAddress | undefined {
  const sti = readNumber(readMemory, rip - 1n, 1)
  const hlt = readNumber(readMemory, rip, 1)
  return sti === STI && hlt === HLT ? linearAddress(rip - 1n) : undefined
}

export const sleepModel = (
  { rip, instant, wasOpen }: SleepFacts,
  isAsleep: boolean,
  symbol: string | undefined,
  readMemory: ReadMemory,
): Sleep => ({
  isAsleep,
  rip,
  instant,
  ...(symbol !== undefined && { symbol }),
  isPair: stiBefore(rip, readMemory) !== undefined,
  ...(wasOpen !== undefined && { wasOpen }),
})
