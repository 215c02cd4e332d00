/** Addresses as people type them. */
import { expect, it } from 'vitest'
import { parseAddress } from './parse-address'

it.each([
  ['0xb8000', 0xb8000n],
  ['b8000', 0xb8000n],
  [' 0x0000_0180_000b_8f3c ', 0x180000b8f3cn],
  ['FFFF FFFF 8000 0000', 0xffffffff80000000n],
  ['0', 0n],
])('reads %s', (text, address) => {
  expect(parseAddress(text)).toBe(address)
})

it.each(['', '0x', 'main', '-1', '0x1_0000_0000_0000_0000', '0x12.5', '0xg'])(
  'refuses %j',
  (text) => {
    expect(parseAddress(text)).toBeUndefined()
  },
)
