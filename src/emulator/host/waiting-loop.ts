/**
 * Finds out whether the processor goes round a loop that only waits: for nothing at all, or for a spin lock to open.
 *
 * Looks at the instructions from RIP to the jump that leads back. A loop that stores, calls, or uses a port does
 * something, and is not one of these; but without optimisation the look at a lock is a call, which the stack shows.
 */
import type { WaitingLoop } from '../../shared/models/situation'
import { linearAddress, type LinearAddress } from '../../shared/units'
import { loopInstructions, type LoopInstruction } from '../debuginfo/loop-instructions'
import { isTaken, spinLocks, type SpinLock } from './spin-locks'
import type { LoadedMachine } from './loaded-machine'

const LONGEST_INSTRUCTION = 15
const MOST_INSTRUCTIONS = 24

export function waitingLoop(loaded: LoadedMachine): WaitingLoop | undefined {
  const { machine } = loaded
  if (machine.isHalted()) return undefined
  const bodies = bodiesOf(loaded, linearAddress(machine.processor().rip))
  const [body] = bodies
  if (body?.every(({ does }) => does === 'nothing' || does === 'jump')) return { kind: 'nothing' }
  const lock = body?.every(({ does }) => does !== 'other')
    ? spinLocks(loaded).find(({ word }) => body.some(({ operand }) => operand === word))
    : lockOfCalls(loaded, bodies)
  if (!lock || !isTaken(lock, machine.readLinear)) return undefined
  return { kind: 'lock', name: lock.name, word: lock.word }
}

const LOCKING = /(?:Lock|Mutex)\w*(?:<.*>)?>?::lock$/
/** What `lock` calls only after it has found the word taken. */
const CALLED_IN_VAIN = /::(?:is_locked|relax|spin_loop\w*)$/
const LOOK = /::Atomic\w*(?:<.*>)?>?::load$/
/** From the look itself to `lock`. */
const MOST_FRAMES = 8
/** A lock begins at most so far in front of its word. */
const MOST_BEFORE_WORD = 64n

/** The lock whose `lock` is on the stack, and calls what it calls to wait, or goes round the loop that does so. */
function lockOfCalls(
  loaded: LoadedMachine,
  bodies: readonly (readonly LoopInstruction[])[],
): SpinLock | undefined {
  const { machine, debugInfo } = loaded
  const registers = machine.processor()
  const frames = debugInfo.backtrace(registers, machine.readLinear).slice(0, MOST_FRAMES)
  const at = frames.findIndex(({ function: name }) => LOCKING.test(name ?? ''))
  const isInVain =
    at === 0
      ? bodies.some((body) => callsInVain(loaded, body))
      : isWaiting(frames[at - 1]?.function)
  if (!isInVain) return undefined
  const self = debugInfo
    .locals(registers, at, machine.readLinear)
    .find(({ name }) => name === 'self')
  const start = self?.value?.children?.find(({ name }) => name === '*')?.value.address
  if (start === undefined) return undefined
  return spinLocks(loaded).find(({ word }) => word >= start && word - start < MOST_BEFORE_WORD)
}

const isWaiting = (name: string | undefined): boolean => CALLED_IN_VAIN.test(name ?? '')

/** A loop that calls nothing but what looks at the word, and what is called in vain. */
function callsInVain({ debugInfo }: LoadedMachine, body: readonly LoopInstruction[]): boolean {
  const called = body
    .filter(({ does }) => does === 'other')
    .map(({ target }) => target && debugInfo.framesAt(target).at(-1)?.function)
  return called.some(isWaiting) && called.every((name) => isWaiting(name) || LOOK.test(name ?? ''))
}

/** The instructions of each loop around RIP; the way out of one may be a jump back as well. */
function bodiesOf(
  loaded: LoadedMachine,
  rip: LinearAddress,
): readonly (readonly LoopInstruction[])[] {
  return decode(loaded, rip).flatMap(({ address: last, target }) =>
    target !== undefined && target <= rip
      ? [decode(loaded, target).filter(({ address }) => address <= last)]
      : [],
  )
}

function decode({ machine }: LoadedMachine, from: LinearAddress): readonly LoopInstruction[] {
  const bytes = machine.readLinear(from, MOST_INSTRUCTIONS * LONGEST_INSTRUCTION)
  const { mode, general } = machine.processor()
  return loopInstructions(bytes, from, mode, MOST_INSTRUCTIONS, general)
}
