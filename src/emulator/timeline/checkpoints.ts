/**
 * Snapshots along a run, dense near its end and thinner with age, so that any instant is a bounded way from one of
 * them and a long run takes little more memory than a short one.
 *
 * Distances are counted in work, that is instants in which the processor did not sleep: sleeping costs nothing to redo.
 */
import type { Instant } from '../../shared/units'
import type { Snapshot } from '../machine/machine-api'
import { pagesHeldAlone } from '../machine/page-store'
import { joinWritten } from '../machine/written-words'

export interface Checkpoint {
  readonly instant: Instant
  /** Work done since the beginning of the run. */
  readonly work: number
  readonly snapshot: Snapshot
  /** What goes with the machine: each follower's own state. */
  readonly followers: readonly unknown[]
}

export interface CheckpointLimits {
  /** Work between two checkpoints at the end of a run. */
  readonly spacing: number
  /** A checkpoint of some age may be as far from its neighbours as that age divided by this. */
  readonly density: number
  /** Pages of RAM that all checkpoints together may hold; beyond it density falls. */
  readonly pages: number
}

export interface Checkpoints {
  /** Adds one at the end, and thins those before it. */
  add(checkpoint: Checkpoint): void
  /** The last one at or before an instant, or the first. */
  before(instant: Instant): Checkpoint
  /** The last one with less work done, or the first: one with as much may stand in the middle of a sleep. */
  beforeWork(work: number): Checkpoint
  last(): Checkpoint
  all(): readonly Checkpoint[]
  /** Forgets those after an instant. */
  dropAfter(instant: Instant): void
}

/** The later of two neighbours, when the earlier is no more. */
function withWritesOf({ snapshot: gone }: Checkpoint, later: Checkpoint): Checkpoint {
  const { snapshot } = later
  return {
    ...later,
    snapshot: { ...snapshot, written: joinWritten(gone.written, snapshot.written) },
  }
}

/** `first` is always kept. */
export function createCheckpoints(first: Checkpoint, limits: CheckpointLimits): Checkpoints {
  const kept: Checkpoint[] = [first]
  let density = limits.density
  /** Pages that were added here: what a branch shares with its parent counts there. */
  let pages = 0

  const last = () => kept.at(-1) ?? first

  /** The last that `holds`; everything before the first that does not, holds too. */
  function lastThat(holds: (checkpoint: Checkpoint) => boolean): Checkpoint {
    let low = 0
    let high = kept.length
    while (low < high) {
      const middle = (low + high) >> 1
      const checkpoint = kept[middle]
      if (checkpoint && holds(checkpoint)) low = middle + 1
      else high = middle
    }
    return kept[low - 1] ?? first
  }

  function remove(index: number): void {
    const [removed] = kept.splice(index, 1)
    const earlier = kept[index - 1]
    const later = kept[index]
    if (!removed) return
    if (later) kept[index] = withWritesOf(removed, later)
    pages -= pagesHeldAlone(removed.snapshot.pages, earlier?.snapshot.pages, later?.snapshot.pages)
  }

  /** Removes each checkpoint whose neighbours are close enough for its age. The first and the last stay. */
  function thin(): void {
    const end = last().work
    for (let index = kept.length - 2; index > 0; index--) {
      const earlier = kept[index - 1]
      const later = kept[index + 1]
      if (!earlier || !later) continue
      const allowed = Math.max(limits.spacing, (end - later.work) / density)
      if (later.work - earlier.work <= allowed) remove(index)
    }
  }

  return {
    add(checkpoint) {
      pages += pagesHeldAlone(checkpoint.snapshot.pages, last().snapshot.pages, undefined)
      kept.push(checkpoint)
      thin()
      while (pages > limits.pages && density > 2) {
        density /= 2
        thin()
      }
    },
    before: (instant) => lastThat((checkpoint) => checkpoint.instant <= instant),
    beforeWork: (work) => lastThat((checkpoint) => checkpoint.work < work),
    last,
    all: () => kept,
    dropAfter(instant) {
      while (kept.length > 1 && last().instant > instant) remove(kept.length - 1)
    },
  }
}
