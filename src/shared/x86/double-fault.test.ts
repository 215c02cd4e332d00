import { expect, it } from 'vitest'
import { pairRule } from './double-fault'
import { Exception as E } from './exceptions'

it.each([
  ['a benign exception, then a contributory one, is served serially', E.UD, E.GP, 'serial'],
  ['two contributory exceptions become a double fault', E.DE, E.NP, 'double-fault'],
  ['a contributory exception, then a page fault, is served serially', E.DE, E.PF, 'serial'],
  [
    'a page fault, then a contributory exception, becomes a double fault',
    E.PF,
    E.GP,
    'double-fault',
  ],
  ['two page faults become a double fault', E.PF, E.PF, 'double-fault'],
  ['a double fault that cannot be delivered ends in shutdown', E.DF, E.PF, 'shutdown'],
] as const)('%s', (_claim, first, second, rule) => {
  expect(pairRule(first, true, second)).toBe(rule)
})

it('takes an INT n for benign, whatever its vector', () => {
  expect(pairRule(E.DE, false, E.GP)).toBe('serial')
  expect(pairRule(E.DF, false, E.GP)).toBe('serial')
})
