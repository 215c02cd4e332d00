/**
 * RFLAGS.TF: the debug exception after each instruction. SDM Vol. 3B, "Single-Step Exception Condition".
 * INT1 is not here: a hypervisor may stand between it and what is recorded.
 */
import { RAX, RCX, RDI, RSI, RSP } from '../draft.mjs'
import { DATA, NOT_PRESENT } from '../memory-map.mjs'
import { bare, withRegisters } from './bare.mjs'

export const name = 'single-step'
export const title = 'Single steps: RFLAGS.TF before, set and cleared by the instruction'

const TF = 0x100n

export function* cases() {
  for (const bits of [64, 32]) {
    const step = (bytes, pairs = []) => withRegisters(bits, bytes, pairs, TF)
    yield step([0x90])
    yield step([0x01, 0xc8])
    yield step([0xeb, 0x20])
    yield step([0xe8, 0x20, 0, 0, 0])
    yield step([0x9c]) // the image that PUSHF pushes has TF
    yield step([0xcc]) // #BP comes first, and its handler runs without TF
    yield step([0x0f, 0x0b])
    yield step([0x8b, 0x06], [[RSI, NOT_PRESENT]])
    yield step([0xf4])
    // A repeated string instruction traps after each element but its last with RIP at itself.
    yield step(
      [0xf3, 0xa4],
      [
        [RSI, DATA],
        [RDI, DATA + 0x100n],
        [RCX, 3n],
      ],
    )
    yield step(
      [0xf3, 0xa4],
      [
        [RSI, DATA],
        [RDI, DATA + 0x100n],
        [RCX, 1n],
      ],
    )
    yield step(
      [0xf3, 0xa4],
      [
        [RSI, DATA],
        [RDI, DATA + 0x100n],
        [RCX, 0n],
      ],
    )
    // POPF that clears TF traps once more; one that sets it lets the next instruction pass.
    for (const [before, popped] of [
      [TF, 0x202n],
      [TF, 0x302n],
      [0n, 0x302n],
    ]) {
      const draft = bare(bits, before ? [0x9d] : [0x9d, 0x90], before)
      draft.setMemory(draft.registers[RSP], bits, popped)
      yield draft
    }
    // MOV SS holds the trap back for one instruction.
    yield step([0x8e, 0xd0, 0x90], [[RAX, 0x2bn]])
  }
}
