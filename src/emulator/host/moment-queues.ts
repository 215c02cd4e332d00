/** The ready queue of an executor at a moment, as queries name it: `ready.len`. Found by types alone; nothing is followed for it. */
import { createKinds } from '../observers/executor/kinds'
import { recognise } from '../observers/executor/recognition'
import { createSight } from '../observers/executor/sight'
import { createTaskTable } from '../observers/executor/task-table'
import type { Fields } from '../query/event-record'
import type { LoadedMachine } from './loaded-machine'

/** Looks at the machine as it stands; `undefined` when no queue of tasks is found there. */
export function createReadyQueueReader({ machine, debugInfo }: LoadedMachine) {
  let sight: ReturnType<typeof createSight> | undefined

  function open() {
    const created = createSight({
      debugInfo,
      recognition: recognise(debugInfo.tables),
      kinds: createKinds(),
      table: createTaskTable(),
      readMemory: machine.readLinear,
      registers: machine.processor,
      instant: machine.instant,
    })
    created.open()
    return created
  }

  return (): Fields | undefined => {
    sight ??= open()
    // The machine may have been at another instant.
    sight.forget()
    const { ready } = sight.lookAround(1)
    return ready && { len: BigInt(ready.length), capacity: BigInt(ready.capacity) }
  }
}
