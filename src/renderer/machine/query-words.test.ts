import { expect, it } from 'vitest'
import { instant } from '../../shared/units'
import { queryWords } from './query-words'

const answer = { type: 'query-answered', query: 'each fault' } as const

it('says where the machine stands', () => {
  expect(queryWords({ ...answer, count: 1, instant: instant(1234) })).toBe(
    'The machine stands at instr 1,234 now.',
  )
})

it('says that there are more', () => {
  expect(queryWords({ ...answer, count: 2000, instant: instant(5) })).toContain('one of 2,000')
})

it('says that there is nothing, with the reason where one is known', () => {
  expect(queryWords({ ...answer, count: 0 })).toBe('Nothing in this run is each fault.')
  expect(queryWords({ ...answer, count: 0, problem: 'No fault.' })).toBe('No fault.')
})
