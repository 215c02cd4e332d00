/**
 * Draws cases of one opcode from its operands in the manual's notation (SDM Vol. 2D, "Opcode Map"):
 *   E register or memory, M memory only, R register only (all in ModR/M.rm), G register (ModR/M.reg),
 *   Z register in the opcode's low bits, I immediate, O offset; or the names AL, rAX, CL, DX, 1.
 *   b 8 bits, w 16, d 32, q 64, v the operand size, z the same but at most 32 bits, y 32 or 64;
 *   Ibs is an 8-bit immediate that is sign-extended.
 */
import { AH, createDraft, RAX, RCX, RDX } from './draft.mjs'
import { encode, littleEndian, pickForm, placeMemory } from './encoding.mjs'
import { randomFlags } from './chance.mjs'
import { DATA } from './memory-map.mjs'

const WIDTH = { b: 8, w: 16, d: 32, q: 64 }
const widthOf = (code, size) => WIDTH[code] ?? (code === 'z' ? Math.min(size, 32) : size)

const usesOperandSize = (operands) =>
  operands.some((operand) => /^([EMRGZIO][vzy]|rAX)$/.test(operand))

function sizesOf(bits, operands) {
  if (!usesOperandSize(operands)) return [32]
  const isY = operands.some((operand) => /^.y$/.test(operand))
  return [...(isY ? [] : [16]), 32, ...(bits === 64 ? [64] : [])]
}

/**
 * `description`: { opcode, operands, digit?, prefixes?, sizes?, wide?, memoryOnly?, registerOnly?, isDistinct?, values?, prepare? }.
 * `values(chance, width, position)` gives an operand's value, `prepare(draft, drawn)` has the last word on the state.
 */
export function* instances(chance, bits, count, description) {
  const operands = description.operands ? description.operands.split(',') : []
  for (const size of description.sizes ?? sizesOf(bits, operands))
    for (let drawn = 0; drawn < count;) {
      const draft = instance(chance, bits, size, operands, description)
      if (!draft) continue
      drawn++
      yield draft
    }
}

function instance(chance, bits, size, operands, description) {
  const draft = createDraft(bits)
  const isDefault64 = description.wide === false
  const value = description.values ?? ((source, width) => source.operand(width))
  const parts = {
    prefixes: description.prefixes,
    opcode: description.opcode,
    size,
    wide: !isDefault64,
    byteRegisters: [],
  }
  const taken = [...(description.reserved ?? [])]
  const later = []
  if (description.digit !== undefined) parts.reg = description.digit
  draft.flags = randomFlags(chance)

  const register = (width) => {
    const choices = bits === 64 ? 16 : 8
    const free = Array.from({ length: choices }, (_, i) => i).filter((i) => !taken.includes(i))
    if (width === 8) {
      const low = bits === 64 ? free : free.filter((i) => i < 4)
      return chance.pick([...low, ...(chance.below(3) === 0 ? [AH, AH + 1, AH + 2, AH + 3] : [])])
    }
    return chance.pick(free)
  }
  const holds = (number, width) => {
    if (width === 8) parts.byteRegisters.push(number)
    taken.push(number >= AH ? number - AH : number)
    return number
  }

  for (const [position, operand] of operands.entries()) {
    const width = operand === 'M' ? 0 : widthOf(operand.at(1), size)
    const drawn = () => value(chance, width, position, size)
    if (operand === 'AL') draft.setRegister(holds(RAX, 0), 8, value(chance, 8, position, size))
    else if (operand === 'rAX')
      draft.setRegister(holds(RAX, 0), size, value(chance, size, position, size))
    else if (operand === 'CL') draft.setRegister(holds(RCX, 0), 8, value(chance, 8, position, size))
    else if (operand === 'DX')
      draft.setRegister(holds(RDX, 0), 16, value(chance, 16, position, size))
    else if (operand === '1') continue
    else if (operand[0] === 'G')
      draft.setRegister((parts.reg = holds(register(width), width)), width, drawn())
    else if (operand[0] === 'Z')
      draft.setRegister((parts.inOpcode = holds(register(width), width)), width, drawn())
    else if (operand === 'Ibs') parts.immediate = littleEndian(value(chance, 8, position, size), 8)
    else if (operand[0] === 'I')
      parts.immediate = [...(parts.immediate ?? []), ...littleEndian(drawn(), width)]
    else if (operand[0] === 'O') {
      const address = DATA + 0x800n + BigInt(chance.below(0x400))
      draft.setMemory(address, width, drawn())
      parts.immediate = littleEndian(address, bits)
    } else later.push({ kind: operand[0], width, drawn })
  }
  for (const { kind, width, drawn } of later) {
    const isMemory =
      kind === 'M' ||
      description.memoryOnly ||
      (kind === 'E' && !description.registerOnly && chance.below(2))
    if (isMemory) {
      const form = pickForm(chance, bits, taken)
      parts.rm = placeMemory(draft, chance, form, description.target?.(chance, form))
      if (width && !description.target) draft.setMemory(parts.rm.address, width, drawn())
    } else {
      if (!description.isDistinct && chance.below(6) === 0) taken.length = 0 // both operands may be one register
      draft.setRegister((parts.rm = holds(register(width), width)), width, drawn())
    }
  }
  description.prepare?.(draft, { chance, size, parts })
  const bytes = encode(draft, parts)
  if (!bytes) return null
  draft.bytes = bytes
  return draft
}
