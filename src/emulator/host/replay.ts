/** A machine that is made ready aside, by running it to where it shall stand, and then put in place of the present one. */
import type { Instant } from '../../shared/units'
import type { LoadedMachine } from './loaded-machine'
import type { PastSearch } from './past-search'

/** Until `put` is called the present machine stands as it stood; giving up leaves it. */
export const beginReplay = (
  command: string,
  steps: Generator<Instant, LoadedMachine>,
  put: (loaded: LoadedMachine) => void,
): PastSearch => ({
  command,
  kind: 'replay',
  next() {
    const step = steps.next()
    if (!step.done) return { isOver: false, at: step.value }
    put(step.value)
    return { isOver: true }
  },
  cancel: () => void steps.return(undefined as never),
})
