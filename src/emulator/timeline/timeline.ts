/**
 * A machine that can go back: it runs on, goes to any instant of its run, and finds what happened before.
 * Going to an instant is restoring the last checkpoint before it and executing again from there.
 *
 * Knows nothing of messages or of the host's clock. What shall follow the machine through time (observers, the text of
 * the serial port) is saved and restored with it.
 */
import type { MachineEvent } from '../../shared/events'
import type { Topic } from '../../shared/topics'
import { instant, physicalAddress, type Instant, type PhysicalAddress } from '../../shared/units'
import type { Machine, Stop } from '../machine/machine-api'
import { pageIndexOf, sharesPages } from '../machine/page-store'
import type { MemoryWritten } from '../machine/write-watch'
import type { GuestInput, LoggedInput } from '../machine/input-log'
import {
  createCheckpoints,
  type Checkpoint,
  type CheckpointLimits,
  type Checkpoints,
} from './checkpoints'

/** Something whose state belongs to an instant of the run. */
export interface Follower {
  save(): unknown
  restore(saved: unknown): void
}

/** One way that the run took. */
export interface Branch {
  readonly id: number
  readonly parent?: number
  /** Where it left its parent; the beginning of the run for the first. */
  readonly forkedAt: Instant
  readonly end: Instant
}

/** All that a branch must be told by to be run again. */
export interface SavedBranch extends Omit<Branch, 'id'> {
  readonly inputs: readonly LoggedInput[]
}

export interface Timeline {
  /** Where the machine stands, and the furthest that this run has been. */
  now(): Instant
  end(): Instant
  /** Runs on, through what was recorded and beyond its end; like the machine's `run`. */
  run(budget: number): Stop
  /** Like the machine's `step`. */
  step(count: number): Stop
  /** Goes to an instant of the run: to its end, if that comes first. */
  seek(target: Instant): Stop
  /** The twin of `step`: so many instructions or deliveries earlier. */
  stepBack(count: number): Stop
  /** Gives the machine an input now. In the past this begins another branch; the one that is left is kept. */
  input(input: GuestInput): void
  branches(): readonly Branch[]
  present(): number
  /** The branches with their inputs, in the order of their ids. */
  save(): readonly SavedBranch[]
  /** Goes over to another branch: to the same instant there, or to its end. */
  switchTo(id: number): void
  /**
   * The last event before an instant that `matches`; the machine then stands where it stood. Yields after each stretch
   * that it has searched, so that a caller can breathe, tell how far it is, or give up.
   */
  findLast(
    topics: readonly Topic[],
    matches: (event: MachineEvent) => boolean,
    before?: Instant,
  ): Search<MachineEvent>
  /** The last store into some bytes of RAM before an instant; the same otherwise. */
  findLastWrite(address: PhysicalAddress, length: number, before?: Instant): Search<MemoryWritten>
}

/** Yields the instant from which on everything was searched; gives what was found, if anything was. */
export type Search<Found> = Generator<Instant, Found | undefined>

export interface TimelineOptions extends Partial<CheckpointLimits> {
  readonly followers?: readonly Follower[]
  /** Branches of a run that was saved; the machine stands at its beginning. */
  readonly saved?: { readonly branches: readonly SavedBranch[]; readonly present: number }
  /** Called when the machine goes over to another branch, before it executes anything of it. */
  readonly onBranch?: (branch: Branch, isNew: boolean) => void
}

interface Way {
  readonly id: number
  readonly parent: number | undefined
  readonly forkedAt: Instant
  readonly checkpoints: Checkpoints
  end: Instant
  inputs: readonly LoggedInput[]
}

/** A step back must feel immediate: so much work is done again at most, close to the end of the run. */
const SPACING = 4_000_000
const DENSITY = 128
/** Work that is left when a landing is made on the way back: going on from there step by step is quick. */
const LANDING = 50_000
/** 400 MiB. */
const PAGES = 100_000

