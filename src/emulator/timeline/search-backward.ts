/**
 * Looks for the last time before now that something happened, by executing the past again, latest stretch first.
 * Yields after each stretch, so that a caller can breathe, tell how far it is, or give up; the machine then stands where
 * it stood.
 */
import type { CodeReached, MachineEvent } from '../../shared/events'
import type { ControlRegister } from '../../shared/events/control'
import type { SettableRegister } from '../../shared/state-edit'
import type { Topic } from '../../shared/topics'
import {
  instant,
  linearAddress,
  type Instant,
  type LinearAddress,
  type PhysicalAddress,
} from '../../shared/units'
import type { LoggedInput } from '../machine/input-log'
import type { Machine } from '../machine/machine-api'
import type { MemoryWritten } from '../machine/write-watch'
import type { Checkpoint } from './checkpoints'
import { mayHaveWritten } from './written-between'

/** Yields the instant from which on everything was searched; gives what was found, if anything was. */
export type Search<Found> = Generator<Instant, Found | undefined>

export interface RegisterChanged {
  /** When the instruction began that changed it, or when a person did. */
  readonly instant: Instant
  /** Of the instruction; of the one that comes next, when a person did it. */
  readonly rip: LinearAddress
  readonly old: bigint
  readonly new: bigint
  readonly isEdit: boolean
}

/** What a timeline lends to a search. */
export interface Past {
  readonly machine: Machine
  /** All along the present branch, in order. */
  checkpoints(): readonly Checkpoint[]
  inputs(): readonly LoggedInput[]
  restore(checkpoint: Checkpoint): void
  seek(target: Instant): unknown
  /** How much the processor has done by now, and the way to a point counted so. */
  work(): number
  seekWork(target: number): void
}

/** A change is looked for one instruction at a time, so close before now first, and then in longer windows. */
const FIRST_WINDOW = 64
const WINDOW_GROWTH = 16
const LONGEST_WINDOW = 65_536

/** Code that is executed often was so shortly before: so many instants are looked at first, then so many. */
const FIRST_STRETCHES = [2_000, 100_000] as const
const LONGEST_FIRST = FIRST_STRETCHES[1]

/** Instructions that are looked for, and where: from `from` on, before `before`. */
export interface ReachedSearch<Found> {
  readonly addresses: readonly LinearAddress[]
  readonly from?: Instant
  readonly before?: Instant
  /** Makes who is told of a stretch, in order, and then asked; `isWhole` when it begins where the search ends. */
  begin(isWhole: boolean): ReachedCollector<Found>
}

export interface ReachedCollector<Found> {
  take(reached: CodeReached): void
  found(): Found | undefined
}

/** The last that matches. */
export function lastThat(matches: (reached: CodeReached) => boolean = () => true) {
  return (): ReachedCollector<CodeReached> => {
    let last: CodeReached | undefined
    return {
      take: (reached) => void (matches(reached) && (last = reached)),
      found: () => last,
    }
  }
}

/** Whoever writes these is told of by events: there is no need to look at every instruction. */
const REPORTED: Partial<Record<SettableRegister, ControlRegister>> = {
  CR0: 'CR0',
  CR3: 'CR3',
  CR4: 'CR4',
  CR8: 'CR8',
  IA32_EFER: 'IA32_EFER',
  'GDTR.base': 'GDTR',
  'IDTR.base': 'IDTR',
}

