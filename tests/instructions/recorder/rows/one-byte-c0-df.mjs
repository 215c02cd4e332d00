/** One-byte opcodes C0–DF: shifts and rotates, RET, LES LDS, MOV immediate, ENTER LEAVE, INT, AAM AAD, XLAT. */
import { instances } from '../instances.mjs'
import { randomFlags } from '../chance.mjs'
import { createDraft, RAX, RBP, RBX, RCX, RSI, RSP } from '../draft.mjs'
import { CODE, DATA, NON_CANONICAL, NOT_PRESENT, READ_ONLY } from '../memory-map.mjs'
import { bare, withRegisters } from './bare.mjs'

export const name = 'one-byte-c0-df'
export const title =
  'ROL ROR RCL RCR SHL SHR SAR RET LES LDS MOV ENTER LEAVE INT INTO IRET AAM AAD XLAT'

const TARGET = CODE + 0x200n

export function* cases(chance) {
  for (const bits of [64, 32]) {
    yield* shifts(chance, bits)
    yield* returns(bits)
    yield* instances(chance, bits, 4, { opcode: [0xc6], digit: 0, operands: 'Eb,Ib' })
    yield* instances(chance, bits, 4, { opcode: [0xc7], digit: 0, operands: 'Ev,Iz' })
    yield* frames(bits)
    yield bare(bits, [0xcc])
    for (const vector of [0, 3, 4, 13, 0x21, 0xff]) yield bare(bits, [0xcd, vector])
    yield* translate(chance, bits)
    for (const modrm of [0xc8, 0xf8]) yield bare(bits, [0xc6, modrm]) // C6 has no /1, and /7 is XABORT
  }
  yield bare(32, [0xce], 0x800n)
  yield bare(32, [0xce], 0x001n)
  for (const bytes of [[0xce], [0xd4, 10], [0xd5, 10]]) yield bare(64, bytes) // #UD in 64-bit mode
  for (const opcode of [0xd4, 0xd5])
    for (const base of [10, 10, 10, 16, 7, 255, 1, 0])
      for (let i = 0; i < 3; i++) {
        const draft = bare(32, [opcode, base], randomFlags(chance))
        draft.setRegister(RAX, 16, chance.bits(16))
        yield draft
      }
  for (const opcode of [0xc4, 0xc5])
    for (const [size, selector] of [
      [32, 0x2bn],
      [16, 0x2bn],
      [32, 0n],
    ]) {
      const draft = createDraft(32)
      draft.setRegister(RSI, 32, DATA + 0x81n)
      draft.setMemory(DATA + 0x81n, size, 0x1234_5678n)
      draft.setMemory(DATA + 0x81n + BigInt(size / 8), 16, selector)
      draft.bytes = [...(size === 16 ? [0x66] : []), opcode, 0x1e]
      yield draft
    }
}

/** Counts 0, 1, around the width, around 32 and 64, and 255. CL is masked to 5 bits, or 6 with 64-bit operands. */
function* shifts(chance, bits) {
  for (let digit = 0; digit < 8; digit++) {
    for (const size of [8, 16, 32, ...(bits === 64 ? [64] : [])]) {
      const counts = [0, 1, 2, size - 1, size, size + 1, 31, 33, 63, 255].filter(
        (count) => count < 256,
      )
      const chosen = bits === 64 ? counts : [0, 1, size - 1, size, 31]
      const E = size === 8 ? 'Eb' : 'Ev'
      const low = size === 8 ? 0 : 1
      for (const count of chosen) {
        yield* instances(chance, bits, 1, {
          opcode: [0xc0 | low],
          digit,
          operands: `${E},Ib`,
          sizes: [size === 8 ? 32 : size],
          values: at(1, count),
        })
        yield* instances(chance, bits, 1, {
          opcode: [0xd2 | low],
          digit,
          operands: `CL,${E}`,
          sizes: [size === 8 ? 32 : size],
          values: at(0, count),
        })
      }
      yield* instances(chance, bits, 4, {
        opcode: [0xd0 | low],
        digit,
        operands: `${E},1`,
        sizes: [size === 8 ? 32 : size],
      })
    }
  }
}