export function createTimeline(machine: Machine, options: TimelineOptions = {}): Timeline {
  const { followers = [], spacing = SPACING, density = DENSITY, pages = PAGES } = options
  const limits = { spacing, density, pages }
  const first = takeCheckpoint(0)
  const ways: Way[] = (options.saved?.branches ?? []).map(reviveWay)
  let way =
    ways[options.saved?.present ?? 0] ?? addWay(undefined, createCheckpoints([first], limits))
  machine.setInputs(way.inputs)
  /** Shortly before the last place that was sought: going on from there step by step stays quick. */
  let landing: Checkpoint | undefined
  /** The checkpoint that was restored last, and the machine's own count then. */
  let origin = first
  let executedAtOrigin = machine.executed()

  /** A saved branch is known by its inputs alone; checkpoints come as it is run through again. */
  function reviveWay({ parent, forkedAt, end, inputs }: SavedBranch, id: number): Way {
    return { id, parent, forkedAt, end, inputs, checkpoints: createCheckpoints([first], limits) }
  }

  function addWay(parent: number | undefined, checkpoints: Checkpoints): Way {
    const forkedAt = machine.instant()
    const added = {
      id: ways.length,
      parent,
      forkedAt,
      checkpoints,
      end: forkedAt,
      inputs: machine.inputs(),
    }
    ways.push(added)
    return added
  }

  const work = () => origin.work + machine.executed() - executedAtOrigin

  function takeCheckpoint(workDone: number): Checkpoint {
    return {
      instant: machine.instant(),
      work: workDone,
      snapshot: machine.snapshot(),
      followers: followers.map((follower) => follower.save()),
    }
  }

  function restore(checkpoint: Checkpoint): void {
    machine.restore(checkpoint.snapshot)
    followers.forEach((follower, index) => follower.restore(checkpoint.followers[index]))
    origin = checkpoint
    executedAtOrigin = machine.executed()
  }

  const isAtEnd = () => machine.instant() >= way.end

  /** Beyond the last checkpoint another one is taken as soon as enough work was done since. */
  function recordIfDue(): void {
    if (isAtEnd()) way.end = machine.instant()
    if (work() - way.checkpoints.last().work >= spacing) way.checkpoints.add(takeCheckpoint(work()))
  }

  /** Calls `advance` with pieces that end where a checkpoint may be due. */
  function inPieces(amount: number, advance: (piece: number) => Stop, passed: () => number): Stop {
    const target = passed() + amount
    for (;;) {
      const before = passed()
      const stop = advance(Math.min(target - before, spacing))
      recordIfDue()
      if (stop.reason !== 'budget' || passed() >= target || passed() === before) return stop
    }
  }

  /** The checkpoint to begin from; the machine itself where it stands already on the way. */
  function approach(
    checkpoint: Checkpoint,
    near: Checkpoint | undefined,
    isOnTheWay: boolean,
  ): void {
    const best = near && near.work > checkpoint.work ? near : checkpoint
    if (!isOnTheWay || work() < best.work) restore(best)
  }

  function seek(target: Instant): Stop {
    const isAhead = machine.instant() <= target
    const near = landing && landing.instant <= target ? landing : undefined
    approach(way.checkpoints.before(target), near, isAhead)
    return inPieces(target - machine.instant(), machine.run, machine.instant)
  }

  /** Goes to a point counted in work; the machine has then just done it, and has not slept since. */
  function seekWork(target: number): void {
    const near = landing && landing.work < target ? landing : undefined
    approach(way.checkpoints.beforeWork(target), near, false)
    const missing = target - work()
    if (missing > 2 * LANDING) {
      machine.step(missing - LANDING)
      landing = takeCheckpoint(work())
    }
    machine.step(target - work())
  }

  /** Stretches between checkpoints from `from` back to the beginning, latest first, each with what bounds it. */
  function* stretchesBefore(
    from: Instant,
  ): Generator<readonly [Checkpoint, Checkpoint | undefined]> {
    let next: Checkpoint | undefined
    for (const checkpoint of [...way.checkpoints.all()].reverse()) {
      if (checkpoint.instant >= from) continue
      yield [checkpoint, next]
      next = checkpoint
    }
  }

  /**
   * Executes stretch after stretch again, from `before` back, until in one of them `attend` was told of something; the
   * last of it is the answer. Stretches that are not `worthwhile` are passed over.
   */
  function* search<Found>(
    before: Instant,
    worthwhile: (checkpoint: Checkpoint, next: Checkpoint | undefined) => boolean,
    attend: (found: (what: Found) => void) => () => void,
  ): Search<Found> {
    const here = machine.instant()
    let last: Found | undefined
    const stopAttending = attend((what) => (last = what))
    try {
      for (const [checkpoint, next] of stretchesBefore(before)) {
        if (!worthwhile(checkpoint, next)) continue
        last = undefined
        restore(checkpoint)
        machine.run((next?.instant ?? before) - checkpoint.instant)
        if (last !== undefined) return last
        yield checkpoint.instant
      }
      return undefined
    } finally {
      stopAttending()
      seek(here)
    }
  }

  const branchOf = ({ id, parent, forkedAt, end }: Way): Branch => ({
    id,
    forkedAt,
    end,
    ...(parent === undefined ? {} : { parent }),
  })

  /** Leaves the recorded future as it is, and begins another one here. */
  function fork(): void {
    const here = machine.instant()
    way.inputs = machine.inputs()
    way = addWay(way.id, createCheckpoints(way.checkpoints.upTo(here), limits))
    if (landing && landing.instant > here) landing = undefined
    options.onBranch?.(branchOf(way), true)
  }

  return {
    now: machine.instant,
    end: () => way.end,
    run: (budget) => inPieces(budget, machine.run, machine.instant),
    step: (count) => inPieces(count, machine.step, machine.executed),
    seek(target) {
      const limited = instant(Math.min(Math.max(target, first.instant), way.end))
      const stop = seek(limited)
      recordIfDue()
      return stop
    },
    stepBack(count) {
      const here = machine.instant()
      const target = work() - count
      if (target <= first.work) restore(first)
      else if (!machine.isHalted()) seekWork(target)
      else {
        seekWork(work())
        // A sleep that lies between the last instruction and here counts as one step.
        const slept = machine.instant() < here ? 1 : 0
        if (count > slept) seekWork(target + slept)
      }
      return machine.run(0)
    },
    input(input) {
      if (!isAtEnd()) fork()
      machine.input(input)
    },
    branches: () => ways.map(branchOf),
    present: () => way.id,
    save() {
      way.inputs = machine.inputs()
      return ways.map(({ parent, forkedAt, end, inputs }) => ({
        forkedAt,
        end,
        inputs,
        ...(parent === undefined ? {} : { parent }),
      }))
    },
    switchTo(id) {
      const wanted = ways[id]
      if (!wanted || wanted === way) return
      const here = machine.instant()
      way.inputs = machine.inputs()
      way = wanted
      landing = undefined
      machine.setInputs(way.inputs)
      options.onBranch?.(branchOf(way), false)
      restore(way.checkpoints.before(instant(Math.min(here, way.end))))
      seek(instant(Math.min(here, way.end)))
    },
    findLast: (topics, matches, before = machine.instant()) =>
      search(
        before,
        () => true,
        (found) =>
          machine.listen(topics, (event) => {
            if (event.instant < before && matches(event)) found(event)
          }),
      ),
    findLastWrite(address, length, before = machine.instant()) {
      const first = pageIndexOf(address)
      const last = pageIndexOf(physicalAddress(address + BigInt(length - 1)))
      return search(
        before,
        ({ snapshot }, next) => !sharesPages(snapshot.pages, next?.snapshot.pages, first, last),
        (found) =>
          machine.watchWrites(address, length, (write) => {
            if (write.instant < before) found(write)
          }),
      )
    },
  }
}
