/** The types of futures that were met, each described once and known by its place. */
import type { FutureKind, MachineState } from '../../../shared/models/executor'
import type { StateMachineLayout } from '../../debuginfo/dwarf/state-machines'
import { nameOfPoll, nameOfType } from './names'
import type { Program } from './program'
import type { FutureTable } from './recognition'
import { AWAITEE } from './standing'

export interface Kinds {
  /** Of the future behind a table of methods. */
  ofTable(table: FutureTable, program: Program | undefined): number
  /** Of a future inside another. */
  ofType(type: string, program: Program): number
  all(): readonly FutureKind[]
}

/** More types than any kernel has; all others are shown as the last. */
const KIND_LIMIT = 1_000

export function createKinds(): Kinds {
  const kinds: FutureKind[] = []
  const places = new Map<string, number>()

  function place(key: string, describe: () => FutureKind): number {
    const known = places.get(key)
    if (known !== undefined) return known
    if (kinds.length >= KIND_LIMIT) return KIND_LIMIT - 1
    places.set(key, kinds.length)
    return kinds.push(describe()) - 1
  }

  const describeType = (type: string, { machineOf }: Program): FutureKind => {
    const machine = machineOf(type)
    return {
      ...nameOfType(type),
      type,
      ...(machine && { size: machine.size }),
      states: machine ? statesOf(machine) : [],
    }
  }

  return {
    ofTable(table, program) {
      const { pollName, size } = table
      const type = program?.typeOf(table)
      if (program && type !== undefined) return place(type, () => describeType(type, program))
      const key = `poll ${pollName}`
      return place(key, () => ({ ...nameOfPoll(pollName), type: pollName, size, states: [] }))
    },
    ofType: (type, program) => place(type, () => describeType(type, program)),
    all: () => kinds,
  }
}

const KINDS: Readonly<Record<string, MachineState['kind']>> = {
  Unresumed: 'start',
  Returned: 'end',
  Panicked: 'panicked',
}

const statesOf = ({ states }: StateMachineLayout): readonly MachineState[] =>
  states.map((state) => {
    const awaitee = state.members.find((member) => member.name === AWAITEE)
    return {
      kind: KINDS[state.name] ?? 'await',
      name: state.name,
      ...(awaitee && { awaits: nameOfType(awaitee.type).name }),
      ...(state.source && { source: state.source }),
      // What the compiler keeps for itself has no name of the author's.
      saved: state.members
        .filter((member) => !member.name.startsWith('__'))
        .map((member) => ({ name: member.name, type: member.type, size: member.size })),
    }
  })
