/**
 * Named trace points of an image: each one NOP, told of by a standard SDT note, as gdb, perf and bpftrace read them.
 * The note says where the NOP is, what it is called, and where its operands stand when it is reached.
 */
import { littleEndianNumber } from '../../shared/little-endian'
import { createByteReader, decodeUtf8, OutOfBounds } from '../memory/byte-reader'
import { notesOf } from '../memory/elf-notes'
import type { ElfImage } from '../memory/image'

export interface TracePoint {
  readonly provider: string
  readonly name: string
  readonly address: bigint
  /** Those whose place could be read; the rest is left out from the first that could not. */
  readonly operands: readonly TraceOperand[]
}

/** Where an operand stands when its trace point is reached. */
export interface TraceOperand {
  /** In bytes: 1, 2, 4 or 8. */
  readonly size: number
  readonly isSigned: boolean
  readonly place: OperandPlace
}

export type OperandPlace =
  | { readonly type: 'constant'; readonly value: bigint }
  /** A general register by its number: RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8 … R15. */
  | { readonly type: 'register'; readonly register: number }
  | {
      readonly type: 'memory'
      readonly base?: number
      readonly index?: number
      readonly scale: number
      readonly displacement: bigint
    }

const OWNER = 'stapsdt'
const NOTE_TYPE = 3
const SECTION = '.note.stapsdt'
const BASE_SECTION = '.stapsdt.base'
/** Address of the NOP, of the base when it was linked, and of a semaphore. */
const ADDRESSES = 24
/** More trace points than any kernel has; a damaged table ends there. */
const LIMIT = 4096

/** All that could be read; a note that makes no sense is passed over. */
export function readTracePoints(image: ElfImage): readonly TracePoint[] {
  const base = image.sections.find(({ name }) => name === BASE_SECTION)?.address
  return image.sections
    .filter(({ name }) => name === SECTION)
    .flatMap(({ bytes }) => notesOf(bytes))
    .filter(({ owner, type }) => owner === OWNER && type === NOTE_TYPE)
    .slice(0, LIMIT)
    .flatMap(({ descriptor }) => readTracePoint(descriptor, base) ?? [])
}

function readTracePoint(descriptor: Uint8Array, base: bigint | undefined): TracePoint | undefined {
  const reader = createByteReader(descriptor)
  try {
    const linked = reader.u64(0, 'the address of a trace point')
    const linkedBase = reader.u64(8, 'the base of a trace point')
    const [provider, name, operands] = textsOf(descriptor.subarray(ADDRESSES))
    if (!provider || !name) return undefined
    // An image that was moved after it was linked has its base elsewhere.
    const moved = base === undefined ? 0n : base - linkedBase
    return {
      provider,
      name,
      address: BigInt.asUintN(64, linked + moved),
      operands: readOperands(operands ?? ''),
    }
  } catch (error) {
    if (!(error instanceof OutOfBounds)) throw error
    return undefined
  }
}

const textsOf = (bytes: Uint8Array) => decodeUtf8(bytes).split('\0')

function readOperands(text: string): TraceOperand[] {
  const operands: TraceOperand[] = []
  for (const word of text.split(' ').filter(Boolean)) {
    const operand = readOperand(word)
    if (!operand) break
    operands.push(operand)
  }
  return operands
}

const OPERAND = /^(-?)([1248])@(.+)$/

function readOperand(word: string): TraceOperand | undefined {
  const [, sign, size, text = ''] = OPERAND.exec(word) ?? []
  const place = readPlace(text)
  return place && { size: Number(size), isSigned: sign === '-', place }
}

const CONSTANT = /^\$(-?(?:0x[0-9a-f]{1,16}|\d{1,20}))$/i
const MEMORY = /^(-?(?:0x[0-9a-f]{1,16}|\d{1,20}))?\((?:%(\w+))?(?:,%(\w+)(?:,([1248]))?)?\)$/i

function readPlace(text: string): OperandPlace | undefined {
  if (text.startsWith('%')) {
    const register = registerNumber(text.slice(1))
    return register === undefined ? undefined : { type: 'register', register }
  }
  const constant = CONSTANT.exec(text)?.[1]
  if (constant !== undefined) return { type: 'constant', value: signedNumber(constant) }
  const memory = MEMORY.exec(text)
  if (!memory) return undefined
  const [, displacement = '0', base, index, scale = '1'] = memory
  const [baseNumber, indexNumber] = [base, index].map((name) => name && registerNumber(name))
  const isUnknown = (name: string | undefined, number: unknown) => name && number === undefined
  if (isUnknown(base, baseNumber) || isUnknown(index, indexNumber)) return undefined
  return {
    type: 'memory',
    scale: Number(scale),
    displacement: signedNumber(displacement),
    ...(typeof baseNumber === 'number' && { base: baseNumber }),
    ...(typeof indexNumber === 'number' && { index: indexNumber }),
  }
}

function signedNumber(text: string): bigint {
  return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text)
}

/** In the order of their encodings, each with its names of 64, 32, 16 and 8 bits. */
const REGISTERS: readonly (readonly string[])[] = [
  ...['a', 'c', 'd', 'b'].map((x) => [`r${x}x`, `e${x}x`, `${x}x`, `${x}l`]),
  ...['sp', 'bp', 'si', 'di'].map((x) => [`r${x}`, `e${x}`, x, `${x}l`]),
  ...Array.from({ length: 8 }, (_, n) => ['', 'd', 'w', 'b'].map((width) => `r${n + 8}${width}`)),
]

function registerNumber(name: string): number | undefined {
  const number = REGISTERS.findIndex((names) => names.includes(name.toLowerCase()))
  return number < 0 ? undefined : number
}

/** An operand's value as the trace point is reached: from registers, and memory where it lies there. */
export function operandValue(
  { size, isSigned, place }: TraceOperand,
  general: readonly bigint[],
  readMemory: (address: bigint, length: number) => Uint8Array | undefined,
): bigint | undefined {
  const bits = 8 * size
  const cut = (value: bigint) =>
    BigInt.asUintN(64, isSigned ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value))
  if (place.type === 'constant') return cut(place.value)
  if (place.type === 'register') return cut(general[place.register] ?? 0n)
  const register = (number: number | undefined) =>
    number === undefined ? 0n : (general[number] ?? 0n)
  const address =
    register(place.base) + register(place.index) * BigInt(place.scale) + place.displacement
  const bytes = readMemory(BigInt.asUintN(64, address), size)
  if (!bytes || bytes.length < size) return undefined
  return cut(littleEndianNumber(bytes))
}
