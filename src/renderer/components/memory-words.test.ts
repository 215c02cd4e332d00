import { describe, expect, it } from 'vitest'
import { linearAddress, physicalAddress } from '../../shared/units'
import { absenceWords, asciiText, byteText, placeWords, typeDigit } from './memory-words'

describe('bytes', () => {
  it('are two digits, and a character where ASCII has one that can be seen', () => {
    expect([0, 10, 255].map(byteText)).toEqual(['00', '0a', 'ff'])
    expect([0, 0x41, 0x7e, 0x7f, 0xe9].map(asciiText)).toEqual(['·', 'A', '~', '·', '·'])
  })

  it('are typed digit by digit', () => {
    expect(typeDigit('', 'A')).toEqual({ typed: 'a' })
    expect(typeDigit('a', '7')).toEqual({ typed: '', byte: 0xa7 })
    expect(typeDigit('', 'g')).toBeUndefined()
    expect(typeDigit('', 'F5')).toBeUndefined()
  })
})

describe('a place in memory', () => {
  it('says what the page allows, where it lies, and whose it is', () => {
    expect(
      placeWords({
        address: linearAddress(0xffff_ffff_8013_4160n),
        outcome: 'mapped',
        physicalAddress: physicalAddress(0x13_4160n),
        pageSize: '4k',
        permissions: { isWritable: true, isUser: false, isExecutable: false, isGlobal: false },
        symbol: 'HEAP+0x8',
      }),
    ).toBe('RW– supervisor · 4 KiB page · physical 0x0013_4160 · HEAP+0x8')
  })

  it('says why there is nothing', () => {
    expect(absenceWords({ reason: 'not-mapped', level: 'pd' })).toBe('not mapped: PDE has P = 0')
    expect(absenceWords({ reason: 'not-mapped' })).toContain('reserved bit')
    expect(absenceWords({ reason: 'non-canonical' })).toContain('canonical')
    expect(placeWords({ address: 0n, absence: { reason: 'no-memory' } })).toBe(
      'no memory answers here',
    )
  })
})
