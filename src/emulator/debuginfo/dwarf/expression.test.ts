import { describe, expect, it } from 'vitest'
import { evaluate, type ExpressionContext } from './expression'
import { MalformedDwarf, NoPlace } from './malformed'

const context: ExpressionContext = {
  register: (number) => (number === 6 ? 0x1000n : undefined),
  readMemory: (address, length) =>
    address === 0x2000n
      ? Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8).subarray(0, length)
      : new Uint8Array(0),
  frameBase: () => 0x500n,
  callFrameAddress: () => 0x600n,
  indexedAddress: (index) => BigInt(0x7000 + index),
}

const only = (...bytes: number[]) => evaluate(Uint8Array.from(bytes), context)[0]?.location

const minus = (value: bigint) => BigInt.asUintN(64, -value)

describe('evaluate', () => {
  it.each([
    ['DW_OP_addr', [0x03, 0x78, 0x56, 0x34, 0x12, 0, 0, 0, 0], 0x1234_5678n],
    ['DW_OP_fbreg -16', [0x91, 0x70], 0x4f0n],
    ['DW_OP_breg6 8', [0x76, 8], 0x1008n],
    ['DW_OP_bregx 6, 1', [0x92, 6, 1], 0x1001n],
    ['DW_OP_call_frame_cfa', [0x9c], 0x600n],
    ['DW_OP_addrx 2', [0xa1, 2], 0x7002n],
    ['DW_OP_const2u, deref', [0x0a, 0x00, 0x20, 0x06], 0x0807_0605_0403_0201n],
    ['DW_OP_deref_size 2', [0x0a, 0x00, 0x20, 0x94, 2], 0x201n],
    ['DW_OP_plus_uconst', [0x31, 0x23, 0x80, 0x01], 129n],
    ['DW_OP_const1s -1', [0x09, 0xff], minus(1n)],
    ['DW_OP_minus wraps', [0x30, 0x31, 0x1c], minus(1n)],
    ['DW_OP_shra keeps the sign', [0x09, 0xf0, 0x32, 0x26], minus(4n)],
    ['DW_OP_div is signed', [0x09, 0xf8, 0x32, 0x1b], minus(4n)],
    ['DW_OP_lt is signed', [0x09, 0xff, 0x30, 0x2d], 1n],
    ['DW_OP_rot', [0x31, 0x32, 0x33, 0x17, 0x13, 0x1c], 2n],
    ['DW_OP_pick', [0x31, 0x32, 0x33, 0x15, 2], 1n],
    ['DW_OP_bra skips', [0x35, 0x31, 0x28, 1, 0, 0x13], 5n],
  ])('reads %s', (_, bytes, address) => {
    expect(only(...bytes)).toEqual({ kind: 'memory', address })
  })

  it('knows a register and a bare value from a place in memory', () => {
    expect(only(0x50)).toEqual({ kind: 'register', number: 0 })
    expect(only(0x90, 12)).toEqual({ kind: 'register', number: 12 })
    expect(only(0x35, 0x9f)).toEqual({ kind: 'value', value: 5n })
    expect(only(0x9e, 2, 7, 8)).toEqual({ kind: 'bytes', bytes: Uint8Array.of(7, 8) })
  })

  it('puts together pieces, of which some may be nowhere', () => {
    const pieces = evaluate(Uint8Array.of(0x50, 0x93, 8, 0x93, 4, 0x76, 0, 0x93, 4), context)
    expect(pieces).toEqual([
      { size: 8, location: { kind: 'register', number: 0 } },
      { size: 4, location: { kind: 'nowhere' } },
      { size: 4, location: { kind: 'memory', address: 0x1000n } },
    ])
  })

  it.each([
    ['a register that is lost', [0x70, 0], 'register-lost'],
    ['memory that is not mapped', [0x0a, 0x00, 0x30, 0x06], 'not-mapped'],
    ['what the caller passed', [0xa3, 1, 0x55, 0x9f], 'argument-lost'],
    ['what the caller passed, as version 4 has it', [0xf3, 1, 0x55, 0x9f], 'argument-lost'],
  ])('says that it leads nowhere by %s', (_, bytes, absence) => {
    const lead = () => only(...bytes)
    expect(lead).toThrow(NoPlace)
    expect(lead).toThrow(expect.objectContaining({ absence }) as Error)
  })

  it('begins with what it is given', () => {
    const [piece] = evaluate(Uint8Array.of(0x23, 8), context, 0x100n)
    expect(piece?.location).toEqual({ kind: 'memory', address: 0x108n })
  })

  it.each([
    ['goes around for ever', [0x2f, 0xfd, 0xff]],
    ['pushes without end', [0x30, 0x2f, 0xfc, 0xff]],
    ['takes what is not there', [0x22]],
    ['needs a lost register', [0x70, 0]],
    ['reads what is not mapped', [0x30, 0x06]],
    ['has an unknown operation', [0xff]],
  ])('refuses what %s', (_, bytes) => {
    expect(() => only(...bytes)).toThrow(MalformedDwarf)
  })
})
