/**
 * Finds out whether the processor goes round a loop that only waits: for nothing at all, or for a spin lock to open.
 *
 * Looks at the instructions alone, from RIP to the jump that leads back. A loop that stores, calls, or uses a port does
 * something, and is not one of these.
 */
import type { WaitingLoop } from '../../shared/models/situation'
import { linearAddress, type LinearAddress } from '../../shared/units'
import { loopInstructions, type LoopInstruction } from '../debuginfo/loop-instructions'
import { spinLocks } from './spin-locks'
import type { LoadedMachine } from './loaded-machine'

const LONGEST_INSTRUCTION = 15
const MOST_INSTRUCTIONS = 24
const TAKEN = 1

export function waitingLoop(loaded: LoadedMachine): WaitingLoop | undefined {
  const { machine } = loaded
  if (machine.isHalted()) return undefined
  const body = bodyOf(loaded, linearAddress(machine.processor().rip))
  if (!body) return undefined
  if (body.every(({ does }) => does === 'nothing' || does === 'jump')) return { kind: 'nothing' }
  const lock = spinLocks(loaded).find(({ word }) => body.some(({ operand }) => operand === word))
  if (!lock || machine.readLinear(lock.word, 1)[0] !== TAKEN) return undefined
  return { kind: 'lock', name: lock.name, word: lock.word }
}

/** The instructions of the loop around RIP, when there is one that only waits. */
function bodyOf(loaded: LoadedMachine, rip: LinearAddress): readonly LoopInstruction[] | undefined {
  const last = decode(loaded, rip).find(({ target }) => target !== undefined && target <= rip)
  if (last?.target === undefined) return undefined
  const body = decode(loaded, last.target).filter(({ address }) => address <= last.address)
  return body.some(({ does }) => does === 'other') ? undefined : body
}

function decode({ machine }: LoadedMachine, from: LinearAddress): readonly LoopInstruction[] {
  const bytes = machine.readLinear(from, MOST_INSTRUCTIONS * LONGEST_INSTRUCTION)
  const { mode, general } = machine.processor()
  return loopInstructions(bytes, from, mode, MOST_INSTRUCTIONS, general)
}
