/** Two- and three-byte opcodes of the integer instruction set: 0F 40–0F CF, 0F 38 F0–F1, and the undefined ones. */
import { instances } from '../instances.mjs'
import { randomFlags } from '../chance.mjs'
import { createDraft, maskOf, RAX, RBX, RCX, RDI, RDX, RSI } from '../draft.mjs'
import { DATA, NOT_PRESENT, READ_ONLY } from '../memory-map.mjs'
import { bare, withRegisters } from './bare.mjs'
import { conditionStates } from './one-byte-70-8f.mjs'

export const name = 'two-byte'
export const title =
  'CMOVcc Jcc SETcc BT BTS BTR BTC SHLD SHRD IMUL CMPXCHG CMPXCHG8B CMPXCHG16B XADD MOVZX MOVSX POPCNT BSF BSR BSWAP MOVBE UD'

export function* cases(chance) {
  for (const bits of [64, 32]) {
    const count = bits === 64 ? 6 : 3
    yield* conditions(chance, bits)
    for (const opcode of [0xa3, 0xab, 0xb3, 0xbb]) yield* bitTests(chance, bits, opcode)
    for (const digit of [4, 5, 6, 7])
      yield* instances(chance, bits, 4, { opcode: [0x0f, 0xba], digit, operands: 'Ev,Ib' })
    yield bare(bits, [0x0f, 0xba, 0xc0, 1])
    for (const left of [0xa4, 0xac]) yield* doubleShifts(chance, bits, left)
    yield* instances(chance, bits, count * 2, { opcode: [0x0f, 0xaf], operands: 'Gv,Ev' })
    yield* exchanges(chance, bits)
    for (const [opcode, E] of [
      [0xb6, 'Eb'],
      [0xb7, 'Ew'],
      [0xbe, 'Eb'],
      [0xbf, 'Ew'],
    ])
      yield* instances(chance, bits, count, { opcode: [0x0f, opcode], operands: `Gv,${E}` })
    for (const opcode of [0xbc, 0xbd])
      yield* instances(chance, bits, count * 2, { opcode: [0x0f, opcode], operands: 'Gv,Ev' })
    yield* instances(chance, bits, count * 2, {
      opcode: [0x0f, 0xb8],
      operands: 'Gv,Ev',
      prefixes: [0xf3],
    })
    for (let i = 0; i < 3; i++)
      yield* instances(chance, bits, 2, { opcode: [0x0f, 0xc8], operands: 'Zy' })
    for (const opcode of [0xf0, 0xf1])
      yield* instances(chance, bits, count, { opcode: [0x0f, 0x38, opcode], operands: 'Gv,Mv' })
    for (const bytes of [
      [0x0f, 0x1f, 0x00],
      [0x0f, 0x1f, 0x44, 0x00, 0x00],
      [0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00],
      [0x0f, 0x19, 0xc0],
      [0xf3, 0x0f, 0x1e, 0xfa],
    ])
      yield bare(bits, bytes) // hint NOPs read no memory
    for (const bytes of [
      [0x0f, 0x0b],
      [0x0f, 0xb9, 0xc0],
      [0x0f, 0xff, 0xc0],
      [0x0f, 0x04],
      [0x0f, 0x0a],
      [0x0f, 0x24, 0xc0],
      [0x0f, 0x36],
      [0x0f, 0xa6, 0xc0],
      [0x0f, 0xb8, 0xc0],
    ])
      yield bare(bits, bytes)
    for (const opcode of [0xa0, 0xa8]) {
      yield bare(bits, [0x0f, opcode])
      yield bare(bits, [0x66, 0x0f, opcode])
    }
  }
}

function* conditions(chance, bits) {
  for (let condition = 0; condition < 16; condition++) {
    for (const flags of bits === 64 ? conditionStates : [chance.pick(conditionStates)])
      yield* instances(chance, bits, 1, {
        opcode: [0x0f, 0x90 | condition],
        operands: 'Eb',
        prepare: (draft) => (draft.flags = flags),
      })
    for (const [opcode, count] of [
      [0x40, 4],
      [0x80, 4],
    ])
      for (let i = 0; i < count; i++) {
        const flags = chance.pick(conditionStates)
        if (opcode === 0x80) yield bare(bits, [0x0f, opcode | condition, 0x34, 0x02, 0, 0], flags)
        // A CMOV of 32 bits clears the upper half of its destination even when it does not move.
        else
          yield* instances(chance, bits, 1, {
            opcode: [0x0f, opcode | condition],
            operands: 'Gv,Ev',
            prepare: (draft) => (draft.flags = flags),
          })
      }
  }
  // Without the condition the memory operand is read all the same.
  yield withRegisters(bits, [0x0f, 0x44, 0x06], [[RSI, NOT_PRESENT]], 0n)
  yield withRegisters(bits, [0x0f, 0x94, 0x06], [[RSI, READ_ONLY]], 0n)
}

