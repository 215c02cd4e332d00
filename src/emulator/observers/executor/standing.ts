/**
 * Where a future stands: the present state of its state machine, and of the futures inside that it waits for.
 *
 * A machine's present variant keeps what it awaits in `__awaitee`; that may be a machine again.
 */
import type { StateLayout, StateMachineLayout } from '../../debuginfo/dwarf/state-machines'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import { readNumber } from './words-of-memory'

type MachineOf = (type: string) => StateMachineLayout | undefined

const DEPTH_LIMIT = 8
/** What a state of a machine calls the future that it waits for. */
export const AWAITEE = '__awaitee'

/** A future of a type, and the place of its present state among those of its machine, if it is one. */
export interface Standing {
  readonly type: string
  readonly state?: number
}

/** The outermost future first. Empty where its type says nothing of its states. */
export function standingOf(
  type: string,
  address: bigint,
  machineOf: MachineOf,
  readMemory: ReadMemory,
): readonly Standing[] {
  const points: Standing[] = []
  let here: { type: string; address: bigint } | undefined = { type, address }
  while (here && points.length < DEPTH_LIMIT) {
    const machine = machineOf(here.type)
    const state: number | undefined = machine && presentState(machine, here.address, readMemory)
    if (points.length === 0 && state === undefined) return []
    points.push({ type: here.type, ...(state !== undefined && { state }) })
    here = state === undefined ? undefined : awaited(machine?.states[state], here.address)
  }
  return points
}

function presentState(
  { discriminant, states }: StateMachineLayout,
  address: bigint,
  readMemory: ReadMemory,
): number | undefined {
  const place = address + BigInt(discriminant.offset)
  const value = readNumber(readMemory, place, Math.min(discriminant.size, 8))
  const index = states.findIndex((state) => state.value === value)
  return index < 0 ? undefined : index
}

function awaited(state: StateLayout | undefined, address: bigint) {
  const member = state?.members.find(({ name }) => name === AWAITEE)
  return member && { type: member.type, address: address + BigInt(member.offset) }
}
