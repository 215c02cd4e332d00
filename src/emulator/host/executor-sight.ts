/** What can be seen of tasks and queues by somebody who has followed nothing: by types alone, at this instant. */
import { createKinds } from '../observers/executor/kinds'
import { recognise } from '../observers/executor/recognition'
import { createSight, type Sight } from '../observers/executor/sight'
import { createTaskTable } from '../observers/executor/task-table'
import type { ReadMemory } from '../debuginfo/dwarf/values'
import type { LoadedMachine } from './loaded-machine'

export const createUnfollowedSight = (
  { machine, debugInfo }: LoadedMachine,
  readMemory: ReadMemory = machine.readLinear,
): Sight =>
  createSight({
    debugInfo,
    recognition: recognise(debugInfo.tables),
    kinds: createKinds(),
    table: createTaskTable(),
    readMemory,
    registers: machine.processor,
    instant: machine.instant,
  })
