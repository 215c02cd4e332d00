/** One-byte opcodes E0–FF: LOOP JCXZ, IN OUT, CALL JMP, LOCK, single flags, the unary group, INC DEC, indirect branches. */
import { instances } from '../instances.mjs'
import { randomFlags } from '../chance.mjs'
import { createDraft, maskOf, RAX, RBX, RCX, RDX, RSI, RSP } from '../draft.mjs'
import { CODE, DATA, NON_CANONICAL, NOT_PRESENT, READ_ONLY } from '../memory-map.mjs'
import { bare, withRegisters } from './bare.mjs'

export const name = 'one-byte-e0-ff'
export const title =
  'LOOP JCXZ IN OUT CALL JMP HLT CMC TEST NOT NEG MUL IMUL DIV IDIV CLC STC CLI STI CLD STD INC DEC PUSH'

const TARGET = CODE + 0x300n

export function* cases(chance) {
  for (const bits of [64, 32]) {
    yield* loops(bits)
    yield* privileged(bits)
    yield* branches(chance, bits)
    for (const opcode of [0xf5, 0xf8, 0xf9, 0xfc, 0xfd])
      for (const flags of [0n, 0xcd5n]) yield bare(bits, [opcode], flags)
    yield* unary(chance, bits)
    for (const digit of [0, 1]) {
      yield* instances(chance, bits, 8, { opcode: [0xfe], digit, operands: 'Eb' })
      yield* instances(chance, bits, 8, { opcode: [0xff], digit, operands: 'Ev' })
    }
    yield* instances(chance, bits, 4, {
      opcode: [0xff],
      digit: 6,
      operands: 'Ev',
      sizes: [16, bits],
      wide: false,
    })
    yield bare(bits, [0xff, 0x74, 0x24, 0x08]) // PUSH [RSP+8] reads before RSP moves
    for (const modrm of [0xd0, 0xf8]) yield bare(bits, [0xfe, modrm])
    yield bare(bits, [0xff, 0xf8])
  }
  for (const [opcode, digit] of [
    [0xf6, 2],
    [0xf7, 3],
    [0xff, 0],
    [0xfe, 1],
    [0xf7, 4],
  ])
    // LOCK MUL: #UD
    yield* instances(chance, 64, 2, {
      opcode: [opcode],
      digit,
      operands: opcode & 1 ? 'Ev' : 'Eb',
      prefixes: [0xf0],
      memoryOnly: true,
      reserved: [RAX, RDX],
    })
  yield bare(64, [0xf0, 0x90])
  yield bare(64, [0xf0, 0xf7, 0xd8]) // LOCK NEG of a register: #UD
  yield bare(64, [0xea, 0, 0, 0, 0, 0, 0])
  yield bare(64, [0x9a, 0, 0, 0, 0, 0, 0])
  yield bare(64, [...Array(15).fill(0x66), 0x90]) // sixteen bytes: #GP
  yield bare(64, [...Array(14).fill(0x66), 0x90])
}

/** The count is RCX, ECX or CX by the address size; a narrow one leaves the rest of RCX. */
function* loops(bits) {
  for (const opcode of [0xe0, 0xe1, 0xe2, 0xe3])
    for (const narrow of [[], [0x67]])
      for (const count of [0n, 1n, 2n, maskOf(narrow.length ? bits / 2 : bits) + 1n])
        for (const flags of opcode < 0xe2 ? [0n, 0x40n] : [0n])
          yield withRegisters(bits, [...narrow, opcode, 0x20], [[RCX, count]], flags)
}

/** CPL = 3 and IOPL = 0, and no I/O permission bit map that allows it. */
function* privileged(bits) {
  for (const opcode of [0xe4, 0xe5, 0xe6, 0xe7]) yield bare(bits, [opcode, 0x80])
  for (const opcode of [0xec, 0xed, 0xee, 0xef]) yield withRegisters(bits, [opcode], [[RDX, 0x80n]])
  for (const opcode of [0xf4, 0xfa, 0xfb]) yield bare(bits, [opcode])
  for (const modrm of [0x10, 0x18, 0x30]) yield bare(bits, [0x0f, 0x01, modrm]) // LGDT LIDT LMSW
  yield withRegisters(bits, [0x0f, 0x01, 0x38], [[RAX, DATA]]) // INVLPG
  for (const bytes of [
    [0x0f, 0x06],
    [0x0f, 0x08],
    [0x0f, 0x09],
    [0x0f, 0x30],
    [0x0f, 0x32],
    [0x0f, 0x20, 0xc0],
    [0x0f, 0x22, 0xd8],
    [0x0f, 0x21, 0xc0],
    [0x0f, 0x23, 0xf8],
  ])
    yield bare(bits, bytes)
  yield bare(bits, [0x0f, 0x00, 0xd0]) // LLDT
  yield bare(bits, [0x0f, 0x00, 0xd8]) // LTR
}

