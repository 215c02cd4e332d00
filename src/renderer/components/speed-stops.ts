/** The speeds that the slider can choose, from one instruction a second to no brake at all. */
import { formatCount } from '../../shared/format'
import type { Speed } from '../../shared/protocol'

export const SPEED_STOPS: readonly Speed[] = [
  1,
  10,
  100,
  1_000,
  10_000,
  100_000,
  1_000_000,
  10_000_000,
  'real-time',
  'flat-out',
]

export function speedWords(speed: Speed): string {
  switch (speed) {
    case 'real-time':
      return 'Real time'
    case 'flat-out':
      return 'Flat out'
    default:
      return `${formatCount(speed)} instr/s`
  }
}

/** The stop nearest to a speed that was remembered, perhaps by another version. */
export function nearestStop(speed: Speed): number {
  const exact = SPEED_STOPS.indexOf(speed)
  if (exact >= 0 || typeof speed !== 'number') return Math.max(exact, 0)
  const numbers = SPEED_STOPS.filter((stop): stop is number => typeof stop === 'number')
  const faster = numbers.findIndex((stop) => stop >= speed)
  return faster >= 0 ? faster : numbers.length - 1
}
