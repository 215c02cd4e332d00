/** Where the run of a machine shall stop: what the reader has set, and the instructions that it comes to. */
import type { Breakpoint, BreakpointPlace } from '../../shared/models/breakpoints'
import type { SavedBreakpoint } from '../timeline/session-breakpoints'
import { placeAddresses, placeWords, type KnownPlaces } from './breakpoint-places'

export interface Breakpoints {
  /** Counts what was done to them. */
  revision(): number
  /** In the order in which they were set. */
  all(): readonly Breakpoint[]
  /** Throws `RangeError`, in a sentence, for a place that no instruction belongs to. Gives the one that is there already. */
  add(place: BreakpointPlace): Breakpoint
  /** The one that is at this place. */
  at(place: BreakpointPlace): Breakpoint | undefined
  enable(id: number, isEnabled: boolean): void
  remove(id: number): void
  /** Notes why one cannot stop anywhere. */
  fail(id: number, problem: string): void
  save(): readonly SavedBreakpoint[]
  /** Takes the place of all; those whose place this image does not have are kept, with the reason. */
  replace(saved: readonly SavedBreakpoint[]): void
}

export function createBreakpoints(
  known: KnownPlaces,
  saved: readonly SavedBreakpoint[] = [],
): Breakpoints {
  let breakpoints: readonly Breakpoint[] = []
  let nextId = 1
  let revision = 0

  function put(changed: readonly Breakpoint[]): void {
    breakpoints = changed
    revision += 1
  }

  function change(id: number, to: (breakpoint: Breakpoint) => Breakpoint): void {
    if (!breakpoints.some((one) => one.id === id)) {
      throw new RangeError('There is no such breakpoint.')
    }
    put(breakpoints.map((one) => (one.id === id ? to(one) : one)))
  }

  function revive({ place, isEnabled }: SavedBreakpoint): Breakpoint {
    const found = { id: nextId++, place, words: placeWords(place, known), isEnabled }
    try {
      return { ...found, addresses: placeAddresses(place, known) }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      return { ...found, addresses: [], problem: error.message }
    }
  }

  const at = (place: BreakpointPlace) => {
    const key = keyOf(place)
    return breakpoints.find((one) => keyOf(one.place) === key)
  }

  breakpoints = saved.map(revive)

  return {
    revision: () => revision,
    all: () => breakpoints,
    at,
    add(place) {
      const addresses = placeAddresses(place, known)
      const there = at(place)
      if (there) return there
      const words = placeWords(place, known)
      const added = { id: nextId++, place, words, isEnabled: true, addresses }
      put([...breakpoints, added])
      return added
    },
    enable: (id, isEnabled) => change(id, (one) => ({ ...one, isEnabled })),
    remove(id) {
      change(id, (one) => one)
      put(breakpoints.filter((one) => one.id !== id))
    },
    fail: (id, problem) => change(id, (one) => ({ ...one, problem })),
    save: () => breakpoints.map(({ place, isEnabled }) => ({ place, isEnabled })),
    replace: (others) => put(others.map(revive)),
  }
}

/** Equal for the same place. */
function keyOf(place: BreakpointPlace): string {
  switch (place.type) {
    case 'address':
      return `address ${place.address}`
    case 'function':
      return `function ${place.name}`
    case 'line':
      return `line ${place.source.directory ?? ''}\n${place.source.file}\n${place.line}`
    case 'query':
      return `query ${place.query}`
  }
}
