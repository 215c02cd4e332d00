/** A case before it is recorded: the instruction's bytes and the state it starts from. */
import { CODE, STACK_TOP } from './memory-map.mjs'

export const REGISTERS = [
  'RAX',
  'RCX',
  'RDX',
  'RBX',
  'RSP',
  'RBP',
  'RSI',
  'RDI',
  'R8',
  'R9',
  'R10',
  'R11',
  'R12',
  'R13',
  'R14',
  'R15',
]
export const [RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI] = [0, 1, 2, 3, 4, 5, 6, 7]

/** AH, CH, DH and BH, which instructions without REX name in place of SPL … DIL. */
export const AH = 16
export const isHighByte = (register) => register >= AH

export const maskOf = (size) => (1n << BigInt(size)) - 1n

/** What registers hold when a case does not say: distinct, not canonical, and never a sensible operand by chance. */
export const baseline = (bits) =>
  REGISTERS.map((_, index) => {
    if (index === RSP) return STACK_TOP
    const value = BigInt(0xa0 + index) * 0x0101_0101_0101_0101n
    return bits === 64 ? value : value & maskOf(32)
  })

export function createDraft(bits) {
  const draft = {
    bits,
    rip: CODE,
    flags: 0n,
    registers: baseline(bits),
    memory: [],
    bytes: [],

    /** Writes the low `size` bits of a register, or a high byte, and leaves the rest as it is. */
    setRegister(register, size, value) {
      const shift = isHighByte(register) ? 8n : 0n
      const index = isHighByte(register) ? register - AH : register
      const mask = maskOf(size) << shift
      draft.registers[index] = (draft.registers[index] & ~mask) | ((value << shift) & mask)
    },

    setMemory(address, size, value) {
      const bytes = []
      for (let i = 0n; i < BigInt(size); i += 8n) bytes.push(Number((value >> i) & 0xffn))
      draft.memory.push({ address, bytes })
    },
  }
  return draft
}
