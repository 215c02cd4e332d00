import { expect, it } from 'vitest'
import { patienceAt } from './sight'

it('walks the stack of a young run again after as long as it had run, so that a new executor is found', () => {
  expect(patienceAt(0)).toBe(100_000)
  expect(patienceAt(3_000_000)).toBe(3_000_000)
  expect(patienceAt(400_000_000)).toBe(50_000_000)
})
