/** Watches for the observer of interleavings: polls of boxed futures, spin locks, and RFLAGS.IF. */
import type { FunctionEntered } from '../../shared/events'
import { linearAddress } from '../../shared/units'
import { nameOfPoll } from '../observers/executor/names'
import { recognise } from '../observers/executor/recognition'
import type { InterleavingReader } from '../observers/interleaving'
import { REGISTER, createCallWatch } from '../probes/call-watch'
import type { ObserverContext } from './observers'
import { spinLocks, watchLocks } from './spin-locks'

const RFLAGS_IF = 1n << 9n

interface Saved {
  readonly calls: unknown
  readonly locks: unknown
}

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
      const { futureOfPoll } = recognise(debugInfo.tables)
      const calls = createCallWatch(machine, [...futureOfPoll.keys()].map(linearAddress), {
        onEnter: ({ instant }) => pollsChanged(instant, 'poll'),
        onReturn: ({ instant }) => pollsChanged(instant, 'poll-end'),
      })
      const taskOf = ({ address, general }: FunctionEntered) => ({
        key: `task ${(general[REGISTER.RDI] ?? 0n).toString(16)} ${address.toString(16)}`,
        name: nameOfPoll(futureOfPoll.get(address)?.pollName ?? '').name,
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
      machine.listen(['instruction'], (event) => {
        const flags =
          event.type === 'instruction.flags-changed'
            ? event.new
            : event.type === 'instruction.handler-entered'
              ? event.rflags
              : undefined
        if (flags !== undefined) flagChanged(event.instant, (flags & RFLAGS_IF) !== 0n)
      })
      return {
        polls: () => calls.pending().map(taskOf),
        hasLocks: recognised.length > 0,
        save: (): Saved => ({ calls: calls.save(), locks: locks.save() }),
        restore(saved) {
          const state = saved as Saved
          calls.restore(state.calls)
          locks.restore(state.locks)
        },
      }
    },
  }
}
