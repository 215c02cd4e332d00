/** One-byte opcodes 40–6F: INC DEC, PUSH POP, PUSHA POPA, BOUND, ARPL, MOVSXD, PUSH and IMUL immediate, INS OUTS. */
import { createDraft, RAX, RDX, RSI, RDI, RSP } from '../draft.mjs'
import { instances } from '../instances.mjs'
import { DATA, NOT_PRESENT, READ_ONLY, STACK_END } from '../memory-map.mjs'
import { bare, withRegisters } from './bare.mjs'

export const name = 'one-byte-40-6f'
export const title = 'INC DEC PUSH POP PUSHA POPA BOUND ARPL MOVSXD IMUL INS OUTS'

export function* cases(chance) {
  for (const opcode of [0x40, 0x48])
    yield* instances(chance, 32, 16, { opcode: [opcode], operands: 'Zv' })
  for (const [bits, sizes] of [
    [64, [16, 64]],
    [32, [16, 32]],
  ])
    for (const opcode of [0x50, 0x58])
      yield* instances(chance, bits, 12, { opcode: [opcode], operands: 'Zv', sizes, wide: false })
  for (const bits of [64, 32])
    for (const opcode of [0x54, 0x5c]) {
      // PUSH RSP pushes the old value, POP RSP keeps the popped one
      yield bare(bits, [opcode])
      yield bare(bits, [0x66, opcode])
    }
  for (const opcode of [0x50, 0x58]) {
    yield withRegisters(64, [opcode], [[RSP, NOT_PRESENT]]) // #PF, and RSP as before
    yield withRegisters(64, [opcode], [[RSP, 0x8000_0000_0000_0000n]]) // not canonical: #SS
  }
  yield withRegisters(64, [0x50], [[RSP, READ_ONLY + 0x100n]])
  yield withRegisters(64, [0x58], [[RSP, STACK_END - 4n]]) // the second half of the quadword is not present

  for (const bytes of [[0x60], [0x66, 0x60], [0x61], [0x66, 0x61]]) yield bare(32, bytes)
  yield withRegisters(32, [0x61], [[RSP, READ_ONLY - 16n]])
  yield withRegisters(32, [0x60], [[RSP, READ_ONLY + 0x1000n]])
  for (const bytes of [[0x60], [0x61]]) yield bare(64, bytes)

  yield* bounds(chance)
  yield* instances(chance, 32, 24, { opcode: [0x63], operands: 'Ew,Gw' })
  yield* instances(chance, 64, 8, { opcode: [0x63], operands: 'Gv,Ed', sizes: [32, 64] })

  for (const [bits, sizes] of [
    [64, [16, 64]],
    [32, [16, 32]],
  ])
    for (const [opcode, operands] of [
      [0x68, 'Iz'],
      [0x6a, 'Ibs'],
    ])
      yield* instances(chance, bits, 4, { opcode: [opcode], operands, sizes, wide: false })
  for (const bits of [64, 32]) {
    yield* instances(chance, bits, 10, { opcode: [0x69], operands: 'Gv,Ev,Iz' })
    yield* instances(chance, bits, 10, { opcode: [0x6b], operands: 'Gv,Ev,Ibs' })
  }
  // IOPL = 0: a user may not.
  for (const opcode of [0x6c, 0x6d, 0x6e, 0x6f])
    for (const bits of [64, 32])
      yield withRegisters(
        bits,
        [opcode],
        [
          [RDX, 0x80n],
          [RSI, DATA],
          [RDI, DATA],
        ],
      )
}

/** BOUND: in range at both ends, one off at both ends. */
function* bounds(chance) {
  for (const size of [16, 32])
    for (const [index, lower, upper] of [
      [5n, 5n, 9n],
      [9n, 5n, 9n],
      [4n, 5n, 9n],
      [10n, 5n, 9n],
      [-3n, -3n, -1n],
      [-4n, -3n, 7n],
      [0n, 3n, 1n],
    ]) {
      const draft = createDraft(32)
      const address = DATA + 0x800n + BigInt(chance.below(64))
      draft.setRegister(RAX, size, index)
      draft.setRegister(RSI, 32, address)
      draft.setMemory(address, size, lower & 0xffff_ffffn)
      draft.setMemory(address + BigInt(size / 8), size, upper & 0xffff_ffffn)
      draft.bytes = [...(size === 16 ? [0x66] : []), 0x62, 0x06]
      yield draft
    }
}
