/**
 * The ways that a run took: each with its inputs, how far it has been, and checkpoints along it.
 * Two machines may go through the same ways at once: a checkpoint made by one serves the other as well.
 *
 * Knows nothing of machines; who goes along a way keeps it up to date.
 */
import { instant, type Instant } from '../../shared/units'
import type { LoggedInput } from '../machine/input-log'
import {
  createCheckpoints,
  type Checkpoint,
  type CheckpointLimits,
  type Checkpoints,
} from './checkpoints'

/** One way that the run took. */
export interface Branch {
  /** Stays the same while other branches come and go. */
  readonly id: number
  readonly parent?: number
  /** Where it left its parent; the beginning of the run for the first. */
  readonly forkedAt: Instant
  readonly end: Instant
  /** What it does otherwise than its parent, in words: `RAX = 5`. */
  readonly change?: string
  /** What a person calls it. */
  readonly name?: string
}

/** All that a branch must be told by to be run again. */
export interface SavedBranch extends Branch {
  readonly inputs: readonly LoggedInput[]
}

/** Branches of a run that was saved. */
export interface SavedWays {
  readonly branches: readonly SavedBranch[]
  readonly present: number
}

export interface Way {
  readonly id: number
  readonly parent: number | undefined
  readonly forkedAt: Instant
  readonly change: string | undefined
  readonly checkpoints: Checkpoints
  name: string | undefined
  end: Instant
  inputs: readonly LoggedInput[]
}

export interface Ways {
  /** The beginning of the run, which all ways share. */
  readonly first: Checkpoint
  all(): readonly Way[]
  at(id: number): Way | undefined
  /** A way that leaves another at an instant, with other inputs from there on. */
  add(from: Way, fork: Fork): Way
  /** The last checkpoint of a way or of those that it came from that is at or before an instant. */
  before(way: Way, instant: Instant): Checkpoint
  /** The same by work: the last with less work done. */
  beforeWork(way: Way, work: number): Checkpoint
  /** All checkpoints from the beginning along a way. */
  along(way: Way): readonly Checkpoint[]
  /** Gives how to bring it back. Throws `RangeError`, in a sentence, for the first way and for one that others have left. */
  remove(id: number): () => void
  save(): readonly SavedBranch[]
}

export interface Fork {
  readonly at: Instant
  readonly inputs: readonly LoggedInput[]
  readonly change: string | undefined
}

export function createWays(
  first: Checkpoint,
  limits: CheckpointLimits,
  inputs: readonly LoggedInput[],
  saved: readonly SavedBranch[] = [],
): Ways {
  const ways = new Map<number, Way>()
  let nextId = 0

  function put(way: Omit<Way, 'id' | 'checkpoints'>, id: number, checkpoints: Checkpoints): Way {
    const added = { ...way, id, checkpoints }
    ways.set(id, added)
    nextId = Math.max(nextId, id + 1)
    return added
  }

  /** A saved branch is known by its inputs alone; checkpoints come as it is run through again. */
  function revive({ id, parent, forkedAt, end, change, name, ...rest }: SavedBranch): void {
    const way = { parent, forkedAt, end, change, name, inputs: rest.inputs }
    put(way, id, createCheckpoints(first, limits))
  }

  saved.forEach(revive)
  if (ways.size === 0) {
    const at = first.instant
    const way = { parent: undefined, forkedAt: at, end: at, change: undefined, name: undefined }
    put({ ...way, inputs }, nextId, createCheckpoints(first, limits))
  }

  const all = () => [...ways.values()].sort((a, b) => a.id - b.id)
  const parentOf = ({ parent }: Way) => (parent === undefined ? undefined : ways.get(parent))

  /** What a way shares with its parent ends before the fork: at that instant the inputs may differ. */
  function before(way: Way, target: Instant): Checkpoint {
    const own = way.checkpoints.before(target)
    const parent = parentOf(way)
    if (!parent) return own
    const shared = before(parent, instant(Math.min(target, way.forkedAt - 1)))
    return own.instant <= target && own.work > shared.work ? own : shared
  }

  function beforeWork(way: Way, work: number): Checkpoint {
    const own = way.checkpoints.beforeWork(work)
    const parent = parentOf(way)
    if (!parent) return own
    const found = beforeWork(parent, work)
    const shared = found.instant < way.forkedAt ? found : before(parent, instant(way.forkedAt - 1))
    return own.work < work && own.work > shared.work ? own : shared
  }

  function along(way: Way): readonly Checkpoint[] {
    const own = way.checkpoints.all()
    const parent = parentOf(way)
    if (!parent) return own
    const shared = along(parent).filter(({ instant }) => instant < way.forkedAt)
    // The one that a way begins at is its parent's too, unless that has thinned it out; the parent knows what came before.
    const all = new Map([...own, ...shared].map((one) => [one.snapshot.written.until, one]))
    return [...all.values()].sort((a, b) => a.instant - b.instant)
  }

  return {
    first,
    all,
    at: (id) => ways.get(id),
    add(from, { at, inputs, change }) {
      const way = { parent: from.id, forkedAt: at, end: at, change, name: undefined, inputs }
      const anchor = before(from, instant(at - 1))
      return put(way, nextId, createCheckpoints(anchor, limits))
    },
    before,
    beforeWork,
    along,
    remove(id) {
      const way = ways.get(id)
      if (way?.parent === undefined) throw new RangeError('The first branch cannot be deleted.')
      if (all().some(({ parent }) => parent === id)) {
        throw new RangeError('Another branch has left this one: delete that one first.')
      }
      ways.delete(id)
      return () => void ways.set(id, way)
    },
    save: () => all().map((way) => ({ ...branchOf(way), inputs: way.inputs })),
  }
}

export const branchOf = ({ id, parent, forkedAt, end, change, name }: Way): Branch => ({
  id,
  forkedAt,
  end,
  ...(parent !== undefined && { parent }),
  ...(change !== undefined && { change }),
  ...(name !== undefined && { name }),
})
