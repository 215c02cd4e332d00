/**
 * Loops of a few instructions, taken some times: blocks that are entered again, flags that cross their borders,
 * memory that is read after it was written. Nothing in them reads a flag that the manual leaves undefined.
 */
import { randomFlags } from '../chance.mjs'
import { createDraft, RAX, RBP, RBX, RCX, RDI, RDX, RSI } from '../draft.mjs'
import { DATA } from '../memory-map.mjs'

export const name = 'loops'
export const title = 'Loops of arithmetic, memory and conditions'

const WORKERS = [RAX, RDX, RBX, RBP, RDI]
const register = (reg, rm) => 0xc0 | (reg << 3) | rm
const memory = (reg) => [0x40 | (reg << 3) | RSI] // [rSI + disp8]

/** Each gives an instruction's opcode and what follows it, by the size's low bit. */
const POOL = [
  ...[0x00, 0x08, 0x10, 0x18, 0x20, 0x28, 0x30, 0x38].map((op) => (pick, low) => [
    op | low,
    register(pick(), pick()),
  ]),
  ...[0x00, 0x10, 0x28, 0x30].map((op) => (pick, low, near) => [
    op | low,
    ...memory(pick()),
    near(),
  ]), // to memory
  ...[0x02, 0x12, 0x2a, 0x3a].map((op) => (pick, low, near) => [
    op | low,
    ...memory(pick()),
    near(),
  ]), // from memory
  (pick, low) => [0x88 | low, register(pick(), pick())],
  (pick, low, near) => [0x88 | low, ...memory(pick()), near()],
  (pick, low, near) => [0x8a | low, ...memory(pick()), near()],
  ...[0, 1].map((digit) => (pick, low) => [0xfe | low, register(digit, pick())]), // INC DEC
  ...[2, 3].map((digit) => (pick, low) => [0xf6 | low, register(digit, pick())]), // NOT NEG
  ...[0, 1, 2, 3, 4, 5, 7].map((digit) => (pick, low) => [0xd0 | low, register(digit, pick())]), // by one
  (pick, low) => [0x84 | low, register(pick(), pick())],
  (pick, low) => [0x86 | low, register(pick(), pick())],
]
const CONDITIONAL = [
  (pick, condition) => [0x0f, 0x90 | condition, register(0, pick() & 3)], // SETcc
  (pick, condition) => [0x0f, 0x40 | condition, register(pick(), pick())], // CMOVcc
  (pick, condition) => [0x70 | condition, 0x02, 0xff, register(0, pick())], // Jcc over INC
]

export function* cases(chance) {
  for (let i = 0; i < 200; i++) yield loop(chance, 64)
  for (let i = 0; i < 80; i++) yield loop(chance, 32)
}

function loop(chance, bits) {
  const draft = createDraft(bits)
  for (const worker of WORKERS) draft.setRegister(worker, bits, chance.operand(bits))
  draft.setRegister(RSI, bits, DATA + 0x800n)
  draft.setRegister(RCX, bits, BigInt(2 + chance.below(12)))
  draft.flags = randomFlags(chance)

  const sizes = [8, 16, 32, ...(bits === 64 ? [64] : [])]
  const instruction = () => {
    const size = chance.pick(sizes)
    // Of byte registers AH and BH come with the numbers of RSP and RDI, but not CH: the counter is RCX.
    const pick = () => {
      const number = chance.pick(WORKERS)
      return size === 8 && number === RBP ? RAX : number
    }
    if (chance.below(4) === 0)
      return chance.pick(CONDITIONAL)(() => chance.pick([RAX, RDX, RBX]), chance.below(16))
    const bytes = chance.pick(POOL)(pick, size === 8 ? 0 : 1, () => chance.below(0x60))
    return size === 16 ? [0x66, ...bytes] : size === 64 ? [0x48, ...bytes] : bytes
  }
  const body = Array.from({ length: 2 + chance.below(8) }, instruction)
  const length = body.flat().length
  const end = [
    [0xff, register(1, RCX)], // DEC ECX
    [0x75, 256 - (length + 4)], // JNZ
  ]
  // The Jcc of the pool stands with the instruction that it skips.
  draft.sequence = [...body, ...end].flatMap((bytes) =>
    (bytes[0] & 0xf0) === 0x70 && bytes.length === 4
      ? [bytes.slice(0, 2), bytes.slice(2)]
      : [bytes],
  )
  draft.bytes = draft.sequence.flat()
  return draft
}
