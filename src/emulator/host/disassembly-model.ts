/** The disassembly pane's model: the instructions around RIP, with names and source lines. */
import type { Disassembly, DisassemblyLine } from '../../shared/models/machine'
import { linearAddress, type LinearAddress } from '../../shared/units'
import type { DebugInfo } from '../debuginfo/debug-info'
import type { DisassembledInstruction } from '../debuginfo/disassembler'
import type { Machine } from '../machine/machine-api'
import type { ProcessorState } from '../machine/processor-state'

const LINES_BEFORE = 12
const LINES_AFTER = 36
/** How far before RIP a function may begin and still be decoded from its start. */
const LOOK_BACK = 4096n
const LONGEST_INSTRUCTION = 15
const LONG_MODE_CODE = 1n << 10n // IA32_EFER.LMA

/** The address that RIP stands for: outside of 64-bit mode CS has a base. */
export function instructionAddress(state: ProcessorState): LinearAddress {
  const base = state.mode === 64 ? 0n : (state.segments[1]?.base ?? 0n)
  const address = state.rip + base
  return linearAddress(state.efer & LONG_MODE_CODE ? address : BigInt.asUintN(32, address))
}

export function disassemblyModel(
  machine: Machine,
  debugInfo: DebugInfo,
  state: ProcessorState,
): Disassembly {
  const current = instructionAddress(state)
  const instructions = [
    ...before(machine, debugInfo, state, current),
    ...decode(machine, debugInfo, state, current, LINES_AFTER),
  ]
  const location = debugInfo.locate(current)
  const source = debugInfo.sourceOf(current)
  return {
    lines: instructions.map((instruction) => describe(instruction, debugInfo, current)),
    ...(location !== undefined && { location }),
    ...(source && { source }),
  }
}

function describe(
  { address, bytes, text }: DisassembledInstruction,
  debugInfo: DebugInfo,
  current: LinearAddress,
): DisassemblyLine {
  const found = debugInfo.symbols.at(address)
  const source = debugInfo.sourceOf(address)
  return {
    address,
    bytes,
    text,
    isCurrent: address === current,
    ...(found?.offset === 0n && { symbol: found.symbol.name }),
    ...(source && { source }),
  }
}

const decode = (
  machine: Machine,
  debugInfo: DebugInfo,
  state: ProcessorState,
  from: LinearAddress,
  limit: number,
) =>
  debugInfo.disassembler.disassemble(
    machine.readLinear(from, limit * LONGEST_INSTRUCTION),
    from,
    state.mode,
    limit,
  )

/**
 * Machine code cannot be read backwards: the lines before RIP are decoded from the function's beginning,
 * and left out when that does not lead to RIP.
 */
function before(
  machine: Machine,
  debugInfo: DebugInfo,
  state: ProcessorState,
  current: LinearAddress,
): DisassembledInstruction[] {
  const found = debugInfo.symbols.at(current)
  if (!found || found.offset === 0n || found.offset > LOOK_BACK) return []
  const start = found.symbol.address
  const bytes = machine.readLinear(linearAddress(start), Number(found.offset))
  const all = debugInfo.disassembler.disassemble(
    bytes,
    linearAddress(start),
    state.mode,
    bytes.length,
  )
  const last = all.at(-1)
  const leadsToCurrent =
    last && !last.isInvalid && last.address + BigInt(last.bytes.length) === current
  return leadsToCurrent ? all.slice(-LINES_BEFORE) : []
}
