/** The ready queue of an executor at a moment, as queries name it: `ready.len`. */
import type { Sight } from '../observers/executor/sight'
import type { Fields } from '../query/event-record'
import { createUnfollowedSight } from './executor-sight'
import type { LoadedMachine } from './loaded-machine'

/** Looks at the machine as it stands; `undefined` when no queue of tasks is found there. */
export function createReadyQueueReader(loaded: LoadedMachine): () => Fields | undefined {
  let sight: Sight | undefined
  return () => {
    if (!sight) {
      sight = createUnfollowedSight(loaded)
      sight.open()
    }
    // The machine may have been at another instant.
    sight.forget()
    const { ready } = sight.lookAround(1)
    return ready && { len: BigInt(ready.length), capacity: BigInt(ready.capacity) }
  }
}
