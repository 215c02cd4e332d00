import { expect, it } from 'vitest'
import { instant } from '../../shared/units'
import { queryWords } from './query-words'

const answer = { type: 'query-answered', query: 'each fault' } as const

it('leaves it to the timeline to show where the machine stands', () => {
  expect(queryWords({ ...answer, count: 1, instant: instant(1234) })).toBeUndefined()
})

it('says that there is nothing, with the reason where one is known', () => {
  expect(queryWords({ ...answer, count: 0 })).toBe('Nothing in this run is each fault.')
  expect(queryWords({ ...answer, count: 0, problem: 'No fault.' })).toBe('No fault.')
})
