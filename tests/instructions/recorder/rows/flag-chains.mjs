/**
 * Short sequences: an instruction that sets flags, perhaps one that keeps some of them, and one that reads them.
 * A core that computes flags late must not notice the difference. No instruction here leaves a flag undefined that a
 * later one reads.
 */
import { createDraft, RAX, RBX, RCX, RDX } from '../draft.mjs'
import { randomFlags } from '../chance.mjs'

export const name = 'flag-chains'
export const title = 'Sequences in which a later instruction reads the flags of an earlier one'

const modrm = (reg, rm) => 0xc0 | (reg << 3) | rm

/** Opcodes with a byte form at `op` and a wide form at `op + 1`; operands RBX and RCX, or a group's digit. */
const pair = (op) => (low) => [op | low, modrm(RCX, RBX)]
const group = (op, digit) => (low) => [op | low, modrm(digit, RBX)]

const SETS_ALL = [0x00, 0x10, 0x18, 0x28, 0x38].map(pair) // ADD ADC SBB SUB CMP
SETS_ALL.push(group(0xf6, 3), (low) => [low ? 0x83 : 0x80, modrm(7, RBX), 0x7f]) // NEG, CMP immediate
const SETS_ALL_BUT_AF = [0x08, 0x20, 0x30, 0x84].map(pair) // OR AND XOR TEST
for (const digit of [4, 5, 7]) SETS_ALL_BUT_AF.push(group(0xd0, digit)) // SHL SHR SAR by one
const KEEPS_CF = [group(0xfe, 0), group(0xfe, 1)] // INC DEC
const SETS_CF_AND_OF = [0, 1, 2, 3].map((digit) => group(0xd0, digit)) // ROL ROR RCL RCR by one
const SETS_CF = [() => [0xf8], () => [0xf9], () => [0xf5]] // CLC STC CMC
const SETS_NONE = [
  () => [0x89, modrm(RCX, RDX)],
  () => [0xf6, modrm(2, RDX)],
  () => [0x8d, 0x53, 0x01],
] // MOV NOT LEA

const BETWEEN = [...KEEPS_CF, ...SETS_CF_AND_OF, ...SETS_CF, ...SETS_NONE]

const readsCondition = (chance) =>
  chance.pick([
    (condition) => [0x0f, 0x90 | condition, modrm(0, RAX)], // SETcc AL
    (condition) => [0x0f, 0x40 | condition, modrm(RDX, RCX)], // CMOVcc EDX,ECX
    (condition) => [0x70 | condition, 0x10], // Jcc
  ])(chance.below(16))
const readsCarry = (chance) =>
  chance.pick([
    [0x11, modrm(RCX, RDX)], // ADC
    [0x19, modrm(RCX, RDX)], // SBB
    [0xd1, modrm(2, RDX)], // RCL
    [0xd1, modrm(3, RDX)], // RCR
  ])
const READS_ALL = [[0x9c], [0x9f]] // PUSHF LAHF

export function* cases(chance) {
  for (const bits of [64, 32])
    for (let round = 0; round < (bits === 64 ? 40 : 15); round++)
      for (const [sources, definesAf] of [
        [SETS_ALL, true],
        [SETS_ALL_BUT_AF, false],
      ])
        for (const source of sources) yield chain(chance, bits, source, definesAf)
  for (const [arithmetic, adjust] of [
    [0x00, 0x27],
    [0x10, 0x27],
    [0x28, 0x2f],
    [0x18, 0x2f],
    [0x00, 0x37],
    [0x28, 0x3f],
  ])
    for (let i = 0; i < 12; i++) yield decimal(chance, arithmetic, adjust)
}

function chain(chance, bits, source, definesAf) {
  const draft = createDraft(bits)
  const size = chance.pick([8, 16, 32, ...(bits === 64 ? [64] : [])])
  const sized = (bytes) => (size === 16 ? [0x66, ...bytes] : size === 64 ? [0x48, ...bytes] : bytes)
  const low = size === 8 ? 0 : 1
  draft.setRegister(RBX, size, chance.operand(size))
  draft.setRegister(RCX, size, chance.operand(size))
  draft.flags = randomFlags(chance)
  const between = chance.below(2) ? [chance.pick(BETWEEN)(low)] : []
  const reader = chance.below(3)
  const reads =
    reader === 0
      ? readsCarry(chance)
      : reader === 1 && definesAf
        ? chance.pick(READS_ALL)
        : readsCondition(chance)
  // LEA and single flags take no prefixes that matter; the others do.
  const middle = between.map((bytes) =>
    bytes.length > 1 && bytes[0] !== 0x8d ? sized(bytes) : bytes,
  )
  draft.sequence = [sized(source(low)), ...middle, reads]
  draft.bytes = draft.sequence.flat()
  return draft
}

/** Packed and unpacked decimal numbers are added and then adjusted, in 32-bit code. */
function decimal(chance, arithmetic, adjust) {
  const draft = createDraft(32)
  draft.setRegister(RAX, 16, chance.bits(16))
  draft.setRegister(RCX, 8, chance.bits(8))
  draft.flags = randomFlags(chance)
  draft.sequence = [[arithmetic, modrm(RCX, RAX)], [adjust]]
  draft.bytes = draft.sequence.flat()
  return draft
}
