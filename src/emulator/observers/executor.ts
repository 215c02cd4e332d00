/**
 * Watches the tasks of a run: their polls and wakes, the queues between them and the handlers, and what comes of each
 * interrupt.
 *
 * Futures and wakers are known by what the language makes of them (`recognition.ts`), queues and states by their types
 * (`program.ts`). Types are read when somebody looks at the model for the first time; before that polls, wakes and chains
 * are followed without them.
 */
import type { CodeReached, MachineEvent } from '../../shared/events'
import type { Executor, ExecutorMoment, Task } from '../../shared/models/executor'
import { linearAddress, type Instant, type LinearAddress } from '../../shared/units'
import { createCallWatch } from '../probes/call-watch'
import { chainSummary, shownChain } from './executor/chain-choice'
import { gapsOf } from './executor/gaps'
import { handlerAddresses } from './executor/handler-addresses'
import { createHandlers, type HandlersState } from './executor/handlers'
import { createKinds } from './executor/kinds'
import { createLineage, type LineageState } from './executor/lineage'
import type { ObservedMachine } from './executor/observed-machine'
import { createPollStack, type ActivePoll } from './executor/poll-stack'
import type { Program } from './executor/program'
import { recognise } from './executor/recognition'
import { createSight } from './executor/sight'
import { isOpen, sleepModel, stiBefore, type SleepFacts } from './executor/sleep'
import { createStoreLog, type StoreLogState } from './executor/store-log'
import { createTaskCalls, type TaskListener } from './executor/task-calls'
import { createTaskTable, type KnownTask, type TaskTableState } from './executor/task-table'
import type { Observer } from './observer'

export interface ExecutorObserver extends Observer<Executor> {
  /** Shows the chain of this sequence number, or again always the last one. */
  readonly select: (sequence: number | undefined) => void
  /** A byte has left the serial port. */
  readonly serialSent: (byte: number, at: Instant) => void
  /** Tasks and queues as they are at this instant. */
  readonly look: () => ExecutorMoment
  /** As in the model. */
  readonly kinds: () => Executor['kinds']
  /** One task as it stands, by itself. */
  readonly standing: (task: KnownTask) => Task
  /** Watches nothing any more. */
  readonly stop: () => void
}

interface State {
  readonly table: TaskTableState
  readonly lineage: LineageState
  readonly polls: readonly ActivePoll[]
  readonly handlers: HandlersState
  readonly stores: StoreLogState
  readonly sleep: SleepFacts | undefined
  readonly calls: unknown
}

/** Tasks that a station remembers, and those that are shown as they stand. */
const TASKS_OF_A_STATION = 16
const TASKS_SHOWN = 1_024

