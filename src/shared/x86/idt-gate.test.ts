import { expect, it } from 'vitest'
import { decodeCodeDescriptor, isCode, isConforming } from './code-descriptor'
import { clearsInterruptFlag, decodeGate, gateTypeName } from './idt-gate'
import { decodeSelectorErrorCode, selectorErrorWords } from './selector-error-code'

it('puts the offset of a gate together from its three parts', () => {
  const gate = decodeGate([0x8010_8e01_0008_4a10n, 0xffff_ffffn])
  expect(gate).toEqual({
    offset: 0xffff_ffff_8010_4a10n,
    selector: 8,
    ist: 1,
    type: 0xe,
    isMemorySegment: false,
    dpl: 0,
    isPresent: true,
  })
  expect(gateTypeName(gate)).toBe('interrupt gate')
  expect(clearsInterruptFlag(gate)).toBe(true)
})

it('finds no gate in sixteen bytes of zero, nor where bit 44 is set', () => {
  expect(gateTypeName(decodeGate([0n, 0n]))).toBeUndefined()
  expect(gateTypeName(decodeGate([0x9e00_0000_0000n, 0n]))).toBeUndefined()
})

it('reads the descriptor of 64-bit code', () => {
  const code = decodeCodeDescriptor(0x00af_9b00_0000_ffffn)
  expect(code).toEqual({ s: 1, type: 0xb, dpl: 0, isPresent: true, l: 1, d: 0 })
  expect(isCode(code)).toBe(true)
  expect(isConforming(code)).toBe(false)
})

it('reads which gate or descriptor an error code names', () => {
  expect(decodeSelectorErrorCode(0x73)).toEqual({ isExternal: true, table: 'IDT', index: 14 })
  expect(selectorErrorWords(0x42)).toBe('gate 8 of the IDT, EXT 0')
  expect(selectorErrorWords(0x29)).toBe('descriptor 5 of the GDT, EXT 1')
  expect(selectorErrorWords(0)).toBe('no descriptor, EXT 0')
})
