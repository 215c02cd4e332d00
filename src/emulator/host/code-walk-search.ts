/** Looks back for the last walk that code has made by itself, and shows it where the machine stands. */
import type { LoadedMachine } from './loaded-machine'
import type { PastSearch } from './past-search'
import { searchSoftwareWalk } from './software-walk'

export function beginCodeWalkSearch(loaded: LoadedMachine): PastSearch {
  const search = searchSoftwareWalk(loaded)
  return {
    command: 'find-code-walk',
    kind: 'search',
    next() {
      const step = search.next()
      if (!step.done) return { isOver: false, at: step.value }
      if (!step.value) {
        throw new RangeError('Until now no code has read the page tables that CR3 leads to.')
      }
      return { isOver: true, walk: step.value }
    },
    cancel: () => void search.return(undefined),
  }
}
