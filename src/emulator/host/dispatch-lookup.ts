/** Says what code a handler begins with, and which function and line it is. */
import type { HandlerReference } from '../../shared/models/idt-dispatch'
import { linearAddress, type LinearAddress } from '../../shared/units'
import type { DisassembledInstruction } from '../debuginfo/disassembler'
import type { DispatchLookup } from '../observers/idt-dispatch-model'
import type { IdtTableReader } from '../observers/idt-table'
import type { ObserverContext } from './observers'

const LONGEST_INSTRUCTION = 15
const SHOWN_INSTRUCTIONS = 4

/** What comes behind is not reached from here. */
const ENDS_FLOW = /^(jmp|ret|iret)/

function untilFlowEnds(code: readonly DisassembledInstruction[]) {
  const end = code.findIndex(({ text, isInvalid }) => isInvalid || ENDS_FLOW.test(text))
  if (end < 0) return code
  return code.slice(0, code[end]?.isInvalid ? end : end + 1)
}

export function createDispatchLookup({
  machine,
  debugInfo,
  lookup,
}: ObserverContext): DispatchLookup {
  const isMapped = (rip: LinearAddress) => machine.readLinear(rip, 1).length > 0

  function handler(rip: LinearAddress): HandlerReference {
    const { symbol, source } = instruction(rip)
    const bytes = machine.readLinear(rip, SHOWN_INSTRUCTIONS * LONGEST_INSTRUCTION)
    const { mode } = machine.processor()
    const code = debugInfo.disassembler.disassemble(bytes, rip, mode, SHOWN_INSTRUCTIONS)
    return {
      rip,
      ...(symbol !== undefined && { symbol }),
      ...(source !== undefined && { source }),
      code: untilFlowEnds(code).map(({ address, text }) => ({ address, text })),
    }
  }

  /** The last symbol of an image has no end: it must not name what is not even mapped. */
  function instruction(rip: LinearAddress) {
    const { symbol, ...known } = lookup.instruction(rip)
    return { ...known, ...(isMapped(rip) && symbol !== undefined && { symbol }) }
  }

  return { instruction, handler }
}

const LONG_MODE_ACTIVE = 1n << 10n

/** Reads the IDT as it lies in memory at this instant. */
export const createIdtTableReader = ({ machine, debugInfo }: ObserverContext): IdtTableReader => ({
  instant: machine.instant,
  idtr() {
    const { base, limit } = machine.processor().idtr
    return { base: linearAddress(base), limit }
  },
  gateBytes: () => (machine.processor().efer & LONG_MODE_ACTIVE ? 16 : 8),
  read: machine.readLinear,
  // The last symbol of an image has no end: it must not name what is not even mapped.
  symbolAt: (address) =>
    machine.readLinear(address, 1).length > 0 ? debugInfo.locate(address) : undefined,
})
