/** The slider's speeds: in order, in words, and never lost. */
import { expect, it } from 'vitest'
import { nearestStop, SPEED_STOPS, speedWords } from './speed-stops'

it('goes from one instruction a second to no brake, each stop faster than the last', () => {
  expect(SPEED_STOPS[0]).toBe(1)
  expect(SPEED_STOPS.slice(-2)).toEqual(['real-time', 'flat-out'])
  const numbers = SPEED_STOPS.filter((stop): stop is number => typeof stop === 'number')
  expect([...numbers].sort((a, b) => a - b)).toEqual(numbers)
})

it('finds every stop again', () => {
  expect(SPEED_STOPS.map(nearestStop)).toEqual(SPEED_STOPS.map((_stop, i) => i))
})

it('shows a speed between two stops as the faster, and one beyond all as the fastest number', () => {
  expect(nearestStop(50)).toBe(SPEED_STOPS.indexOf(100))
  expect(nearestStop(1e12)).toBe(SPEED_STOPS.indexOf(10_000_000))
})

it('names them', () => {
  expect(speedWords(1000)).toBe('1,000 instr/s')
  expect(speedWords('real-time')).toBe('Real time')
})
