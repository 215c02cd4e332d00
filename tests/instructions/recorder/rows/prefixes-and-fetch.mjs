/** Prefixes in every order and number, REX among them, and instructions at the edges of pages and of 15 bytes. */
import { withRegisters, bare } from './bare.mjs'
import { RAX, RBX, RSI } from '../draft.mjs'
import { DATA, REGIONS } from '../memory-map.mjs'

export const name = 'prefixes-and-fetch'
export const title =
  'Order, repetition and absence of effect of prefixes; length limit; fetches across pages'

const OPERANDS = [
  [RAX, 0x7fff_ffff_ffff_fff1n],
  [RBX, 0x8888_8888_8888_881fn],
]
const ADD = [0x01, 0xd8] // add eax,ebx
const codeRegion = REGIONS.find(({ start }) => start === 0x100000n)
const CODE_END = codeRegion.start + codeRegion.size

export function* cases() {
  const add64 = (...prefixes) => withRegisters(64, [...prefixes, ...ADD], OPERANDS)
  const add32 = (...prefixes) => withRegisters(32, [...prefixes, ...ADD], OPERANDS)

  for (const prefix of [0x26, 0x2e, 0x36, 0x3e, 0x66, 0x67, 0xf2, 0xf3]) {
    yield add64(prefix)
    yield add32(prefix)
  }
  yield add64(0x66, 0x48) // REX.W wins over the operand-size prefix
  yield add64(0x48, 0x66) // a REX that a prefix follows counts for nothing
  yield add64(0x48, 0x49) // and of two the last one counts
  yield add64(0x40)
  yield add64(0x66, 0x66, 0x66)
  yield add64(0xf3, 0x66)
  yield add64(0xf2, 0xf3, 0x2e, 0x67, 0x45)
  yield withRegisters(64, [0x42, 0x01, 0x18], [[RAX, DATA + 0x40n]]) // REX.X without a SIB byte
  yield withRegisters(64, [0x67, 0x01, 0x18], [[RAX, (0xffn << 32n) | (DATA + 0x40n)]])
  yield withRegisters(64, [0x67, 0x8d, 0x40, 0xf0], [[RAX, 0x10n]])
  yield withRegisters(64, [0x67, 0x48, 0x8d, 0x40, 0xe0], [[RAX, 0x10n]]) // the address is cut to 32 bits, the result not
  yield bare(64, [0x66, 0x90])
  yield bare(64, [0x48, 0x90])
  yield bare(32, [0x48]) // DEC EAX, where 64-bit code has REX.W
  yield bare(64, [0x66, 0x98])
  yield bare(64, [0x66, 0x48, 0x98])

  for (const length of [13, 12]) {
    yield add64(...Array(length).fill(0x66))
    yield add32(...Array(length).fill(0x2e))
  }
  for (const length of [14, 20]) {
    yield add64(...Array(length).fill(0x66)) // longer than 15 bytes: #GP
    yield add32(...Array(length).fill(0x2e))
  }
  yield* fetches()
}

/** The instruction lies across two pages; or its second page is not present, and the fetch faults there. */
function* fetches() {
  const MOV64 = [0x48, 0xb8, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef]
  const MOV32 = [0xb8, 0x01, 0x23, 0x45, 0x67]
  for (const back of [1n, 2n, 5n, 9n]) yield at(bare(64, MOV64), 0x105000n - back)
  for (const back of [1n, 4n]) yield at(bare(32, MOV32), 0x105000n - back)
  for (const [bits, bytes] of [
    [64, [0x48]],
    [64, [0x48, 0xb8, 0x11]],
    [64, [0x0f]],
    [32, [0xb8, 0x11, 0x22]],
    [32, [0x66, 0x2e]],
    [64, [0x01]],
    [64, [0x81, 0x84]],
  ])
    yield at(bare(bits, bytes), CODE_END - BigInt(bytes.length))
  // The whole instruction fits; what follows it does not, and is what faults.
  yield at(withRegisters(64, ADD, OPERANDS), CODE_END - 2n)
  yield at(withRegisters(64, [0xeb, 0x10], [[RSI, 0n]]), CODE_END - 2n)
}

function at(draft, rip) {
  draft.rip = rip
  return draft
}