/** With a memory operand the bit offset is signed and reaches outside the addressed word. */
function* bitTests(chance, bits, opcode) {
  yield* instances(chance, bits, 4, {
    opcode: [0x0f, opcode],
    operands: 'Ev,Gv',
    registerOnly: true,
  })
  for (const size of [16, 32, ...(bits === 64 ? [64] : [])])
    for (const offset of [
      0n,
      1n,
      BigInt(size - 1),
      BigInt(size),
      1000n,
      -1n,
      -BigInt(size),
      -777n,
    ]) {
      const draft = withRegisters(bits, [], [[RSI, DATA + 0x800n + BigInt(chance.below(8))]])
      draft.setRegister(RBX, size, offset & maskOf(size))
      draft.flags = randomFlags(chance)
      draft.bytes = [
        ...(size === 16 ? [0x66] : []),
        ...(size === 64 ? [0x48] : []),
        0x0f,
        opcode,
        0x1e,
      ]
      yield draft
    }
}

/** Counts within the operand size, and no other operand in RCX: beyond it the result is undefined. */
function* doubleShifts(chance, bits, opcode) {
  for (const size of [16, 32, ...(bits === 64 ? [64] : [])])
    for (const count of [0, 1, 2, size / 2, size - 1, 65]) {
      if ((count & (size === 64 ? 63 : 31)) > size) continue
      const fixed = (place) => (source, width, position) =>
        position === place ? BigInt(count) : source.operand(width)
      yield* instances(chance, bits, 2, {
        opcode: [0x0f, opcode],
        operands: 'Ev,Gv,Ib',
        sizes: [size],
        values: fixed(2),
      })
      yield* instances(chance, bits, 2, {
        opcode: [0x0f, opcode | 1],
        operands: 'CL,Ev,Gv',
        isDistinct: true,
        sizes: [size],
        values: fixed(0),
      })
    }
}

function* exchanges(chance, bits) {
  for (const [opcode, E, G] of [
    [0xb0, 'Eb', 'Gb'],
    [0xb1, 'Ev', 'Gv'],
  ]) {
    yield* instances(chance, bits, 6, {
      opcode: [0x0f, opcode],
      operands: `${E},${G}`,
      reserved: [RAX],
      memoryOnly: true,
      prepare: maybeEqual,
    })
    yield* instances(chance, bits, 4, {
      opcode: [0x0f, opcode],
      operands: `${E},${G}`,
      reserved: [RAX],
    })
    yield* instances(chance, bits, 2, {
      opcode: [0x0f, opcode],
      operands: `${E},${G}`,
      reserved: [RAX],
      memoryOnly: true,
      prefixes: [0xf0],
      prepare: maybeEqual,
    })
  }
  for (const [opcode, operands] of [
    [0xc0, 'Eb,Gb'],
    [0xc1, 'Ev,Gv'],
  ]) {
    yield* instances(chance, bits, 6, { opcode: [0x0f, opcode], operands })
    yield* instances(chance, bits, 2, {
      opcode: [0x0f, opcode],
      operands,
      memoryOnly: true,
      prefixes: [0xf0],
    })
  }
  for (const wide of bits === 64 ? [false, true] : [false])
    for (const equal of [true, false])
      for (const locked of [[], [0xf0]]) yield compareEight(chance, bits, wide, equal, locked)
  yield bare(bits, [0x0f, 0xc7, 0xc8]) // CMPXCHG8B of a register: #UD
  if (bits === 64) yield withRegisters(64, [0x48, 0x0f, 0xc7, 0x0f], [[RDI, DATA + 8n]]) // not aligned: #GP
  // A comparison that fails writes the old value back: read-only memory faults all the same.
  yield withRegisters(
    bits,
    [0x0f, 0xb1, 0x1e],
    [
      [RSI, READ_ONLY],
      [RAX, 0n],
    ],
  )
  yield withRegisters(
    bits,
    [0x0f, 0xc7, 0x0e],
    [
      [RSI, READ_ONLY],
      [RAX, 0n],
    ],
  )
}

/** Puts into RAX what the destination holds, half of the times. */
function maybeEqual(draft, { chance }) {
  if (chance.below(2) === 0 || draft.memory.length === 0) return
  const { bytes } = draft.memory[0]
  const value = bytes.reduceRight((high, byte) => (high << 8n) | BigInt(byte), 0n)
  draft.setRegister(RAX, bytes.length * 8, value)
}

function compareEight(chance, bits, wide, equal, prefixes) {
  const draft = createDraft(bits)
  const size = wide ? 64 : 32
  const low = chance.operand(size)
  const high = chance.operand(size)
  const address = DATA + 0x400n
  draft.setRegister(RAX, size, low)
  draft.setRegister(RDX, size, high)
  draft.setRegister(RBX, size, chance.operand(size))
  draft.setRegister(RCX, size, chance.operand(size))
  draft.setRegister(RDI, bits, address)
  draft.setMemory(address, size, equal ? low : low ^ 1n)
  draft.setMemory(address + BigInt(size / 8), size, high)
  draft.flags = randomFlags(chance)
  draft.bytes = [...prefixes, ...(wide ? [0x48] : []), 0x0f, 0xc7, 0x0f]
  return draft
}