function* branches(chance, bits) {
  for (const displacement of [0x10, 0x7f, 0x80, 0xf0]) yield bare(bits, [0xeb, displacement])
  for (const opcode of [0xe8, 0xe9]) {
    for (const displacement of [0x200, -0x300])
      yield bare(bits, [
        opcode,
        displacement & 0xff,
        (displacement >> 8) & 0xff,
        displacement < 0 ? 0xff : 0,
        displacement < 0 ? 0xff : 0,
      ])
    if (bits === 32) yield bare(bits, [0x66, opcode, 0x10, 0x02]) // the new EIP has 16 bits
  }
  yield withRegisters(bits, [0xe8, 0, 1, 0, 0], [[RSP, NOT_PRESENT + 0x100n]]) // the push faults, not the branch
  yield bare(bits, [0xe9, 0, 0, 0x0f, 0]) // to DATA, which cannot be executed
  for (const digit of [2, 4])
    for (let i = 0; i < 6; i++)
      yield* instances(chance, bits, 1, {
        opcode: [0xff],
        digit,
        operands: 'Ev',
        sizes: [bits],
        wide: false,
        reserved: [RSP],
        values: () => TARGET,
      })
  for (const digit of [2, 4]) {
    const modrm = 0xc0 | (digit << 3) | RSI
    yield withRegisters(bits, [0xff, modrm], [[RSI, NOT_PRESENT]])
    if (bits === 64) yield withRegisters(bits, [0xff, modrm], [[RSI, NON_CANONICAL]])
    if (bits === 32) yield withRegisters(bits, [0x66, 0xff, modrm], [[RSI, 0x7777_4800n]])
  }
  yield withRegisters(bits, [0xff, 0x16], [[RSI, NOT_PRESENT - 2n]])
  yield* farBranches(bits)
}

/**
 * Far CALL and JMP through memory, and in 32-bit mode through an immediate; flat code selectors of either size.
 * Pointers of 16:64 bits are not here: of those vendors think differently.
 */
function* farBranches(bits) {
  for (const digit of [3, 5])
    for (const selector of [0x33n, 0x23n]) {
      const draft = withRegisters(bits, [0xff, (digit << 3) | RSI], [[RSI, DATA + 0x40n]])
      draft.setMemory(DATA + 0x40n, 32, TARGET)
      draft.setMemory(DATA + 0x44n, 16, selector)
      yield draft
    }
  yield bare(bits, [0xff, 0xd8])
  yield bare(bits, [0xff, 0xe8])
  if (bits === 64) return
  for (const opcode of [0x9a, 0xea])
    for (const selector of [0x33, 0x23])
      yield bare(32, [
        opcode,
        Number(TARGET & 0xffn),
        Number((TARGET >> 8n) & 0xffn),
        Number(TARGET >> 16n),
        0,
        selector,
        0,
      ])
}

function* unary(chance, bits) {
  const count = bits === 64 ? 8 : 4
  for (const [opcode, E] of [
    [0xf6, 'Eb'],
    [0xf7, 'Ev'],
  ]) {
    for (const digit of [0, 1])
      yield* instances(chance, bits, count, {
        opcode: [opcode],
        digit,
        operands: `${E},${E === 'Eb' ? 'Ib' : 'Iz'}`,
      })
    for (const digit of [2, 3])
      yield* instances(chance, bits, count, { opcode: [opcode], digit, operands: E })
    for (const digit of [4, 5])
      yield* instances(chance, bits, count * 2, {
        opcode: [opcode],
        digit,
        operands: `${E === 'Eb' ? 'AL' : 'rAX'},${E}`,
      })
    for (const digit of [6, 7])
      for (const size of E === 'Eb' ? [8] : [16, 32, ...(bits === 64 ? [64] : [])])
        for (let i = 0; i < count * 2; i++) yield division(chance, bits, opcode, digit, size)
  }
  for (const address of [NOT_PRESENT, READ_ONLY])
    for (const digit of [0, 2, 3, 4, 6]) {
      const draft = withRegisters(
        bits,
        [0xf7, (digit << 3) | RSI, ...(digit === 0 ? [1, 0, 0, 0] : [])],
        [
          [RSI, address],
          [RDX, 0n],
        ],
      )
      yield draft
    }
}

/** Dividends around divisor × quotient limits, so that about a third overflow: #DE, and a zero divisor now and then. */
function division(chance, bits, opcode, digit, size) {
  const draft = createDraft(bits)
  const signed = digit === 7
  const signedValue = (value, width) => (signed ? BigInt.asIntN(width, value) : value)
  let divisor = signedValue(chance.operand(size), size)
  if (divisor === 0n && chance.below(3)) divisor = 3n
  const quotientLimits = signed
    ? [(1n << BigInt(size - 1)) - 1n, -(1n << BigInt(size - 1)), 1n << BigInt(size - 1), -1n]
    : [maskOf(size), maskOf(size) + 1n]
  const quotient = chance.below(2)
    ? chance.pick(quotientLimits)
    : signedValue(chance.operand(size), size)
  const magnitude = divisor < 0n ? -divisor : divisor
  const remainder = magnitude > 0n ? chance.bits(64) % magnitude : 0n
  const product = divisor * quotient
  const dividend = BigInt.asUintN(
    2 * size,
    product < 0n ? product - remainder : product + remainder,
  )
  if (size === 8) draft.setRegister(RAX, 16, dividend)
  else {
    draft.setRegister(RAX, size, dividend)
    draft.setRegister(RDX, size, dividend >> BigInt(size))
  }
  draft.flags = randomFlags(chance)
  const prefix = size === 16 ? [0x66] : size === 64 ? [0x48] : []
  const inMemory = chance.below(2) === 1
  if (inMemory) {
    draft.setRegister(RSI, bits, DATA + 0x123n)
    draft.setMemory(DATA + 0x123n, size, BigInt.asUintN(size, divisor))
  } else draft.setRegister(RBX, size, BigInt.asUintN(size, divisor))
  draft.bytes = [...prefix, opcode, (digit << 3) | (inMemory ? RSI : 0xc0 | RBX)]
  return draft
}
