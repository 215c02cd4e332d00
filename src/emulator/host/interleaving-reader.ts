/** Watches for the observer of interleavings: polls of boxed futures, spin locks, and RFLAGS.IF. */
import type { FunctionEntered } from '../../shared/events'
import { linearAddress } from '../../shared/units'
import { nameOfPoll } from '../observers/executor/names'
import { pollArguments } from '../observers/executor/poll-arguments'
import { createPollStack, type ActivePoll } from '../observers/executor/poll-stack'
import { recognise } from '../observers/executor/recognition'
import type { InterleavingReader, RunningTask } from '../observers/interleaving/reader'
import { createCallWatch } from '../probes/call-watch'
import type { ObserverContext } from './observers'
import { isTaken, spinLocks, watchLocks } from './spin-locks'

const RFLAGS_IF = 1n << 9n

interface Saved {
  readonly task: RunningTask | undefined
  readonly polls: readonly ActivePoll[]
  readonly calls: readonly FunctionEntered[]
  readonly locks: unknown
}

const NOTHING_KNOWN: Saved = { task: undefined, polls: [], calls: [], locks: [] }

export function createInterleavingReader({
  machine,
  debugInfo,
}: ObserverContext): InterleavingReader {
  return {
    instant: machine.instant,
    areInterruptsEnabled: () => (machine.processor().rflags & RFLAGS_IF) !== 0n,
    functionAt: (rip) =>
      debugInfo.framesAt(rip).at(-1)?.function ?? debugInfo.symbols.at(rip)?.symbol.name,
    watch({ pollsChanged, lockChanged, flagChanged }) {
      const recognition = recognise(debugInfo.tables)
      const names = new Map(
        recognition.futures.map(({ poll, pollName }) => [poll, nameOfPoll(pollName).name]),
      )
      const polls = createPollStack()
      let task: RunningTask | undefined

      function taskOf(entered: FunctionEntered): RunningTask {
        const { future } = pollArguments(entered, recognition, machine.readLinear)
        return {
          key: `task ${future.toString(16)} ${entered.address.toString(16)}`,
          name: names.get(entered.address) ?? '',
        }
      }

      const calls = createCallWatch(machine, [...names.keys()].map(linearAddress), {
        onEnter(entered) {
          polls.leaveGone(entered)
          const isTask = polls.depth() === 0
          polls.enter(entered)
          if (!isTask) return
          task = taskOf(entered)
          pollsChanged(entered.instant, 'poll')
        },
        onReturn({ instant, entered }) {
          if (!polls.leave(entered.frame)) return
          task = undefined
          pollsChanged(instant, 'poll-end')
        },
      })
      const recognised = spinLocks({ debugInfo })
      const locks = watchLocks({ machine, debugInfo }, recognised, (event) =>
        lockChanged({
          kind: event.kind,
          name: event.lock.name,
          instant: event.instant,
          ...(event.by !== undefined && { function: event.by }),
        }),
      )
      const stopFlags = machine.watchInterruptFlag(flagChanged)

      /** A guest may call without end and never return: returns matter of those polls alone that are followed. */
      function awaited(): readonly FunctionEntered[] {
        const frames = new Set(polls.save().map(({ frame }) => frame))
        return calls.pending().filter(({ frame }) => frames.has(frame))
      }

      return {
        task: () => task,
        hasLocks: recognised.length > 0,
        heldLocks: () =>
          recognised.filter((lock) => isTaken(lock, machine.readLinear)).map(({ name }) => name),
        save: (): Saved => ({ task, polls: polls.save(), calls: awaited(), locks: locks.save() }),
        restore(saved) {
          const state = (saved as Saved | undefined) ?? NOTHING_KNOWN
          task = state.task
          polls.restore(state.polls)
          calls.restore(state.calls)
          locks.restore(state.locks)
        },
        stop() {
          calls.stop()
          locks.stop()
          stopFlags()
        },
      }
    },
  }
}
