/** Reads a vector file into cases with complete states: see the file's own header for the notation. */
import { readFileSync } from 'node:fs'
import type { Region, VisibleState } from '../core/core-harness'

export interface MemoryBytes {
  readonly address: number
  readonly bytes: Uint8Array
}

export interface Exception {
  readonly name: string
  readonly vector: number
  readonly errorCode: bigint | undefined
  /** The page fault's address. */
  readonly cr2: bigint | undefined
}

export interface VectorCase {
  readonly line: number
  readonly text: string
  readonly bits: 32 | 64
  readonly bytes: Uint8Array
  readonly assembly: string
  readonly before: VisibleState
  readonly memoryBefore: readonly MemoryBytes[]
  readonly after: VisibleState
  readonly memoryAfter: readonly MemoryBytes[]
  readonly exception: Exception | undefined
}

export interface VectorFile {
  readonly title: string
  readonly regions: readonly Region[]
  readonly cases: readonly VectorCase[]
}

export const REGISTERS_64 = 'RAX RCX RDX RBX RSP RBP RSI RDI R8 R9 R10 R11 R12 R13 R14 R15'.split(
  ' ',
)
export const REGISTERS_32 = 'EAX ECX EDX EBX ESP EBP ESI EDI'.split(' ')

export const FLAG_BITS: Readonly<Record<string, bigint>> = {
  CF: 0x001n,
  PF: 0x004n,
  AF: 0x010n,
  ZF: 0x040n,
  SF: 0x080n,
  TF: 0x100n,
  DF: 0x400n,
  OF: 0x800n,
}

const VECTORS: Readonly<Record<string, number>> = {
  '#DE': 0,
  '#DB': 1,
  '#BP': 3,
  '#OF': 4,
  '#BR': 5,
  '#UD': 6,
  '#NP': 11,
  '#SS': 12,
  '#GP': 13,
  '#PF': 14,
}
/** These report the instruction after: SDM Vol. 3A, "Exception Classifications". */
const TRAPS = ['#DB', '#BP', '#OF']

const hexBytes = (text: string) =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16))

interface Words {
  readonly named: ReadonlyMap<string, string>
  readonly memory: readonly MemoryBytes[]
  readonly exception: string | undefined
}

function readWords(text: string): Words {
  const named = new Map<string, string>()
  const memory: MemoryBytes[] = []
  let exception: string | undefined
  for (const word of text.split(' ').filter(Boolean)) {
    const [name = '', value = ''] = word.split('=')
    if (word.startsWith('#')) exception = word
    else if (word.startsWith('['))
      memory.push({ address: parseInt(name.slice(1), 16), bytes: hexBytes(value) })
    else named.set(name, value)
  }
  return { named, memory, exception }
}

const readFlags = (text: string) =>
  text.split('+').reduce((flags, name) => flags | (FLAG_BITS[name] ?? 0n), 0n)

function applyWords(state: VisibleState, { named }: Words, names: readonly string[]): VisibleState {
  const hex = (name: string, otherwise: bigint) => {
    const text = named.get(name)
    return text === undefined ? otherwise : BigInt(`0x${text}`)
  }
  const flags = named.get('RFLAGS')
  const selector = (name: keyof VisibleState['selectors']) =>
    Number(hex(name, BigInt(state.selectors[name])))
  return {
    registers: state.registers.map((value, index) => hex(names[index] ?? '', value)),
    rip: hex('RIP', state.rip),
    rflags: flags === undefined ? state.rflags : readFlags(flags),
    selectors: { CS: selector('CS'), SS: selector('SS'), DS: selector('DS'), ES: selector('ES') },
  }
}

function readException(word: string | undefined, named: ReadonlyMap<string, string>) {
  if (word === undefined) return undefined
  const [, name = '', errorCode] = /^(#[A-Z]+)(?:\((\w+)\))?$/.exec(word) ?? []
  const vector = VECTORS[name]
  if (vector === undefined) throw new Error(`an unknown exception: ${word}`)
  const cr2 = named.get('CR2')
  return {
    name,
    vector,
    errorCode: errorCode === undefined ? undefined : BigInt(`0x${errorCode}`),
    cr2: cr2 === undefined ? undefined : BigInt(`0x${cr2}`),
  }
}

/** The user's flat selectors, as the recording host's kernel numbers them. */
const flatSelectors = (bits: 32 | 64) => ({
  CS: bits === 64 ? 0x33 : 0x23,
  SS: 0x2b,
  DS: 0x2b,
  ES: 0x2b,
})

function readCase(text: string, line: number, baselines: ReadonlyMap<number, Words>): VectorCase {
  const fields = text.split('|').map((field) => field.trim())
  const [bitsText = '', bytesText = '', assembly = '', beforeText = '', afterText = ''] = fields
  const bits = bitsText === '64' ? 64 : 32
  const names = bits === 64 ? REGISTERS_64 : REGISTERS_32
  const baseline = baselines.get(bits)
  if (!baseline || fields.length !== 5) throw new Error(`line ${line} is not a case: ${text}`)
  const zero = {
    registers: names.map(() => 0n),
    rip: 0n,
    rflags: 0n,
    selectors: flatSelectors(bits),
  }
  const bytes = hexBytes(bytesText)
  const beforeWords = readWords(beforeText)
  const afterWords = readWords(afterText)
  const before = applyWords(applyWords(zero, baseline, names), beforeWords, names)
  const exception = readException(afterWords.exception, afterWords.named)
  const isFault = exception !== undefined && !TRAPS.includes(exception.name)
  const next = isFault ? before.rip : before.rip + BigInt(bytes.length)
  const after = applyWords({ ...before, rip: next }, afterWords, names)
  return {
    line,
    text,
    bits,
    bytes,
    assembly,
    before,
    memoryBefore: beforeWords.memory,
    after,
    memoryAfter: afterWords.memory,
    exception,
  }
}

export function readVectorFile(path: string | URL): VectorFile {
  const regions: Region[] = []
  const baselines = new Map<number, Words>()
  const cases: VectorCase[] = []
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  for (const [index, text] of lines.entries()) {
    const [keyword, first = '', second = '', permissions = '', fill = ''] = text.split(' ')
    if (keyword === 'region')
      regions.push({
        start: parseInt(first, 16),
        size: parseInt(second, 16),
        isWritable: permissions.includes('w'),
        isExecutable: permissions.includes('x'),
        fill,
      })
    else if (keyword === 'baseline') baselines.set(Number(first), readWords(text))
    else if (keyword !== '#') cases.push(readCase(text, index + 1, baselines))
  }
  return { title: lines[0]?.slice(2) ?? '', regions, cases }
}

/** What a region holds before a case writes into it: the recorder fills it the same way. */
export function pristine({ start, size, fill }: Region): Uint8Array {
  return Uint8Array.from({ length: size }, (_, offset) => {
    const address = start + offset
    return fill === 'int3' ? 0xcc : (address * 29 + (address >> 8) * 7 + 11) & 0xff
  })
}
