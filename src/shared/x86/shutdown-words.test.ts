/** The chain to a triple fault, told in the order in which it happened. */
import { describe, expect, it } from 'vitest'
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
    'Delivering #PF raised #PF (Page Fault) at 0x0000_0000_0000_fff8: a write, the page is not present; together they become a double fault (#DF).',
    'The double fault could not be delivered either: the processor is shut down.',
  ])
})

it('tells what the delivery of the double fault raised in its turn', () => {
  const chain = [
    { vector: vector(13), errorCode: 0, during: 'instruction' },
    { vector: vector(11), errorCode: 0x10, during: 'delivery' },
    { vector: vector(8), errorCode: 0, during: 'delivery' },
    { vector: vector(13), errorCode: 0x42, during: 'delivery' },
  ] as const
  expect(shutdownWords(chain)).toEqual([
    'An instruction raised #GP (General Protection) with error code 0x0.',
    'Delivering #GP raised #NP (Segment Not Present) with error code 0x10; together they become a double fault (#DF).',
    'Delivering #DF raised #GP (General Protection) with error code 0x42.',
    'The double fault could not be delivered either: the processor is shut down.',
  ])
})

it('does not call an interrupt 8 that an instruction raised a merger', () => {
  const words = shutdownWords([
    { vector: vector(8), during: 'instruction' },
    { vector: vector(13), errorCode: 0x42, during: 'delivery' },
  ])
  expect(words.join(' ')).not.toContain('together')
})

it('tells an exception without error code, and a fetch from a page that forbids it', () => {
  const words = shutdownWords([
    { vector: vector(0), during: 'instruction' },
    { vector: vector(14), errorCode: 0x11, cr2: linearAddress(0n), during: 'delivery' },
  ])
  expect(words[0]).toBe('An instruction raised #DE (Divide Error).')
  expect(words[1]).toContain('an instruction fetch, the page forbids it')
})

describe('what no instruction raised', () => {
  const end = { vector: vector(8), errorCode: 0, during: 'delivery' } as const
  const first = (link: { vector: number; second: number; errorCode: number }) =>
    shutdownWords([
      { vector: vector(link.vector), during: 'instruction' },
      { vector: vector(link.second), errorCode: link.errorCode, during: 'delivery' },
      end,
    ])

  it('is an interrupt where the next error code has EXT = 1', () => {
    expect(first({ vector: 0x20, second: 11, errorCode: 0x103 }).slice(0, 2)).toEqual([
      'An interrupt came in with vector 0x20.',
      expect.stringMatching(/^Delivering vector 0x20 raised #NP/),
    ])
    expect(first({ vector: 8, second: 11, errorCode: 0x43 })[0]).toBe(
      'An interrupt came in with vector 0x8.',
    )
  })

  it('is INT n where it has EXT = 0, whatever the vector is called', () => {
    expect(first({ vector: 200, second: 13, errorCode: 0x642 })[0]).toBe(
      'An instruction asked for vector 0xc8.',
    )
    expect(first({ vector: 14, second: 11, errorCode: 0x72 }).slice(0, 2)).toEqual([
      'An instruction asked for vector 0xe.',
      expect.stringMatching(/^Delivering vector 0xe raised #NP/),
    ])
  })

  it('just came where a page fault does not tell', () => {
    expect(first({ vector: 0x20, second: 14, errorCode: 0 })[0]).toBe('Vector 0x20 came.')
  })
})
