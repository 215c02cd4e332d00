/**
 * Runs on to where another source line begins: in the same activation of the function, in one that it calls, or where it
 * returns to. Others of the same function, and whatever interrupts it, are run through.
 */
import { littleEndianNumber } from '../../../shared/little-endian'
import type { CodeReached } from '../../../shared/events'
import type { StepDepth } from '../../../shared/protocol'
import { linearAddress, type LinearAddress } from '../../../shared/units'
import type { LoadedMachine } from '../loaded-machine'
import { armStops, type ArmedStops, type CodeStop } from '../run-stops'
import { activationAt, frameOf, stackPointerOf, type Activation } from './activation'
import {
  callsOf,
  functionLines,
  isAtOrInside,
  isInside,
  lineAt,
  type ScopedLine,
} from './function-lines'

/** No breakpoint of the reader's. */
const NO_ID: readonly number[] = []

/** Throws `RangeError`, in a sentence, where there is no line to step from and nothing to return to. */
export function armStep(loaded: LoadedMachine, depth: StepDepth): ArmedStops {
  const { machine, debugInfo } = loaded
  const here = activationAt(machine, debugInfo)
  if (!here)
    throw new RangeError('Source lines are known of 64-bit code alone: F10 steps one instruction.')
  const line = lineAt(debugInfo, here.address)
  const stops: CodeStop[] = []
  const isOut = depth === 'out'
  if (line) stops.push(...lineStops(loaded, here, line, depth))
  if (here.caller) stops.push(returnStop(here.caller))
  if (stops.length === 0) throw new RangeError(noWayWords(loaded, here, isOut))
  const armed = armStops(loaded, stops, [], () => undefined)
  return line && depth === 'into' ? withCalls(loaded, armed, here, line) : armed
}

function noWayWords({ debugInfo }: LoadedMachine, { address }: Activation, isOut: boolean): string {
  const where = debugInfo.locate(address) ?? 'the code here'
  return isOut
    ? `Nobody is known to have called ${where}: there is no caller to run to.`
    : `The debug information names no source line for ${where}: F10 steps one instruction.`
}

/** The other lines of the function, in this activation. */
function lineStops(
  { machine, debugInfo }: LoadedMachine,
  here: Activation,
  line: ScopedLine,
  depth: StepDepth,
): CodeStop[] {
  const isWanted = (other: ScopedLine): boolean => {
    if (depth === 'out') return !isAtOrInside(other, line)
    return other.key !== line.key && (depth === 'into' || !isInside(other, line))
  }
  const addresses = [...functionLines(debugInfo, here.address).starts]
    .filter(([, other]) => isWanted(other))
    .map(([address]) => address)
  if (addresses.length === 0) return []
  const isDue = (reached: CodeReached) =>
    frameOf(debugInfo, reached, machine.readLinear) === here.frame
  return [{ addresses, isDue, ids: NO_ID }]
}

/** RSP tells the return of this activation from that of a deeper one. */
const returnStop = ({ address, stackPointer }: Activation): CodeStop => ({
  addresses: [address],
  isDue: (reached) => stackPointerOf(reached) === stackPointer,
  ids: NO_ID,
})

/** Goes along when a line calls a function that has lines of its own, and stops in its body. */
function withCalls(
  loaded: LoadedMachine,
  armed: ArmedStops,
  here: Activation,
  line: ScopedLine,
): ArmedStops {
  const { machine, debugInfo } = loaded
  const calls = callsOf(debugInfo, here.address, machine.readLinear).filter(({ address }) => {
    const at = lineAt(debugInfo, address)
    return at !== undefined && isAtOrInside(at, line)
  })
  const next = new Map(calls.map((call) => [call.address, call.next]))
  let calling: { readonly returnTo: LinearAddress; readonly stackPointer: bigint } | undefined
  let entered: ArmedStops | undefined
  const stopWatching = machine.watchCode([...next.keys()], (reached) => {
    const returnTo = next.get(reached.rip)
    if (!returnTo || frameOf(debugInfo, reached, machine.readLinear) !== here.frame) return
    calling = { returnTo, stackPointer: stackPointerOf(reached) - 8n }
    machine.interrupt()
  })

  /** The call was executed: where its function has lines, its body is where the run shall stop. */
  function follow(): void {
    const call = calling
    calling = undefined
    if (!call || entered) return
    const { rip, general } = machine.processor()
    const isCalled =
      stackPointerOf({ general }) === call.stackPointer &&
      littleEndianNumber(machine.readLinear(linearAddress(call.stackPointer), 8)) === call.returnTo
    if (!isCalled || lineAt(debugInfo, rip) === undefined) return
    const frame = call.stackPointer + 8n
    entered = armStops(
      loaded,
      [
        {
          addresses: [debugInfo.sourceLines.bodyOf(rip)],
          isDue: (reached) => isFrame(loaded, reached, frame),
          ids: NO_ID,
        },
      ],
      [],
      () => undefined,
      { includesHere: true },
    )
  }

  return {
    settle(stop) {
      follow()
      return entered?.settle(stop) ?? armed.settle(stop)
    },
    disarm() {
      stopWatching()
      entered?.disarm()
      armed.disarm()
    },
  }
}

/** Where no table tells the frame, the first that comes is taken for it. */
function isFrame(
  { machine, debugInfo }: LoadedMachine,
  reached: CodeReached,
  frame: bigint,
): boolean {
  return (debugInfo.frameAddress(reached, machine.readLinear) ?? frame) === frame
}