export function createExecutorObserver(
  machine: ObservedMachine,
  onTask?: TaskListener,
): ExecutorObserver {
  const { debugInfo } = machine
  const readMemory = machine.readLinear
  const recognition = recognise(debugInfo.tables)
  /** Without a name of any of them, handlers would seem to wake nobody. */
  const isToldWho = recognition.futures.length + recognition.wakers.length > 0
  const kinds = createKinds()
  const table = createTaskTable()
  const polls = createPollStack()
  const stores = createStoreLog(machine)
  const sight = createSight({
    debugInfo,
    recognition,
    kinds,
    table,
    readMemory,
    registers: machine.processor,
    instant: machine.instant,
  })
  const lineage = createLineage({
    look: () => sight.look(TASKS_OF_A_STATION),
    queues: sight.queues,
    screen: machine.screenCells,
    pushedAt: ({ address }, after) =>
      stores.counted(sight.counters().get(address) ?? address, after),
    writtenAt: stores.written,
    watchScreen: stores.watchScreen,
    unwatchScreen: stores.unwatchScreen,
  })
  const handlers = createHandlers({
    lineage,
    running: () => taskCalls.running()?.key,
    onHandler(address) {
      if (program && !watched.has(address)) watchHandlers()
    },
  })
  const taskCalls = createTaskCalls({
    recognition,
    table,
    polls,
    lineage,
    readMemory,
    handler: handlers.innermost,
    ...(onTask && { tell: onTask }),
  })
  let program: Program | undefined
  let sleep: SleepFacts | undefined
  let selected: number | undefined
  let revision = 0

  const functions = [...recognition.futureOfPoll.keys(), ...recognition.wakeFunctions]
  const calls = createCallWatch(machine, functions.map(linearAddress), {
    onEnter(entered) {
      revision += 1
      if (program) lookCloser()
      taskCalls.onEnter(entered)
    },
    onReturn(returned) {
      revision += 1
      taskCalls.onReturn(returned)
    },
  })

  const watched = new Map<LinearAddress, () => void>()

  function watch(address: LinearAddress, listener: (reached: CodeReached) => void): void {
    if (watched.has(address)) return
    watched.set(address, machine.watchCode([address], listener))
  }

  let isIdtNew = true

  /** The machine stands still at a call. */
  function lookCloser(): void {
    sight.atPoll()
    if (isIdtNew) watchHandlers()
    isIdtNew = false
  }

  /** Those that the IDT has now; from the next interrupt on they are told when they are reached. */
  function watchHandlers(): void {
    for (const address of handlerAddresses(machine.processor().idtr, readMemory)) {
      watch(address, () => {
        lineage.handlerReached(taskCalls.running()?.key)
        followQueues()
      })
    }
  }

  /** Once it has been executed, so that memory holds what was. */
  function watchSleep({ rip }: SleepFacts): void {
    const sti = stiBefore(rip, readMemory)
    if (sti === undefined) return
    watch(sti, () => {
      // Gone back to before the first sleep, it is not known yet that a HLT follows.
      if (sleep?.rip === rip) sleep = { ...sleep, wasOpen: isOpen(machine.processor().rflags) }
    })
  }

  const followQueues = () => stores.follow([...sight.counters().values()])

  /** Somebody wants to see what needs the program's types. */
  function attend(): Program {
    if (program) return program
    program = sight.open()
    if (sleep) watchSleep(sleep)
    return program
  }

  return {
    observe(event: MachineEvent) {
      if (handlers.observe(event)) revision += 1
      if (event.type === 'control.register-written' && event.register === 'IDTR') isIdtNew = true
      if (event.type !== 'control.halted') return
      const { rip, instant } = event
      sleep = sleep?.rip === rip ? { ...sleep, instant } : { rip, instant }
      if (program) watchSleep(sleep)
      revision += 1
    },
    revision: () => revision,
    select(sequence) {
      revision += 1
      selected = sequence
    },
    look() {
      attend()
      return sight.lookAround(TASKS_SHOWN)
    },
    kinds: kinds.all,
    standing(task) {
      attend()
      return sight.task(task)
    },
    stop() {
      calls.stop()
      watched.forEach((stop) => stop())
      stores.stop()
    },
    serialSent: (byte, at) => lineage.serialSent(String.fromCharCode(byte), at),
    model() {
      const known = attend()
      watchHandlers()
      const now = sight.lookAround(TASKS_SHOWN)
      followQueues()
      const chains = isToldWho ? lineage.chains() : []
      const chain = shownChain(chains, selected)
      const symbol = sleep && debugInfo.locate(sleep.rip)
      return {
        now,
        kinds: kinds.all(),
        ...(sleep && { sleep: sleepModel(sleep, machine.isHalted(), symbol, readMemory) }),
        polls: table.state().polls,
        wakes: table.state().wakes,
        gaps: gapsOf(recognition, now, debugInfo.symbols.count > 0, known.hasTypes()),
        chains: chains.map(chainSummary),
        ...(chain && { chain }),
      }
    },
    save: (): State => ({
      table: table.state(),
      lineage: lineage.state(),
      polls: polls.save(),
      handlers: handlers.state(),
      stores: stores.state(),
      sleep,
      calls: calls.save(),
    }),
    restore(saved) {
      const state = saved as State
      revision += 1
      table.restore(state.table)
      lineage.restore(state.lineage)
      polls.restore(state.polls)
      handlers.restore(state.handlers)
      stores.restore(state.stores)
      calls.restore(state.calls)
      sleep = state.sleep
      isIdtNew = true
      sight.forget()
    },
  }
}
