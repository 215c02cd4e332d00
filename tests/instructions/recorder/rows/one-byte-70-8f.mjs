/** One-byte opcodes 70–8F: Jcc, the immediate group, TEST, XCHG, MOV, LEA, MOV of segment registers, POP. */
import { instances } from '../instances.mjs'
import { STATUS_FLAGS } from '../chance.mjs'
import { createDraft, RAX, RSP } from '../draft.mjs'
import { NON_CANONICAL, NOT_PRESENT, READ_ONLY } from '../memory-map.mjs'
import { bare } from './bare.mjs'

export const name = 'one-byte-70-8f'
export const title = 'Jcc, ADD OR ADC SBB AND SUB XOR CMP immediate, TEST XCHG MOV LEA POP'

/** CF, PF, ZF, SF and OF: what conditions read. AF would only double the cases. */
const CONDITION_FLAGS = STATUS_FLAGS.filter((flag) => flag !== 0x10n)
export const conditionStates = Array.from({ length: 32 }, (_, i) =>
  CONDITION_FLAGS.reduce((flags, flag, bit) => (i & (1 << bit) ? flags | flag : flags), 0n),
)

export function* cases(chance) {
  for (let condition = 0; condition < 16; condition++)
    for (const flags of conditionStates)
      yield bare(64, [0x70 | condition, chance.pick([0x10, 0x7f, 0x80, 0xf0])], flags)
  for (let condition = 0; condition < 16; condition++)
    for (let i = 0; i < 4; i++)
      yield bare(
        32,
        [0x70 | condition, chance.pick([0x10, 0x7f, 0x80])],
        chance.pick(conditionStates),
      )

  for (const [opcode, operands] of [
    [0x80, 'Eb,Ib'],
    [0x81, 'Ev,Iz'],
    [0x82, 'Eb,Ib'],
    [0x83, 'Ev,Ibs'],
  ])
    for (let digit = 0; digit < 8; digit++)
      for (const bits of opcode === 0x82 ? [32] : [64, 32])
        yield* instances(chance, bits, bits === 64 ? 5 : 2, { opcode: [opcode], operands, digit })
  yield bare(64, [0x82, 0xc0, 0x01])

  for (const bits of [64, 32]) {
    const count = bits === 64 ? 6 : 3
    for (const [opcode, operands] of [
      [0x84, 'Eb,Gb'],
      [0x85, 'Ev,Gv'],
      [0x86, 'Eb,Gb'],
      [0x87, 'Ev,Gv'],
    ])
      yield* instances(chance, bits, count, { opcode: [opcode], operands })
    for (const [opcode, operands] of [
      [0x88, 'Eb,Gb'],
      [0x89, 'Ev,Gv'],
      [0x8a, 'Gb,Eb'],
      [0x8b, 'Gv,Ev'],
    ])
      yield* instances(chance, bits, count, { opcode: [opcode], operands })
    yield* instances(chance, bits, bits === 64 ? 60 : 40, { opcode: [0x8d], operands: 'Gv,M' })
    yield bare(bits, [0x8d, 0xc0]) // LEA of a register: #UD
    yield* instances(chance, bits, 3, {
      opcode: [0x8f],
      digit: 0,
      operands: 'Ev',
      sizes: [16, bits],
      wide: false,
    })
    yield bare(bits, [0x8f, 0x44, 0x24, 0x08]) // POP [RSP+8] computes the address after the pop
    for (const segment of [0, 1, 2, 3]) {
      yield* instances(chance, bits, 1, {
        opcode: [0x8c],
        digit: segment,
        operands: 'Ev',
        registerOnly: true,
      })
      yield* instances(chance, bits, 1, {
        opcode: [0x8c],
        digit: segment,
        operands: 'Ew',
        memoryOnly: true,
      })
    }
    // Null selectors 1 to 3 are not here: the way back through the host's kernel clears their RPL.
    for (const selector of [0x2b, 0])
      for (const segment of [0, 3]) {
        const draft = bare(bits, [0x8e, 0xc0 | (segment << 3)])
        draft.setRegister(RAX, 16, BigInt(selector))
        yield draft
      }
    for (const modrm of [0xc8, 0xf0, 0xf8]) yield bare(bits, [0x8e, modrm]) // no CS, no segments 6 and 7: #UD
    yield bare(bits, [0x8c, 0xf0])
    yield* faults(bits)
  }
  for (const low of [0x84, 0x86, 0x88, 0x8a])
    yield* instances(chance, 64, 2, {
      opcode: [low],
      operands: 'Eb,Gb',
      prefixes: [0xf0],
      memoryOnly: true,
    })
}

/** A faulting access changes nothing: not present, read-only, across the end of a page, not canonical. */
function* faults(bits) {
  const addresses = [NOT_PRESENT, NOT_PRESENT - 2n, READ_ONLY + 0x80n, READ_ONLY - 2n]
  if (bits === 64) addresses.push(NON_CANONICAL, NON_CANONICAL - 2n, 0xffff_7fff_ffff_fff8n)
  for (const address of addresses)
    for (const opcode of [0x01, 0x03, 0x87, 0x89, 0x8b])
      for (const base of opcode === 0x8b ? [6, RSP] : [6]) {
        const draft = createDraft(bits)
        draft.setRegister(base, bits, address)
        draft.bytes = base === RSP ? [opcode, 0x04, 0x24] : [opcode, 0x06]
        yield draft
      }
}
