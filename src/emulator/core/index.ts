/**
 * The core: an x86-64 processor and its memory management, compiled to WebAssembly.
 * These are all its exports; layout.ts says where its state lies, and everything else is read and written there.
 *
 * It knows of no device, no clock and no listener: ports, device memory and the interrupt controller are calls out,
 * time is the number of retired instructions, and facts go into a ring for whoever wants them.
 */
import { flushCode } from './blocks'
import { enterState } from './code-segment'
import { materializeFlags } from './flags'
import { defineHandlers } from './handlers'
import { defineOpcodes } from './opcode-map'
import { addCodeProbe, removeCodeProbe } from './probes'
import { hashState, peek, query } from './query'
import { reset } from './reset'
import { run } from './run'
import { canHold, setControl } from './set-register'
import { FLUSH_ALL, flushPage, flushTlb as flushScope, refreshTlb } from './tlb'

defineOpcodes()
defineHandlers()

/** Drops every translation. */
export function flushTlb(): void {
  flushScope(FLUSH_ALL)
}

export {
  addCodeProbe, canHold, enterState, flushCode, flushPage, hashState, materializeFlags, peek, query as translate,
  refreshTlb, removeCodeProbe, reset, run, setControl,
}
