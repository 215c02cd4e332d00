/** The model of the pane of calls: the frames of the stopped program, and the stacks that they are on. */
import type { Backtrace, Frame, StackFrame } from '../../shared/models/debug'
import type { LinearAddress } from '../../shared/units'
import type { DebugInfo } from '../debuginfo/debug-info'
import type { ReadMemory } from '../debuginfo/dwarf/values'
import { instructionAddress } from './disassembly-model'
import type { LoadedMachine } from './loaded-machine'

/** Frames of one stack lie closer together than this, unless a function has a large array of its own. */
const STACK_GAP = 1n << 20n

export const readGuest =
  ({ machine }: LoadedMachine): ReadMemory =>
  (address, length) =>
    machine.readLinear(address, length)

/** All frames. The unwinder follows 64-bit code alone: elsewhere there is but the one that RIP is in. */
export function framesOf(loaded: LoadedMachine): readonly Frame[] {
  const { machine, debugInfo } = loaded
  const state = machine.processor()
  if (state.mode !== 64) return innermostFrames(loaded)
  return debugInfo.backtrace(state, readGuest(loaded))
}

/** The functions around RIP, without their callers: quick enough for each frame of a running machine. */
function innermostFrames({ machine, debugInfo }: LoadedMachine): readonly Frame[] {
  const state = machine.processor()
  const address = instructionAddress(state)
  const stackPointer = (state.general[4] ?? 0n) as LinearAddress
  return debugInfo
    .framesAt(address)
    .map((frame) => ({ ...frame, address, origin: 'registers', stackPointer, activation: 0 }))
}

export function backtraceModel(
  loaded: LoadedMachine,
  isRunning: boolean,
  selected: number,
): Backtrace {
  const frames = isRunning ? innermostFrames(loaded) : framesOf(loaded)
  return {
    frames: withStacks(frames, loaded.debugInfo),
    isComplete: !isRunning,
    selected: Math.min(selected, Math.max(0, frames.length - 1)),
  }
}

function withStacks(frames: readonly Frame[], debugInfo: DebugInfo): StackFrame[] {
  const stacks = frames.map(({ stackPointer }) => stackName(debugInfo, stackPointer))
  return frames.map((frame, index) => {
    const stack = stacks[index]
    return {
      ...frame,
      ...(stack !== undefined && { stack }),
      isOnOtherStack: isSwitch(frames[index - 1], frame, stacks[index - 1] === stack),
    }
  })
}

/** A caller's frame lies above that of the function it called, and on the same stack not far from it. */
function isSwitch(inner: Frame | undefined, outer: Frame, hasSameName: boolean): boolean {
  if (!inner || inner.activation === outer.activation) return false
  const distance = outer.stackPointer - inner.stackPointer
  return distance < 0n || distance > STACK_GAP || !hasSameName
}

/** Linker scripts name the ends of a stack, programs the array that it is. */
const END_OF_STACK = /_(bottom|top|guard|start|end)$/

/** What the image calls the memory into which the next push would go. */
function stackName({ symbols }: DebugInfo, stackPointer: bigint): string | undefined {
  return symbols.at(stackPointer - 1n)?.symbol.name.replace(END_OF_STACK, '')
}
