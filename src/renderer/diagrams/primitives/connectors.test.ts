import { expect, it } from 'vitest'
import { roundedPolyline } from './connectors'

it('rounds the bends of a line', () => {
  const line = [
    { x: 0, y: 0 },
    { x: 20, y: 0 },
    { x: 20, y: 20 },
  ]
  expect(roundedPolyline(line, 8)).toBe('M0 0L12 0Q20 0 20 8L20 20')
})

it('passes over a point that is the one before', () => {
  const line = [
    { x: 0, y: 0 },
    { x: 0, y: 0 },
    { x: 20, y: 0 },
    { x: 20, y: 0 },
  ]
  expect(roundedPolyline(line)).toBe('M0 0L20 0')
})
