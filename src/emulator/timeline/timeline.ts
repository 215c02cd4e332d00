/**
 * A machine that can go back: it runs on, goes to any instant of its run, and finds what happened before.
 * Going to an instant is restoring the last checkpoint before it and executing again from there.
 *
 * Knows nothing of messages or of the host's clock. What shall follow the machine through time (observers, the text of
 * the serial port) is saved and restored with it.
 */
import type { MachineEvent } from '../../shared/events'
import type { SettableRegister } from '../../shared/state-edit'
import type { Topic } from '../../shared/topics'
import { instant, type Instant, type PhysicalAddress } from '../../shared/units'
import { ImpossibleInput, type GuestInput, type LoggedInput } from '../machine/input-log'
import type { Machine, Stop } from '../machine/machine-api'
import type { MemoryWritten } from '../machine/write-watch'
import type { Checkpoint, CheckpointLimits } from './checkpoints'
import {
  searchBackward,
  type ReachedSearch,
  type RegisterChanged,
  type Search,
} from './search-backward'
import { branchOf, createWays, type Branch, type SavedWays, type Way, type Ways } from './ways'

export { lastThat } from './search-backward'
export type { ReachedCollector, ReachedSearch, RegisterChanged, Search } from './search-backward'
export type { Branch, SavedBranch, SavedWays, Ways } from './ways'

/** Something whose state belongs to an instant of the run. */
export interface Follower {
  save(): unknown
  restore(saved: unknown): void
}

/** Another past: the inputs are those of the present branch before `at`, and may be others from there on. */
export interface OtherInputs {
  readonly at: Instant
  readonly inputs: readonly LoggedInput[]
  /** What is done otherwise, in words. */
  readonly change: string
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
  /**
   * Goes back to an instant at which a run should have stopped that went on: what it went beyond `end`, where the run had
   * been before, is forgotten as if it had never been.
   */
  goBackTo(target: Instant, end: Instant): Stop
  /** The twin of `step`: so many instructions or deliveries earlier. */
  stepBack(count: number): Stop
  /**
   * Gives the machine an input now. In the past this begins another branch, `change` in words; the one that is left is
   * kept. An edit leaves the inputs that lie ahead, others drop them. Throws `ImpossibleInput`, and has then done nothing.
   */
  input(input: GuestInput, change?: string): void
  /** Begins another branch with other inputs, and stands where it begins. */
  fork(other: OtherInputs): void
  /** All inputs of a branch, the present one unless told otherwise; those that lie ahead included. */
  inputs(id?: number): readonly LoggedInput[]
  branches(): readonly Branch[]
  present(): number
  /** Goes over to another branch: to the same instant there, or to its end. Throws `RangeError` where there is none. */
  switchTo(id: number): void
  rename(id: number, name: string | undefined): void
  /**
   * Forgets a branch, and gives how to bring it back. From the present one it goes back to its parent. Throws
   * `RangeError`, in a sentence.
   */
  remove(id: number): () => void
  /** Counts what was done to branches and their inputs: equal numbers, equal branches but for their ends. */
  revision(): number
  /** What another machine needs to go through the same run; see `TimelineOptions`. */
  ways(): Ways
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
  /** What the latest stretch gives in which some instructions were executed, see `ReachedSearch`; the same otherwise. */
  findReached<Found>(search: ReachedSearch<Found>): Search<Found>
  /** The last time before now that a register got another value; the same otherwise. */
  findLastChange(register: SettableRegister): Search<RegisterChanged>
}

export interface TimelineOptions extends Partial<CheckpointLimits> {
  readonly followers?: readonly Follower[]
  /** Branches of a run that was saved; the machine stands at its beginning. */
  readonly saved?: SavedWays
  /**
   * The ways of another machine of the same making, and the one to begin with. Who adds to them has followers of the
   * same making; who is only looking adds nothing, and needs none.
   */
  readonly shared?: { readonly ways: Ways; readonly present: number; readonly isLooking?: true }
  /** Called when the machine goes over to another branch, before it executes anything of it. */
  readonly onBranch?: (branch: Branch, isNew: boolean) => void
  /** Called when what the run did from an instant on is forgotten. */
  readonly onForgotten?: (from: Instant) => void
}

/**
 * A step back must feel immediate: so much work is done again at most, close to the end of the run. Half of it would
 * cost a run that records an eighth of its speed.
 */
const SPACING = 1_000_000
/** A billion instants back, a checkpoint is a million from the next: to go there takes as long as near the end. */
const DENSITY = 1024
/** Work that is left when a landing is made on the way: going back from there step by step is quick. */
const LANDING = 50_000
/** 320 MiB. */
const PAGES = 80_000