export function searchBackward(past: Past) {
  const { machine } = past

  /** Stretches between checkpoints from `from` back to the beginning, latest first, each with what bounds it. */
  function* stretchesBefore(
    from: Instant,
  ): Generator<readonly [Checkpoint, Checkpoint | undefined]> {
    let next: Checkpoint | undefined
    for (const checkpoint of [...past.checkpoints()].reverse()) {
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
        past.restore(checkpoint)
        machine.run((next?.instant ?? before) - checkpoint.instant)
        if (last !== undefined) return last
        yield checkpoint.instant
      }
      return undefined
    } finally {
      stopAttending()
      past.seek(here)
    }
  }

  const findLast = (
    topics: readonly Topic[],
    matches: (event: MachineEvent) => boolean,
    before: Instant = machine.instant(),
  ): Search<MachineEvent> =>
    search(
      before,
      () => true,
      (found) =>
        machine.listen(topics, (event) => {
          if (event.instant < before && matches(event)) found(event)
        }),
    )

  function findLastWrite(
    address: PhysicalAddress,
    length: number,
    before: Instant = machine.instant(),
  ): Search<MemoryWritten> {
    const first = Number(address)
    return search(
      before,
      (checkpoint, next) =>
        !next || mayHaveWritten(checkpoint.snapshot, next.snapshot, first, length),
      (found) =>
        machine.watchWrites(address, length, (write) => {
          if (isBefore(write, before)) found(write)
        }),
    )
  }

  /** What the latest stretch gives in which some instructions were executed. */
  function* findReached<Found>({
    addresses,
    from = instant(0),
    before = machine.instant(),
    begin,
  }: ReachedSearch<Found>): Search<Found> {
    const here = machine.instant()
    let attentive: ReachedCollector<Found> | undefined
    let end: Instant = before
    const stopWatching = machine.watchCode(addresses, (reached) => {
      if (reached.instant >= from && reached.instant < end) attentive?.take(reached)
    })
    function lookFrom(start: number): Found | undefined {
      const first = instant(Math.max(from, start))
      past.seek(first)
      const collector = begin(first <= from)
      attentive = collector
      machine.run(end - first)
      attentive = undefined
      return collector.found()
    }
    try {
      const starts = [
        ...FIRST_STRETCHES.map((length) => instant(before - length)),
        ...[...stretchesBefore(before)].map(([checkpoint]) => checkpoint.instant),
      ]
      for (const start of starts.filter(
        (at, index) => index < FIRST_STRETCHES.length || at < before - LONGEST_FIRST,
      )) {
        const found = lookFrom(start)
        if (found !== undefined || start <= from) return found
        yield start
        end = start
      }
      return undefined
    } finally {
      stopWatching()
      past.seek(here)
    }
  }

  /** An edit at an instant has been made when the machine stands there; an instruction is yet to be executed. */
  const isBefore = (write: { readonly instant: Instant; readonly isEdit?: true }, end: Instant) =>
    write.isEdit ? write.instant <= end : write.instant < end

  function* findReported(register: ControlRegister): Search<RegisterChanged> {
    const event = yield* findLast(
      ['control'],
      (event) => event.type === 'control.register-written' && event.register === register,
    )
    if (event?.type !== 'control.register-written') return undefined
    const { instant: when, rip, old, new: value } = event
    return { instant: when, rip, old, new: value, isEdit: isEditedAt(when, register) }
  }

  const isEditedAt = (at: Instant, register: string): boolean =>
    past
      .inputs()
      .some(
        ({ instant: when, input }) =>
          when === at && input.type === 'set-register' && input.register.startsWith(register),
      )

  /** An edit of the register by a person after one instant and up to another: at the second, or in a sleep between. */
  function editBetween(after: Instant, upTo: Instant, register: SettableRegister, value: bigint) {
    return past
      .inputs()
      .filter(
        ({ instant: when, input }) =>
          when > after &&
          when <= upTo &&
          input.type === 'set-register' &&
          input.register === register &&
          input.value === value,
      )
      .at(-1)?.instant
  }

  /** The last change from here on to a point counted in work, and in a sleep after it up to `asleepUntil`. */
  function lastChange(
    register: SettableRegister,
    end: number,
    asleepUntil: Instant | undefined,
  ): RegisterChanged | undefined {
    let found: RegisterChanged | undefined
    let old = machine.register(register)
    let before = instant(machine.instant() - 1)
    let rip = machine.register('RIP')

    function look(): void {
      const after = machine.instant()
      const value = machine.register(register)
      if (value !== old) {
        const edit = editBetween(before, after, register, value)
        const isEdit = edit !== undefined
        const by = linearAddress(isEdit ? machine.register('RIP') : rip)
        found = { instant: edit ?? instant(after - 1), rip: by, old, new: value, isEdit }
      }
      old = value
      rip = machine.register('RIP')
      before = after
    }

    machine.run(0)
    look()
    while (past.work() < end && machine.step(1).reason === 'budget') look()
    look()
    if (asleepUntil !== undefined) machine.run(asleepUntil - machine.instant())
    look()
    return found
  }

  function* findStepwise(register: SettableRegister): Search<RegisterChanged> {
    const here = machine.instant()
    const all = past.work()
    let window = FIRST_WINDOW
    let end = all
    try {
      for (;;) {
        const begin = Math.max(0, end - window)
        past.seekWork(begin)
        const from = machine.instant()
        const found = lastChange(register, end, end === all ? here : undefined)
        if (found || begin === 0) return found
        yield from
        end = begin
        window = Math.min(window * WINDOW_GROWTH, LONGEST_WINDOW)
      }
    } finally {
      past.seek(here)
    }
  }

  return {
    findLast,
    findLastWrite,
    findReached,
    findLastChange(register: SettableRegister): Search<RegisterChanged> {
      const reported = REPORTED[register]
      return reported === undefined ? findStepwise(register) : findReported(reported)
    },
  }
}
