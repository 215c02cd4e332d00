import { describe, expect, it } from 'vitest'
import { demangle } from './demangle'

describe('demangle', () => {
  it.each([
    ['_RNvCs1234_7mycrate3foo', 'mycrate::foo'],
    ['_RNvNtCs3PD3Eoi3GtW_15ringside_kernel5shell5enter', 'ringside_kernel::shell::enter'],
    ['_RNCNvC7mycrate4main0', 'mycrate::main::{closure#0}'],
    ['_RNCNvC7mycrate4mains_0', 'mycrate::main::{closure#1}'],
    ['_RINvC7mycrate3foomE', 'mycrate::foo::<u32>'],
    ['_RINvC7mycrate3fooRShEB2_', 'mycrate::foo::<&[u8]>'],
    ['_RINvC7mycrate3fooTmyEE', 'mycrate::foo::<(u32, u64)>'],
    ['_RINvC7mycrate3fooAhj10_E', 'mycrate::foo::<[u8; 16]>'],
    ['_RINvC7mycrate3fooKln5_Kb1_E', 'mycrate::foo::<-5, true>'],
    ['_RINvC7mycrate3fooFUKCmEuE', 'mycrate::foo::<unsafe extern "C" fn(u32)>'],
    [
      '_RINvC7mycrate3fooDNtC7mycrate5Traitp4ItemmEL_E',
      'mycrate::foo::<dyn mycrate::Trait<Item = u32>>',
    ],
    ['_RNvMC7mycrateNtB2_6Struct3new', '<mycrate::Struct>::new'],
    ['_RNvXC7mycrateNtB2_6StructNtB2_5Trait3run', '<mycrate::Struct as mycrate::Trait>::run'],
    ['_RNvC7mycrate3foo.llvm.1234', 'mycrate::foo'],
  ])('reads the v0 name %s', (symbol, name) => {
    expect(demangle(symbol)).toBe(name)
  })

  it.each([
    ['_ZN4core3fmt5write17h0123456789abcdefE', 'core::fmt::write'],
    [
      '_ZN58_$LT$alloc..string..String$u20$as$u20$core..fmt..Write$GT$9write_str17h0123456789abcdefE',
      '<alloc::string::String as core::fmt::Write>::write_str',
    ],
  ])('reads the legacy name %s', (symbol, name) => {
    expect(demangle(symbol)).toBe(name)
  })

  it.each([
    'main',
    '_start',
    '',
    '_R',
    '_RNv',
    '_RNvC99999999foo',
    '_ZN',
    '_ZN4E',
    '_RB_',
    '_RINvB1_B1_E',
  ])('gives back what is no Rust name: %j', (symbol) => {
    expect(demangle(symbol)).toBe(symbol)
  })

  it('comes to an end with a legacy name that has no end', () => {
    const name = `_ZN${'1a'.repeat(5_000)}`
    expect(demangle(name)).toBe(name)
  })

  it('comes to an end with a name whose back references multiply without bound', () => {
    let name = '_RINvC1a1bTmmE'
    for (let i = 0; i < 60; i++) name += 'TB8_B8_B8_E'
    expect(demangle(`${name}E`).length).toBeLessThan(10_000)
    const doubling = `_RIC1a${'TB'.repeat(500)}`
    expect(demangle(doubling)).toBe(doubling)
  })
})
