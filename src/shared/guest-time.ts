/**
 * How guest time follows from retired instructions: the only place that knows the ratio.
 * Every clock of the machine (PIT, RTC, UART, keyboard) derives from an `Instant` through these functions,
 * in exact integers, so equal runs see equal clocks.
 */
import { instant, type Instant } from './units'

/** One instruction lasts this long; the guest is a machine of 100 million instructions per second. */
export const NANOSECONDS_PER_INSTANT = 10

export const INSTANTS_PER_SECOND = 1_000_000_000 / NANOSECONDS_PER_INSTANT

/** How many whole periods of a clock of `frequency` Hz have passed at an instant. */
export function ticksAt(now: Instant, frequency: number): number {
  const seconds = Math.floor(now / INSTANTS_PER_SECOND)
  const rest = now % INSTANTS_PER_SECOND
  return seconds * frequency + Math.floor((rest * frequency) / INSTANTS_PER_SECOND)
}

/** The first instant at which `ticksAt` gives `tick`. */
export function instantOfTick(tick: number, frequency: number): Instant {
  const seconds = Math.floor(tick / frequency)
  const rest = tick % frequency
  return instant(
    seconds * INSTANTS_PER_SECOND + Math.ceil((rest * INSTANTS_PER_SECOND) / frequency),
  )
}

/** The first instant that lies at least `nanoseconds` after another. */
export const instantAfter = (start: Instant, nanoseconds: number): Instant =>
  instant(start + Math.ceil(nanoseconds / NANOSECONDS_PER_INSTANT))