/** Fixes the operand at `place` to `value` and draws the others. */
const at = (place, value) => (chance, width, position) =>
  position === place ? BigInt(value) : chance.operand(width)

function* returns(bits) {
  const target = (bytes, rip, prepare) => {
    const draft = bare(bits, bytes)
    draft.setMemory(draft.registers[RSP], bits, rip)
    prepare?.(draft)
    return draft
  }
  yield target([0xc3], TARGET)
  yield target([0xf3, 0xc3], TARGET)
  yield target([0xc2, 0x10, 0x00], TARGET)
  yield target([0xc2, 0x03, 0x00], TARGET)
  yield target([0xc3], NOT_PRESENT)
  yield withRegisters(bits, [0xc3], [[RSP, NOT_PRESENT]])
  yield withRegisters(bits, [0xc2, 8, 0], [[RSP, NOT_PRESENT - 2n]])
  if (bits === 64) yield target([0xc3], NON_CANONICAL)
  else yield target([0x66, 0xc3], 0x4123_4200n)

  const wide = bits === 64 ? [0x48] : []
  for (const selector of [0x33n, 0x23n])
    yield target([...wide, 0xcb], TARGET, (draft) =>
      draft.setMemory(draft.registers[RSP] + BigInt(bits / 8), bits, selector),
    )
  yield target([...wide, 0xca, 8, 0], TARGET, (draft) =>
    draft.setMemory(draft.registers[RSP] + BigInt(bits / 8), bits, bits === 64 ? 0x33n : 0x23n),
  )
  yield target([0xcb], TARGET, (draft) => draft.setMemory(draft.registers[RSP] + 4n, 32, 0x33n))

  const fields =
    bits === 64 ? [TARGET, 0x33n, 0x8d7n, DATA + 0x800n, 0x2bn] : [TARGET, 0x23n, 0x4d7n]
  const image = bare(bits, [...wide, 0xcf])
  fields.forEach((field, i) =>
    image.setMemory(image.registers[RSP] + BigInt((i * bits) / 8), bits, field),
  )
  yield image
  if (bits === 32) return
  const toCompatibility = bare(64, [0x48, 0xcf])
  const frame = [TARGET, 0x23n, 0x202n, DATA + 0x800n, 0x2bn]
  frame.forEach((field, i) =>
    toCompatibility.setMemory(toCompatibility.registers[RSP] + BigInt(i * 8), 64, field),
  )
  yield toCompatibility
}

function* frames(bits) {
  for (const level of [0, 1, 2, 3, 7, 31, 32, 33])
    for (const size of [0, 0x20, 0x123]) {
      const draft = withRegisters(
        bits,
        [0xc8, size & 0xff, size >> 8, level],
        [[RBP, DATA + 0x900n]],
      )
      draft.setRegister(RSP, bits, DATA + 0xc00n)
      yield draft
    }
  yield withRegisters(bits, [0x66, 0xc8, 0x10, 0, 2], [[RBP, DATA + 0x900n]])
  yield withRegisters(bits, [0xc8, 0x10, 0, 0], [[RSP, READ_ONLY + 4n]])
  yield withRegisters(bits, [0xc9], [[RBP, DATA + 0x900n]])
  yield withRegisters(bits, [0x66, 0xc9], [[RBP, DATA + 0x900n]])
  yield withRegisters(bits, [0xc9], [[RBP, NOT_PRESENT - 2n]])
}

function* translate(chance, bits) {
  for (let i = 0; i < 4; i++)
    yield withRegisters(
      bits,
      [0xd7],
      [
        [RBX, DATA + BigInt(chance.below(0x800))],
        [RAX, BigInt(0xab00 | chance.below(256))],
      ],
    )
  yield withRegisters(
    bits,
    [0xd7],
    [
      [RBX, NOT_PRESENT],
      [RAX, 5n],
      [RCX, 0n],
      [RSI, 0n],
    ],
  )
}
