/**
 * What can be seen of tasks and queues in memory at this instant. Nothing before the program's types are wanted: reading
 * them takes a while, and counting polls and wakes needs none.
 */
import type { ExecutorMoment, Task } from '../../../shared/models/executor'
import { linearAddress, type Instant, type LinearAddress } from '../../../shared/units'
import type { DebugInfo } from '../../debuginfo/debug-info'
import type { StoppedRegisters } from '../../debuginfo/dwarf/frame-registers'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import type { Kinds } from './kinds'
import { knownTask, momentOf } from './moment'
import { lookAgain, queuesAmong } from './queues'
import { createProgram, type Program } from './program'
import type { Recognition } from './recognition'
import { createSurveyor, type FoundQueue, type Survey, type Surveyor } from './survey'
import type { KnownTask, TaskTable } from './task-table'
import { createTaskNumbers } from './task-numbers'
import type { Queues } from './stations'

export interface SightSurroundings {
  readonly debugInfo: DebugInfo
  readonly recognition: Recognition
  readonly kinds: Kinds
  readonly table: TaskTable
  readonly readMemory: ReadMemory
  readonly registers: () => StoppedRegisters
  readonly instant: () => Instant
}

export interface Sight {
  /** From now on the types are wanted. */
  open(): Program
  /** At most `limit` tasks. */
  look(limit: number): ExecutorMoment | undefined
  /** At the entry of a poll: the executor that calls it stands on the stack. */
  atPoll(): void
  /** The same, and the stack as well when some task was not found otherwise; without types what polls tell. */
  lookAround(limit: number): ExecutorMoment
  /** One that is known, as it stands by itself: without a look at what lies around it. */
  task(task: KnownTask): Task
  queues(): Queues | undefined
  /** The queues and the places of wakers, as they lie in memory now. */
  places(): Pick<Survey, 'queues' | 'places'>
  /** Where the queues that were found last count what is put in, by the address of the queue. */
  counters(): ReadonlyMap<bigint, LinearAddress>
  /** The machine stands at another instant: what was found of it may not be so there. */
  forget(): void
}

/** Between two looks of somebody who goes through a run step by step there are no more instructions than these. */
const STEPPING = 100_000
/** In a run that goes on, the stack is walked no more often. */
const PATIENCE = 50_000_000

/** A kernel makes its executor soon after boot: a young run is waited for only as long as it was when it was looked at. */
export const patienceAt = (walkedAt: number): number =>
  Math.min(Math.max(walkedAt, STEPPING), PATIENCE)

export function createSight(surroundings: SightSurroundings): Sight {
  const { debugInfo, recognition, kinds, table, readMemory, registers, instant } = surroundings
  let program: Program | undefined
  let surveyor: Surveyor | undefined
  let numbers: ReturnType<typeof createTaskNumbers> | undefined
  let known: readonly FoundQueue[] | undefined
  let surveyedAt: number | undefined
  let walkedAt: number | undefined
  let lookedAt: number | undefined

  function open(): Program {
    program ??= createProgram(debugInfo)
    const stopped = debugInfo
    surveyor ??= createSurveyor({ program, recognition, stopped, readMemory, registers })
    numbers ??= createTaskNumbers(program.layoutOf)
    return program
  }

  function survey(): Survey | undefined {
    const found = surveyor?.survey(
      table.state().living.flatMap(({ waker }) => (waker === undefined ? [] : waker)),
    )
    known = found?.queues
    surveyedAt = instant()
    return found
  }

  function moment(found: Survey | undefined, limit: number): ExecutorMoment {
    return momentOf(instant(), table, found, around(), limit)
  }

  const around = () => ({
    program,
    recognition,
    kinds,
    readMemory,
    numberOf: (task: KnownTask) => numbers?.(task),
  })

  const isMissing = ({ futures }: Survey) =>
    futures.length === 0 ||
    table.state().living.some(({ future }) => futures.every(({ address }) => address !== future))

  const isAnotherTime = (before: number | undefined) =>
    before === undefined || Math.abs(instant() - before) > STEPPING

  function isDue(): boolean {
    const now = instant()
    const isStepping = lookedAt !== undefined && !isAnotherTime(lookedAt)
    const isLongAgo = walkedAt === undefined || Math.abs(now - walkedAt) > patienceAt(walkedAt)
    lookedAt = now
    return isStepping || isLongAgo
  }

  return {
    open,
    look(limit) {
      const found = survey()
      return found && moment(found, limit)
    },
    atPoll() {
      if (!surveyor || surveyor.hasLocals() || !isAnotherTime(walkedAt)) return
      walkedAt = instant()
      surveyor.lookAtStack()
    },
    lookAround(limit) {
      let found = survey()
      const mayWalk = isDue() && recognition.futures.length > 0
      if (found && surveyor && mayWalk && isMissing(found)) {
        walkedAt = instant()
        surveyor.lookAtStack()
        found = survey()
      }
      return moment(found, limit)
    },
    task: (task) => knownTask(task, undefined, around()),
    places: () => survey() ?? { queues: [], places: [] },
    queues() {
      if (!program) return undefined
      // None are found before the kernel has mapped its memory.
      if (!known || (known.length === 0 && isAnotherTime(surveyedAt))) survey()
      const nobody = () => undefined
      return queuesAmong(lookAgain(known ?? [], program, readMemory), nobody, readMemory)
    },
    counters: () =>
      new Map((known ?? []).map(({ address, ring }) => [address, linearAddress(ring.counter)])),
    forget() {
      surveyor?.forget()
      known = undefined
      walkedAt = undefined
    },
  }
}
