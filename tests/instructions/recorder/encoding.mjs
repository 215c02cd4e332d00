/**
 * Puts an instruction's bytes together: prefixes, REX, opcode, ModR/M, SIB, displacement, immediate.
 * SDM Vol. 2A, "Instruction Format". Knows nothing of what the instruction does.
 */
import { DATA, LOW_DATA } from './memory-map.mjs'
import { AH, isHighByte, maskOf, RBP, RBX, RDI, RSI, RSP } from './draft.mjs'

export const littleEndian = (value, size) =>
  Array.from({ length: size / 8 }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn))

/**
 * A memory operand: where its address comes from and how ModR/M says so.
 * `base` and `index` are register numbers or null; `scale` is the SIB scale's exponent, `reach` the displacement's bits.
 */
const form = (base, index, scale, reach, width) => ({ base, index, scale, reach, width })

/** Addressing forms of 64-bit code, each with its peculiarity of encoding. */
const FORMS_64 = [
  form(RBX, null, 0, 0, 64),
  form(RSI, null, 0, 8, 64),
  form(RBP, null, 0, 0, 64), //              needs a displacement of zero
  form(RSP, null, 0, 8, 64), //              needs a SIB byte
  form(12, null, 0, 0, 64), //               R12 needs it too
  form(13, null, 0, 0, 64), //               and R13 the displacement
  form(RDI, 9, 3, 8, 64),
  form(2, 1, 2, 32, 64),
  form(0, 12, 0, 8, 64), //                  R12 can be an index, RSP cannot
  form(null, 10, 1, 32, 64), //              no base
  form(null, null, 0, 32, 64), //            no base, no index: SIB
  form('RIP', null, 0, 32, 64),
  form(RBX, 14, 0, 8, 32), //                address-size prefix: the sum is cut to 32 bits
]

const FORMS_32 = [
  form(RBX, null, 0, 0, 32),
  form(RSI, null, 0, 8, 32),
  form(RBP, null, 0, 0, 32),
  form(RSP, null, 0, 8, 32),
  form(2, 1, 2, 32, 32),
  form(null, RDI, 3, 32, 32),
  form(null, null, 0, 32, 32),
  form(RBX, RSI, 0, 0, 16),
  form(RBX, RDI, 0, 8, 16),
  form(RBP, RSI, 0, 16, 16),
  form(RBP, RDI, 0, 8, 16),
  form(RSI, null, 0, 0, 16),
  form(RBP, null, 0, 8, 16),
  form(RBX, null, 0, 16, 16),
  form(null, null, 0, 16, 16),
]

/** Numbers 0 … 7 of the 16-bit forms: SDM Vol. 2A, "16-Bit Addressing Forms with the ModR/M Byte". */
const RM_16 = [
  [RBX, RSI],
  [RBX, RDI],
  [RBP, RSI],
  [RBP, RDI],
  [RSI, null],
  [RDI, null],
  [RBP, null],
  [RBX, null],
]

/** Chooses a form that does not use the registers in `taken`. */
export function pickForm(chance, bits, taken) {
  const forms = (bits === 64 ? FORMS_64 : FORMS_32).filter(
    ({ base, index }) => !taken.includes(base) && !taken.includes(index),
  )
  return chance.pick(forms)
}

/**
 * Makes the form's registers add up to an address in the data region and returns the operand.
 * With `target` the address is that one.
 */
export function placeMemory(draft, chance, chosen, target) {
  const region = chosen.width === 16 ? LOW_DATA : DATA
  const address = target ?? region + 0x800n + BigInt(chance.below(0x400))
  let displacement = 0n
  if (chosen.reach === 8) displacement = BigInt(chance.below(256) - 128)
  if (chosen.reach > 8) displacement = BigInt(chance.below(0x1000) - 0x800)
  const index = BigInt(chance.below(0x100)) - 0x80n
  if (chosen.base === null && chosen.index === null) displacement = address
  else if (chosen.base === null) displacement = address - (index << BigInt(chosen.scale))
  else if (chosen.base !== 'RIP') {
    const scaled = chosen.index === null ? 0n : index << BigInt(chosen.scale)
    draft.setRegister(chosen.base, addressBits(draft, chosen), address - scaled - displacement)
  }
  if (chosen.index !== null) draft.setRegister(chosen.index, addressBits(draft, chosen), index)
  return { ...chosen, address, displacement }
}

