/** One-byte opcodes 00–3F: ADD OR ADC SBB AND SUB XOR CMP, segment pushes and pops, decimal adjustment. */
import { createDraft, RAX } from '../draft.mjs'
import { instances } from '../instances.mjs'
import { randomFlags } from '../chance.mjs'
import { bare } from './bare.mjs'

const FORMS = ['Eb,Gb', 'Ev,Gv', 'Gb,Eb', 'Gv,Ev', 'AL,Ib', 'rAX,Iz']

export const name = 'one-byte-00-3f'
export const title =
  'ADD OR ADC SBB AND SUB XOR CMP, PUSH and POP of segment registers, DAA DAS AAA AAS'

export function* cases(chance) {
  for (const bits of [64, 32])
    for (let operation = 0; operation < 8; operation++)
      for (const [low, operands] of FORMS.entries())
        yield* instances(chance, bits, bits === 64 ? 6 : 3, {
          opcode: [operation * 8 + low],
          operands,
        })

  for (const prefix of [0xf0])
    // LOCK
    for (let operation = 0; operation < 8; operation++)
      // LOCK CMP raises #UD
      for (const low of [0, 1])
        yield* instances(chance, 64, 1, {
          opcode: [operation * 8 + low],
          operands: FORMS[low],
          prefixes: [prefix],
          memoryOnly: true,
        })

  for (const opcode of [0x27, 0x2f, 0x37, 0x3f])
    for (let al = 0; al < 256; al += 1 + chance.below(3)) {
      const draft = createDraft(32)
      draft.flags = randomFlags(chance)
      draft.setRegister(RAX, 16, BigInt(al | (chance.below(4) << 8)))
      draft.bytes = [opcode]
      yield draft
    }

  for (const opcode of [0x06, 0x0e, 0x16, 0x1e]) {
    yield bare(32, [opcode])
    yield bare(32, [0x66, opcode])
  }
  for (const opcode of [0x07, 0x1f])
    for (const selector of [0x2bn, 0n]) {
      const draft = bare(32, [opcode])
      draft.setMemory(draft.registers[4], 32, 0xdead_0000n | selector)
      yield draft
    }
  // In 64-bit mode these are no instructions: #UD.
  for (const opcode of [0x06, 0x07, 0x0e, 0x16, 0x17, 0x1e, 0x1f, 0x27, 0x2f, 0x37, 0x3f])
    yield bare(64, [opcode])
  // Segment prefixes without effect on flat segments.
  for (const prefix of [0x26, 0x2e, 0x36, 0x3e])
    for (const bits of [64, 32])
      yield* instances(chance, bits, 1, {
        opcode: [0x03],
        operands: 'Gv,Ev',
        prefixes: [prefix],
        memoryOnly: true,
      })
}
