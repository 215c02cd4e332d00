/** The chain to a triple fault, told in the order in which it happened. */
import { expect, it } from 'vitest'
import { linearAddress, vector } from '../units'
import { shutdownWords } from './shutdown-words'

it('tells a stack overflow without IST: #PF, #PF while delivering it, #DF, the end', () => {
  const cr2 = linearAddress(0xfff8n)
  const words = shutdownWords([
    { vector: vector(14), errorCode: 2, cr2, during: 'instruction' },
    { vector: vector(14), errorCode: 2, cr2, during: 'delivery' },
    { vector: vector(8), errorCode: 0, during: 'delivery' },
  ])
  expect(words).toEqual([
    'An instruction raised #PF (Page Fault) at 0x0000_0000_0000_fff8: a write, the page is not present.',
    'Delivering #PF raised #PF (Page Fault) at 0x0000_0000_0000_fff8: a write, the page is not present.',
    'Delivering #PF raised #DF (Double Fault) with error code 0x0.',
    'The double fault could not be delivered either: the processor is shut down.',
  ])
})

it('tells an exception without error code, and a fetch from a page that forbids it', () => {
  const words = shutdownWords([
    { vector: vector(0), during: 'instruction' },
    { vector: vector(14), errorCode: 0x11, cr2: linearAddress(0n), during: 'delivery' },
  ])
  expect(words[0]).toBe('An instruction raised #DE (Divide Error).')
  expect(words[1]).toContain('an instruction fetch, the page forbids it')
})
