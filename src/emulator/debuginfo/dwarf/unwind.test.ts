import { describe, expect, it } from 'vitest'
import type { FunctionInformation } from './call-frames'
import { createMeter } from './malformed'
import { unwind } from './unwind'

const CODE = 0x10_0000n
const STACK = 0x20_0000n
const CALL = [0xe8, 0, 0, 0, 0]

/** Code that is nothing but CALL instructions, so that every fifth address follows one. */
const code = Uint8Array.from({ length: 0x1000 }, (_, index) => CALL[index % 5] ?? 0)
const isCode = (address: bigint) => address >= CODE && address < CODE + 0x1000n
const behindCall = (index: number) => CODE + BigInt(5 * index)

interface Situation {
  /** Words from RSP on. */
  readonly stack: readonly bigint[]
  readonly rbp?: bigint
  readonly information?: FunctionInformation
}

function origins({ stack, rbp = 0n, information }: Situation) {
  const bytes = new Uint8Array(BigUint64Array.from(stack).buffer)
  const read = (start: bigint, from: Uint8Array, address: bigint, length: number) =>
    address >= start && address < start + BigInt(from.length)
      ? from.subarray(Number(address - start), Number(address - start) + length)
      : undefined
  const activations = unwind(
    { rip: CODE + 2n, general: [0n, 0n, 0n, 0n, STACK, rbp, ...new Array<bigint>(10).fill(0n)] },
    {
      callFrames: { at: (address) => (address < CODE + 5n ? information : undefined) },
      readMemory: (address, length) =>
        read(CODE, code, address, length) ??
        read(STACK, bytes, address, length) ??
        new Uint8Array(0),
      isCode,
      meter: createMeter(),
    },
  )
  return activations.map(({ rip, origin }) => [rip, origin])
}

/** CFA = RSP + 8 and the return address below it: what every function begins with. */
const atEntry: FunctionInformation = {
  start: CODE,
  end: CODE + 5n,
  common: {
    codeAlignment: 1,
    dataAlignment: -8,
    returnRegister: 16,
    instructions: Uint8Array.of(0x0c, 7, 8, 0x90, 1),
    pointerEncoding: 0,
    hasAugmentationData: false,
  },
  instructions: new Uint8Array(0),
}

const here = [CODE + 2n, 'registers']
const frame = [behindCall(9), 0x8n, 0x202n, STACK + 0x60n, 0x10n]

describe('unwind', () => {
  it('follows the unwind table', () => {
    expect(origins({ stack: [behindCall(7), 1n], information: atEntry })).toEqual([
      here,
      [behindCall(7), 'unwind-table'],
    ])
  })

  it('resumes what an interrupt interrupted', () => {
    // RIP lies at the stack's second word: its address ends in 8, as the processor leaves it.
    expect(origins({ stack: [0x77n, ...frame] })).toEqual([
      here,
      [behindCall(9), 'interrupt-frame'],
    ])
  })

  it('steps over the error code that an exception has pushed', () => {
    const found = origins({ stack: [0x2n, ...frame], information: atEntry })
    expect(found).toEqual([here, [behindCall(9), 'interrupt-frame']])
  })

  it('goes on from the interrupted stack', () => {
    const padding = new Array<bigint>(6).fill(0n)
    const found = origins({ stack: [0x77n, ...frame, ...padding, behindCall(11)] })
    expect(found.at(-1)).toEqual([behindCall(11), 'stack-scan'])
  })

  it('follows saved RBP where there is no table', () => {
    const found = origins({ stack: [1n, 2n, 0n, behindCall(5)], rbp: STACK + 16n })
    expect(found).toEqual([here, [behindCall(5), 'frame-pointer']])
  })

  it('looks for a return address where there is nothing else, and says so', () => {
    expect(origins({ stack: [1n, CODE + 3n, behindCall(4)] })).toEqual([
      here,
      [behindCall(4), 'stack-scan'],
    ])
  })

  it('ends where the stack ends', () => {
    expect(origins({ stack: [] })).toEqual([here])
    expect(origins({ stack: [0n], information: atEntry })).toEqual([here])
  })

  it('ends on a stack that has no end', () => {
    expect(origins({ stack: new Array<bigint>(4096).fill(behindCall(3)) }).length).toBe(256)
  })
})
