/** Turns calls of poll and wake functions into what they mean for tasks. The System V ABI for x86-64. */
import type { FunctionEntered, FunctionReturned } from '../../../shared/events'
import type { WakeCause } from '../../../shared/models/executor'
import { linearAddress, type Instant } from '../../../shared/units'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import { REGISTER, type CallListener } from '../../probes/call-watch'
import type { HandlerFrame } from './interrupt-frames'
import type { Lineage } from './lineage'
import { pollArguments } from './poll-arguments'
import type { PollStack } from './poll-stack'
import type { Recognition } from './recognition'
import type { KnownTask, TaskTable } from './task-table'

/** What has just become of a task; `task` is as it stands then. */
export interface TaskStep {
  readonly kind: 'poll' | 'pending' | 'ready' | 'wake'
  readonly task: KnownTask
  readonly instant: Instant
}

export type TaskListener = (step: TaskStep) => void

export interface TaskCallSurroundings {
  readonly recognition: Recognition
  readonly table: TaskTable
  readonly polls: PollStack
  readonly lineage: Lineage
  readonly readMemory: ReadMemory
  /** The innermost handler that is under way. */
  readonly handler: () => HandlerFrame | undefined
  readonly tell?: TaskListener
}

export interface TaskCalls extends Required<CallListener> {
  /** The task whose poll is under way. */
  running(): KnownTask | undefined
}

/** Of what a waker points at, enough to find a number in. */
const MARK_SIZE = 64
const LOW_BYTE = 0xffn

export function createTaskCalls(surroundings: TaskCallSurroundings): TaskCalls {
  const { recognition, table, polls, lineage, readMemory, handler, tell } = surroundings
  const isPoll = (address: bigint) => recognition.futureOfPoll.has(address)

  function running(): KnownTask | undefined {
    const future = polls.outermost()?.future
    return future === undefined ? undefined : table.at(future)
  }

  function enterPoll(entered: FunctionEntered): void {
    const { address: poll, frame, returnAddress, instant } = entered
    const called = { frame, address: poll, ...(returnAddress !== undefined && { returnAddress }) }
    for (const gone of polls.leaveGone(called)) {
      if (gone.future !== undefined) table.abandoned(gone.future)
    }
    const { future, waker } = pollArguments(entered, recognition, readMemory)
    if (polls.depth() > 0) {
      table.polledWithin(future)
      return polls.enter(called)
    }
    polls.enter({ future, ...called })
    const isSomebodys = waker !== undefined && !waker.table.isNoop
    const call = { future, poll, instant, ...(isSomebodys && { waker }) }
    const task = table.polled(call, ({ data }) => readMemory(linearAddress(data), MARK_SIZE))
    lineage.pollEntered(task.key, instant)
    tell?.({ kind: 'poll', task, instant })
  }

  function returnFromPoll({ entered, instant, general }: FunctionReturned): void {
    const future = polls.leave(entered.frame)?.future
    if (future === undefined) return
    // `Poll<()>` is one byte: 0 for Ready, 1 for Pending.
    const isReady = ((general[REGISTER.RAX] ?? 0n) & LOW_BYTE) === 0n
    lineage.pollReturned(() => {
      const task = table.returned(future, instant, isReady)
      if (task) tell?.({ kind: isReady ? 'ready' : 'pending', task, instant })
      return task?.lastPoll
    }, instant)
  }

  function causeOfWake(): WakeCause {
    const frame = handler()
    if (frame?.line !== undefined) {
      return { kind: 'interrupt', vector: frame.vector, line: frame.line }
    }
    const task = frame ? undefined : running()
    return task ? { kind: 'task', task: task.key } : { kind: 'program' }
  }

  const wokenBy = ({ general }: FunctionEntered): bigint => general[REGISTER.RDI] ?? 0n

  return {
    running,
    onEnter(entered) {
      if (isPoll(entered.address)) return enterPoll(entered)
      const { instant } = entered
      const wake = { instant, cause: causeOfWake() }
      lineage.woken(() => {
        const task = table.woken(wokenBy(entered), wake)
        if (task) tell?.({ kind: 'wake', task, instant })
        return task?.key
      }, instant)
    },
    onReturn(returned) {
      if (isPoll(returned.entered.address)) return returnFromPoll(returned)
      lineage.wakeReturned(table.byWaker(wokenBy(returned.entered))?.key)
    },
  }
}