/** Narrow addresses leave what stands above them in the registers: it must not count. */
const addressBits = (draft, chosen) => (chosen.width < draft.bits ? chosen.width : draft.bits)

function memoryBytes(draft, operand, reg, immediateLength, lengthSoFar) {
  const { base, index, scale, reach, displacement, width } = operand
  const field = (reg & 7) << 3
  if (width === 16) {
    const short = littleEndian(displacement & 0xffffn, 16)
    if (base === null) return [field | 6, ...short]
    const rm = RM_16.findIndex(([first, second]) => first === base && second === index)
    if (reach === 16) return [0x80 | field | rm, ...short]
    if (reach === 8 || rm === 6) return [0x40 | field | rm, short[0]]
    return [field | rm]
  }
  if (base === 'RIP') {
    const next = draft.rip + BigInt(lengthSoFar + 5 + immediateLength)
    return [field | 5, ...littleEndian((operand.address - next) & maskOf(32), 32)]
  }
  const long = littleEndian(displacement & maskOf(32), 32)
  if (base === null && index === null)
    return draft.bits === 64 ? [field | 4, 0x25, ...long] : [field | 5, ...long]
  if (base === null) return [field | 4, (scale << 6) | ((index & 7) << 3) | 5, ...long]
  const mustDisplace = reach === 0 && (base & 7) === 5
  const mod = reach === 32 ? 0x80 : reach === 8 || mustDisplace ? 0x40 : 0
  const tail = mod === 0x80 ? long : mod === 0x40 ? [long[0]] : []
  if (index === null && (base & 7) !== 4) return [mod | field | (base & 7), ...tail]
  const indexField = index === null ? 4 : index & 7
  return [mod | field | 4, (scale << 6) | (indexField << 3) | (base & 7), ...tail]
}

const legacyNumber = (register) => (isHighByte(register) ? register - AH + 4 : register)

/**
 * `size` is the operand size; `wide` says that 64 bits need REX.W. `reg` is a register number or an opcode
 * extension, `rm` a register number or a placed memory operand; `inOpcode` a register in the opcode's low bits.
 * Byte operands (`byteRegisters`) tell SPL from AH by the presence of REX: gives null when both are asked for.
 */
export function encode(draft, parts) {
  const {
    prefixes = [],
    opcode,
    size = 32,
    wide = true,
    reg,
    rm,
    inOpcode,
    byteRegisters = [],
  } = parts
  const immediate = parts.immediate ?? []
  const legacy = [...prefixes]
  if (size === 16) legacy.unshift(0x66)
  const isMemory = typeof rm === 'object' && rm !== null
  if (isMemory && rm.width !== draft.bits) legacy.unshift(0x67)

  const regNumber = reg === undefined ? 0 : legacyNumber(reg)
  const rmNumber = typeof rm === 'number' ? legacyNumber(rm) : 0
  const high = (number) => (typeof number === 'number' && number > 7 ? 1 : 0)
  let rex = 0
  if (size === 64 && wide) rex |= 8
  if (high(regNumber)) rex |= 4
  if (isMemory && high(rm.index)) rex |= 2
  if (isMemory ? high(rm.base) : high(rmNumber)) rex |= 1
  if (inOpcode !== undefined && high(legacyNumber(inOpcode))) rex |= 1
  const needsRex = rex !== 0 || byteRegisters.some((register) => register >= 4 && register <= 7)
  if (needsRex && (draft.bits !== 64 || byteRegisters.some(isHighByte))) return null

  const bytes = [...legacy, ...(needsRex ? [0x40 | rex] : []), ...opcode]
  if (inOpcode !== undefined) bytes[bytes.length - 1] |= legacyNumber(inOpcode) & 7
  if (isMemory) bytes.push(...memoryBytes(draft, rm, regNumber, immediate.length, bytes.length))
  else if (typeof rm === 'number') bytes.push(0xc0 | ((regNumber & 7) << 3) | (rmNumber & 7))
  return [...bytes, ...immediate]
}
