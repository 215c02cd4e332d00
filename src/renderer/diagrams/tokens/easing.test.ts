import { expect, it } from 'vitest'
import { parseEasing } from './easing'

it('starts at 0, ends at 1 and never turns back', () => {
  const ease = parseEasing('cubic-bezier(.45,0,.15,1)')
  const samples = Array.from({ length: 21 }, (_, index) => ease(index / 20))
  expect(samples[0]).toBe(0)
  expect(samples.at(-1)).toBe(1)
  for (const [index, sample] of samples.entries()) {
    expect(sample).toBeGreaterThanOrEqual(samples[index - 1] ?? 0)
  }
})

it('is the identity for control points on the diagonal', () => {
  expect(parseEasing('cubic-bezier(.3,.3,.6,.6)')(0.4)).toBeCloseTo(0.4, 5)
  expect(parseEasing('linear')(0.4)).toBe(0.4)
})

it('refuses what is no curve', () => {
  expect(() => parseEasing('ease-in')).toThrow('not an easing curve: ease-in')
})
