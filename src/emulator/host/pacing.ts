/**
 * How fast guest time may pass: turns host time into instructions or instants.
 * Pure arithmetic on the times that it is given; reads no clock.
 */
import type { Speed } from '../../shared/protocol'
import { NANOSECONDS_PER_INSTANT } from '../../shared/guest-time'

/** How much may pass now, and whether time slept in HLT is part of it. */
export interface Allowance {
  readonly amount: number
  readonly unit: 'instants' | 'instructions'
}

export interface Pacing {
  /** What may pass at host time `now`, given what has passed by itself since `start`. */
  allowance(now: number): Allowance
  /** Notes that an amount has passed. */
  spend(amount: number): void
  /**
   * When there will be something to do again, in milliseconds from `now`; 0 for at once.
   * A guest that sleeps gets guest time as fast as it can be had, but not a whole core of the host.
   */
  delay(now: number, isAsleep: boolean): number
}

const INSTANTS_PER_MILLISECOND = 1_000_000 / NANOSECONDS_PER_INSTANT

/** A host that was busy or asleep must not be made up for in one go. */
const LAG_LIMIT_MILLISECONDS = 100

const TICK_MILLISECONDS = 4

export function startPacing(speed: Speed, start: number): Pacing {
  if (speed === 'flat-out') {
    return {
      allowance: () => ({ amount: Infinity, unit: 'instants' }),
      spend: () => undefined,
      delay: (_now, isAsleep) => (isAsleep ? TICK_MILLISECONDS : 0),
    }
  }
  const isRealTime = speed === 'real-time'
  const perMillisecond = isRealTime ? INSTANTS_PER_MILLISECOND : speed / 1000
  // At a slow rate one instruction takes longer than the limit; it must be able to come due.
  const lagLimit = Math.max(LAG_LIMIT_MILLISECONDS, 2 / perMillisecond)
  let since = start
  let spent = 0

  const owed = (now: number) => {
    const earliest = now - spent / perMillisecond - lagLimit
    if (since < earliest) since = earliest
    return Math.floor((now - since) * perMillisecond) - spent
  }

  return {
    allowance: (now) => ({
      amount: Math.max(0, owed(now)),
      unit: isRealTime ? 'instants' : 'instructions',
    }),
    spend(amount) {
      spent += amount
    },
    delay(now) {
      const nextAt = since + (spent + 1) / perMillisecond
      return Math.max(TICK_MILLISECONDS, nextAt - now)
    },
  }
}
