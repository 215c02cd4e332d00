/**
 * One activation of a function, as stepping by source lines knows it: which code it has, what tells it from other
 * activations of the same function, and where it returns to.
 */
import type { CodeReached } from '../../../shared/events'
import type { LinearAddress } from '../../../shared/units'
import type { DebugInfo } from '../../debuginfo/debug-info'
import type { StoppedRegisters } from '../../debuginfo/dwarf/frame-registers'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import type { Machine } from '../../machine/machine-api'

export interface ReturnPlace {
  readonly address: LinearAddress
  readonly stackPointer: LinearAddress
}

export interface Activation {
  /** Where it stands. */
  readonly address: LinearAddress
  /** The canonical frame address; RSP, where no table tells it: then no other activation of the function is known apart. */
  readonly frame: bigint
  /** What it returns to, or has interrupted. */
  readonly caller: Activation | undefined
  /** RSP as it is behind a return to this activation. */
  readonly stackPointer: LinearAddress
}

const RSP = 4

export const stackPointerOf = ({ general }: Pick<CodeReached, 'general'>): bigint =>
  general[RSP] ?? 0n

/** What tells the frame of an instruction that is about to be executed from all others of its function. */
export const frameOf = (
  debugInfo: DebugInfo,
  registers: StoppedRegisters,
  readMemory: ReadMemory,
): bigint => debugInfo.frameAddress(registers, readMemory) ?? stackPointerOf(registers)

/** The activation that a machine stands in, with its callers. Nothing outside of 64-bit code. */
export function activationAt(machine: Machine, debugInfo: DebugInfo): Activation | undefined {
  const state = machine.processor()
  if (state.mode !== 64) return undefined
  const frames = debugInfo.backtrace(state, machine.readLinear)
  // Those that are inlined share an activation; what is told of it is the same for all.
  const innermost = frames.filter(
    ({ activation }, index) => activation !== frames[index - 1]?.activation,
  )
  return innermost.reduceRight<Activation | undefined>(
    (caller, { address, stackPointer, frameAddress = stackPointer }) => ({
      address,
      frame: frameAddress,
      stackPointer,
      caller,
    }),
    undefined,
  )
}
