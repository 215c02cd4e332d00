import { expect, it } from 'vitest'
import { physicalAddress } from '../../shared/units'
import type { DebugInfo } from '../debuginfo/debug-info'
import type { Machine } from '../machine/machine-api'
import type { ElfImage } from '../memory/image'
import { createAddressLookup } from './address-lookup'

/** What the lookup asks for a physical address, and nothing else. */
const targetOf = (address: bigint, start: number) =>
  createAddressLookup(
    { screen: () => ({ start }) } as unknown as Machine,
    { segments: [] } as unknown as ElfImage,
    {} as DebugInfo,
  ).target(physicalAddress(address))?.words

it('names the cell of the text screen that a byte belongs to', () => {
  expect(targetOf(0xb_8000n, 0)).toBe('VGA text, row 0, column 0, character byte')
  expect(targetOf(0xb_8f9fn, 0)).toBe('VGA text, row 24, column 79, attribute byte')
  expect(targetOf(0xb_8fa0n, 0)).toBeUndefined()
})

it('goes on at the beginning of the window behind its end', () => {
  expect(targetOf(0xb_ff60n, 0x7f60)).toBe('VGA text, row 0, column 0, character byte')
  expect(targetOf(0xb_8000n, 0x7f60)).toBe('VGA text, row 1, column 0, character byte')
  expect(targetOf(0xc_0000n, 0x7f60)).toBeUndefined()
})
