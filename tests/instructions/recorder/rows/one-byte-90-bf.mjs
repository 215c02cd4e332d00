/** One-byte opcodes 90–BF: XCHG NOP, CBW CWD and their kin, flag images, MOV offsets, string instructions, MOV immediate. */
import { instances } from '../instances.mjs'
import { randomFlags } from '../chance.mjs'
import { createDraft, RAX, RCX, RDI, RDX, RSI, RSP } from '../draft.mjs'
import { DATA, NON_CANONICAL, NOT_PRESENT, READ_ONLY } from '../memory-map.mjs'
import { bare, withRegisters } from './bare.mjs'

export const name = 'one-byte-90-bf'
export const title =
  'XCHG NOP CBW CWDE CDQE CWD CDQ CQO PUSHF POPF SAHF LAHF MOVS CMPS STOS LODS SCAS TEST MOV'

const DF = 0x400n

export function* cases(chance) {
  for (const bits of [64, 32]) {
    const count = bits === 64 ? 6 : 3
    for (let i = 0; i < 3; i++)
      yield* instances(chance, bits, count, { opcode: [0x90], operands: 'Zv,rAX' })
    yield bare(bits, [0x90])
    yield bare(bits, [0xf3, 0x90])
    if (bits === 64) yield bare(bits, [0x41, 0x90]) // XCHG R8,RAX, not NOP
    yield* instances(chance, bits, count, { opcode: [0x98], operands: 'rAX' })
    yield* instances(chance, bits, count, { opcode: [0x99], operands: 'rAX' })
    yield* flagImages(chance, bits)
    yield* instances(chance, bits, 4, { opcode: [0xa8], operands: 'AL,Ib' })
    yield* instances(chance, bits, 4, { opcode: [0xa9], operands: 'rAX,Iz' })
    for (const [opcode, operands] of [
      [0xa0, 'AL,Ob'],
      [0xa1, 'rAX,Ov'],
      [0xa2, 'AL,Ob'],
      [0xa3, 'rAX,Ov'],
    ])
      yield* instances(chance, bits, 3, { opcode: [opcode], operands })
    for (let i = 0; i < 3; i++)
      yield* instances(chance, bits, 2, { opcode: [0xb0], operands: 'Zb,Ib' })
    yield* instances(chance, bits, 6, { opcode: [0xb8], operands: 'Zv,Iv' })
    for (const opcode of [0xa4, 0xa6, 0xaa, 0xac, 0xae]) yield* strings(chance, bits, opcode)
    yield* stringFaults(bits)
  }
}

/** PUSHF, POPF, SAHF, LAHF, and the single flags. A user's POPF leaves IF and IOPL alone. */
function* flagImages(chance, bits) {
  for (const prefix of [[], [0x66]]) {
    for (let i = 0; i < 4; i++)
      yield bare(bits, [...prefix, 0x9c], randomFlags(chance) | (i & 1 ? DF : 0n))
    for (let i = 0; i < 8; i++) {
      const draft = bare(bits, [...prefix, 0x9d], randomFlags(chance))
      draft.setMemory(
        draft.registers[RSP],
        bits,
        (randomFlags(chance) | (i & 1 ? DF : 0n)) ^ (i & 2 ? 0x3202n : 0n) ^ (i & 4 ? 0x28n : 0n),
      )
      yield draft
    }
  }
  for (let i = 0; i < 12; i++) {
    const draft = bare(bits, [i & 1 ? 0x9e : 0x9f], randomFlags(chance))
    draft.setRegister(RAX, 16, chance.bits(16))
    yield draft
  }
}

/** MOVS CMPS STOS LODS SCAS: every size, both directions, bare and with REP and REPNE, counts from none to a few. */
function* strings(chance, bits, opcode) {
  const sizes = [8, 16, 32, ...(bits === 64 ? [64] : [])]
  const repeats = [[], [0xf3], [0xf2]]
  for (const size of sizes)
    for (const repeat of repeats)
      for (const flags of [0n, DF])
        for (const narrow of repeat.length && size === 8 ? [false, true] : [false]) {
          const count = BigInt(chance.pick([0, 1, 2, 3, 5, 8]))
          yield string(chance, bits, { opcode, size, repeat, flags, narrow, count })
          if (opcode === 0xa6 || opcode === 0xae)
            yield string(chance, bits, { opcode, size, repeat, flags, narrow, count: 6n, equal: 3 })
        }
}