export function createTimeline(machine: Machine, options: TimelineOptions = {}): Timeline {
  const { followers = [], spacing = SPACING, density = DENSITY, pages = PAGES } = options
  const limits = { spacing, density, pages }
  const ways =
    options.shared?.ways ??
    createWays(takeCheckpoint(0), limits, machine.inputs(), options.saved?.branches)
  const { first } = ways
  let way = wayAt(options.shared?.present ?? options.saved?.present ?? 0)
  machine.setInputs(way.inputs)
  let revision = 0
  /** Shortly before the last place that was sought: going on from there step by step stays quick. */
  let landing: Checkpoint | undefined
  /** The checkpoint that was restored last, and the machine's own count then. */
  let origin = first
  let executedAtOrigin = machine.executed()
  if (options.shared) restore(first)

  function wayAt(id: number): Way {
    const found = ways.at(id)
    if (!found) throw new RangeError('There is no such branch.')
    return found
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
    if (options.shared?.isLooking) return
    if (isAtEnd()) way.end = machine.instant()
    if (work() - way.checkpoints.last().work >= spacing) way.checkpoints.add(takeCheckpoint(work()))
  }

  /** Calls `advance` with pieces that end where a checkpoint may be due. */
  function inPieces(
    amount: number,
    advance: (piece: number) => Stop,
    passed: () => number,
    isEnough: () => boolean = () => false,
  ): Stop {
    const target = passed() + amount
    for (;;) {
      const before = passed()
      const stop = advance(Math.min(target - before, spacing))
      recordIfDue()
      const isThere = passed() >= target || passed() === before
      if (stop.reason !== 'budget' || isThere || isEnough()) return stop
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
    approach(ways.before(way, target), near, isAhead)
    const missing = target - machine.instant()
    if (missing > 2 * LANDING) {
      const stop = inPieces(missing - LANDING, machine.run, machine.instant)
      if (stop.reason !== 'budget') return stop
      landing = takeCheckpoint(work())
    }
    return inPieces(target - machine.instant(), machine.run, machine.instant)
  }

  /** Goes to a point counted in work; the machine has then just done it, and has not slept since. */
  function seekWork(target: number): void {
    const near = landing && landing.work < target ? landing : undefined
    approach(ways.beforeWork(way, target), near, false)
    const missing = target - work()
    if (missing > 2 * LANDING) {
      machine.step(missing - LANDING)
      landing = takeCheckpoint(work())
    }
    machine.step(target - work())
  }

  /** Goes along a way from now on: a new one, or one that was left. */
  function goOver(to: Way, isNew: boolean): void {
    way = to
    if (landing && (!isNew || landing.instant >= to.forkedAt)) landing = undefined
    machine.setInputs(way.inputs)
    revision += 1
    options.onBranch?.(branchOf(way), isNew)
  }

  function switchTo(id: number): void {
    const wanted = wayAt(id)
    if (wanted === way) return
    const target = instant(Math.min(machine.instant(), wanted.end))
    goOver(wanted, false)
    restore(ways.before(way, target))
    seek(target)
  }

  const search = searchBackward({
    machine,
    checkpoints: () => ways.along(way),
    inputs: (id = way.id) => wayAt(id).inputs,
    restore,
    seek,
    work,
    seekWork: (target) => (target <= first.work ? restore(first) : seekWork(target)),
  })

  return {
    now: machine.instant,
    end: () => way.end,
    run: (budget) => inPieces(budget, machine.run, machine.instant, machine.wasInterrupted),
    step: (count) => inPieces(count, machine.step, machine.executed, machine.wasInterrupted),
    seek(target) {
      const limited = instant(Math.min(Math.max(target, first.instant), way.end))
      const stop = seek(limited)
      recordIfDue()
      return stop
    },
    goBackTo(target, end) {
      const keptEnd = instant(Math.max(target, end))
      if (keptEnd < way.end) {
        way.end = keptEnd
        way.checkpoints.dropAfter(keptEnd)
        if (landing && landing.instant > keptEnd) landing = undefined
        options.onForgotten?.(keptEnd)
      }
      return seek(target)
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
    input(input, change) {
      const refusal = machine.refusalOf(input)
      if (refusal !== undefined) throw new ImpossibleInput(refusal)
      if (!isAtEnd()) {
        goOver(ways.add(way, { at: machine.instant(), inputs: machine.inputs(), change }), true)
      }
      machine.input(input)
      way.inputs = machine.inputs()
      revision += 1
    },
    fork({ at, inputs, change }) {
      goOver(ways.add(way, { at, inputs, change }), true)
      restore(ways.before(way, instant(at - 1)))
      seek(at)
    },
    inputs: (id = way.id) => wayAt(id).inputs,
    branches: () => ways.all().map(branchOf),
    present: () => way.id,
    switchTo,
    rename(id, name) {
      wayAt(id).name = name
      revision += 1
    },
    remove(id) {
      const { parent } = wayAt(id)
      const isPresent = id === way.id
      const bringBack = ways.remove(id)
      revision += 1
      if (isPresent && parent !== undefined) switchTo(parent)
      return () => {
        bringBack()
        revision += 1
        if (isPresent) switchTo(id)
      }
    },
    revision: () => revision,
    ways: () => ways,
    ...search,
  }
}
