/**
 * The lanes of who ran when. Handlers are as many as there are vectors; tasks come and go without end, and one that
 * nothing kept speaks of any more is forgotten.
 */
import type { Lane } from '../../../shared/models/interleaving'

export const MAIN: Lane = { key: 'main', kind: 'main', name: 'main' }
/** Whoever has taken a lock before anybody looked. Never runs, and so has no row of its own. */
export const SOMEBODY: Lane = { key: 'somebody', kind: 'main', name: 'somebody' }

export interface Lanes {
  /** Knows a lane from now on, by its key. */
  name(lane: Lane): string
  /** In the order in which they were named: main, all handlers, and of the others those that are spoken of. */
  all(): readonly Lane[]
  restore(saved: readonly Lane[]): void
}

/** Tasks among which nobody has looked for those that can be forgotten. */
const ROOM = 256

/** `spokenOf`: the keys that what is kept speaks of. */
export function createLanes(spokenOf: () => ReadonlySet<string>): Lanes {
  let byKey = new Map([[MAIN.key, MAIN]])
  let room = ROOM

  function all(): readonly Lane[] {
    const keys = spokenOf()
    return [...byKey.values()].filter(
      ({ key, kind }) => key === MAIN.key || kind === 'handler' || keys.has(key),
    )
  }

  /** Afterwards as many can be named as are left, so that looking costs little for each. */
  function restore(lanes: readonly Lane[]): void {
    byKey = new Map(lanes.map((lane) => [lane.key, lane]))
    room = byKey.size + Math.max(ROOM, byKey.size)
  }

  return {
    name(lane) {
      if (byKey.has(lane.key)) return lane.key
      if (byKey.size >= room) restore(all())
      byKey.set(lane.key, lane)
      return lane.key
    },
    all,
    restore,
  }
}