function string(
  chance,
  bits,
  { opcode, size, repeat, flags, narrow, count, equal = chance.below(6) },
) {
  const draft = createDraft(bits)
  const addressBits = narrow ? bits / 2 : bits
  const region = narrow && bits === 32 ? 0x8000n : DATA
  const from = region + 0x400n + BigInt(chance.below(64))
  const to = region + 0x800n + BigInt(chance.below(64))
  const step = BigInt(size / 8)
  draft.setRegister(RSI, addressBits, from)
  draft.setRegister(RDI, addressBits, to)
  if (repeat.length) draft.setRegister(RCX, addressBits, count)
  draft.flags = flags | randomFlags(chance)
  const direction = flags & DF ? -step : step
  // The first `equal` elements match, the next does not: repeated comparisons end there with REPE.
  const value = chance.operand(size)
  draft.setRegister(RAX, size, value)
  const isScan = opcode === 0xae
  for (let i = 0; i < 7; i++) {
    const element = i < equal ? value : chance.operand(size) ^ (i === equal ? 1n : 0n)
    const match = repeat[0] === 0xf2 ? element !== value : element === value
    if (!isScan) draft.setMemory(from + BigInt(i) * direction, size, element)
    if (isScan || opcode === 0xa6)
      draft.setMemory(
        to + BigInt(i) * direction,
        size,
        isScan ? (match ? value : element) : match ? element : ~element & 0xffn,
      )
  }
  const wide = size === 64 ? [0x48] : []
  const operandSize = size === 16 ? [0x66] : []
  draft.bytes = [
    ...(narrow ? [0x67] : []),
    ...operandSize,
    ...repeat,
    ...wide,
    opcode | (size === 8 ? 0 : 1),
  ]
  return draft
}

/** A fault in the middle: the elements before it are done, RCX, RSI and RDI tell how many, RIP is the instruction's own. */
function* stringFaults(bits) {
  const wide = bits === 64 ? [0x48] : []
  const at = (bytes, pairs, flags) => withRegisters(bits, bytes, pairs, flags)
  yield at(
    [0xf3, 0xa4],
    [
      [RSI, DATA + 0x100n],
      [RDI, READ_ONLY - 3n],
      [RCX, 8n],
    ],
  )
  yield at(
    [0xf3, 0xa4],
    [
      [RSI, NOT_PRESENT - 5n],
      [RDI, DATA],
      [RCX, 8n],
    ],
  )
  yield at(
    [0xf3, 0xa4],
    [
      [RSI, DATA + 2n],
      [RDI, DATA + 0x100n],
      [RCX, 8n],
    ],
    DF,
  )
  yield at(
    [0xf3, ...wide, 0xa5],
    [
      [RSI, DATA + 0x100n],
      [RDI, READ_ONLY - 20n],
      [RCX, 8n],
    ],
  )
  yield at(
    [0xf3, ...wide, 0xab],
    [
      [RDI, READ_ONLY - 16n],
      [RCX, 8n],
    ],
  )
  yield at(
    [0xf3, 0xaa],
    [
      [RDI, READ_ONLY - 7n],
      [RCX, 9n],
    ],
  )
  yield at(
    [0xf3, ...wide, 0xad],
    [
      [RSI, NOT_PRESENT - 16n],
      [RCX, 3n],
    ],
  )
  yield at(
    [0xf3, 0xa4],
    [
      [RSI, 0n],
      [RDI, 0n],
      [RCX, 0n],
    ],
  ) // no element, no access
  yield at(
    [0xa4],
    [
      [RSI, DATA],
      [RDI, NOT_PRESENT],
    ],
  )
  yield at([0xaa], [[RDI, READ_ONLY]])
  yield at([0xac], [[RSI, NOT_PRESENT]])
  yield at(
    [0xa6],
    [
      [RSI, DATA],
      [RDI, NOT_PRESENT],
    ],
  )
  yield at([0xae], [[RDI, NOT_PRESENT]])
  if (bits === 32) return
  yield at([0xac], [[RSI, NON_CANONICAL]])
  yield at(
    [0xf3, 0xaa],
    [
      [RDI, NON_CANONICAL],
      [RCX, 2n],
      [RDX, 0n],
    ],
  )
}
