/**
 * Which status flags an instruction leaves undefined: there silicon may do as it likes, and so may we.
 * SDM Vol. 1, "EFLAGS Cross-Reference", and each instruction's "Flags Affected" in Vol. 2.
 */
import { FLAG_BITS, type VectorCase } from './vector-cases'

const flags = (...names: string[]) =>
  names.reduce((mask, name) => mask | (FLAG_BITS[name] ?? 0n), 0n)

const ALL = flags('CF', 'PF', 'AF', 'ZF', 'SF', 'OF')
const NONE = 0n

interface Shift {
  /** After masking to 5 or 6 bits. */
  readonly count: number
  readonly width: number
}

type Rule = bigint | ((shift: Shift) => bigint)

const rotate: Rule = ({ count }) => (count <= 1 ? NONE : flags('OF'))
const shiftOut: Rule = ({ count, width }) => {
  if (count === 0) return NONE
  return flags('AF', ...(count > 1 ? ['OF'] : []), ...(count >= width ? ['CF'] : []))
}
const doubleShift: Rule = ({ count, width }) => {
  if (count === 0) return NONE
  return count > width ? ALL : flags('AF', ...(count > 1 ? ['OF'] : []))
}

const RULES: Readonly<Record<string, Rule>> = {
  and: flags('AF'),
  or: flags('AF'),
  xor: flags('AF'),
  test: flags('AF'),
  aaa: flags('OF', 'SF', 'ZF', 'PF'),
  aas: flags('OF', 'SF', 'ZF', 'PF'),
  aam: flags('OF', 'AF', 'CF'),
  aad: flags('OF', 'AF', 'CF'),
  daa: flags('OF'),
  das: flags('OF'),
  mul: flags('SF', 'ZF', 'AF', 'PF'),
  imul: flags('SF', 'ZF', 'AF', 'PF'),
  div: ALL,
  idiv: ALL,
  bsf: flags('CF', 'OF', 'SF', 'AF', 'PF'),
  bsr: flags('CF', 'OF', 'SF', 'AF', 'PF'),
  bt: flags('OF', 'SF', 'AF', 'PF'),
  bts: flags('OF', 'SF', 'AF', 'PF'),
  btr: flags('OF', 'SF', 'AF', 'PF'),
  btc: flags('OF', 'SF', 'AF', 'PF'),
  rol: rotate,
  ror: rotate,
  rcl: rotate,
  rcr: rotate,
  shl: shiftOut,
  sal: shiftOut,
  shr: shiftOut,
  // What SAR shifts out beyond the width are copies of the sign: CF stays defined.
  sar: (shift) => shiftOut({ ...shift, width: Infinity }),
  shld: doubleShift,
  shrd: doubleShift,
}

/** The widths are those of the first instruction: sequences shift by one, where the width does not matter. */
function shiftOf(assembly: string, { bits, bytes, before }: VectorCase): Shift {
  const last = assembly.split(',').at(-1) ?? ''
  const written = last === 'cl' ? Number((before.registers[1] ?? 0n) & 0xffn) : Number(last)
  const opcodeAt = bytes.findIndex((byte) => byte !== 0x66 && byte !== 0x67)
  const rex = bits === 64 && ((bytes[opcodeAt] ?? 0) & 0xf0) === 0x40 ? (bytes[opcodeAt] ?? 0) : 0
  const opcode = bytes[opcodeAt + (rex ? 1 : 0)] ?? 0
  const isByte = opcode !== 0x0f && (opcode & 1) === 0
  const width = isByte ? 8 : rex & 8 ? 64 : bytes.subarray(0, opcodeAt).includes(0x66) ? 16 : 32
  return { count: written & (width === 64 ? 0x3f : 0x1f), width }
}

const PREFIXES = ['lock', 'rep', 'repe', 'repne', 'xacquire', 'xrelease']

const mnemonicOfText = (assembly: string) =>
  assembly.split(' ').find((word) => !PREFIXES.includes(word)) ?? ''

/** Of the first instruction. */
export const mnemonicOf = ({ assembly }: VectorCase) => mnemonicOfText(assembly)

/** The bits of RFLAGS that must not be compared after this case. An instruction that faults leaves all of them alone. */
export function undefinedFlags(vector: VectorCase): bigint {
  if (vector.exception) return NONE
  return vector.assembly.split('; ').reduce((mask, assembly) => {
    const rule = RULES[mnemonicOfText(assembly)] ?? NONE
    return mask | (typeof rule === 'bigint' ? rule : rule(shiftOf(assembly, vector)))
  }, NONE)
}
