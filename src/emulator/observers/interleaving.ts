/**
 * Watches who runs: the main flow, handlers and tasks, and what happens to spin locks and to RFLAGS.IF between them.
 *
 * Handlers are followed from the beginning, because a frame that was pushed is taken off much later. Polls, locks and
 * flags are watched from the first look on: each of their events costs time.
 */
import type { ExceptionDelivered, MachineEvent } from '../../shared/events'
import { deviceOf } from '../../shared/interrupt-lines'
import type {
  DisabledStretch,
  Interleaving,
  Lane,
  LaneSwitch,
  LockHistory,
  LockStretch,
  SwitchCause,
} from '../../shared/models/interleaving'
import type { Instant, LinearAddress } from '../../shared/units'
import { vectorName } from '../../shared/x86/exceptions'
import { NO_FRAMES, afterEntry, afterReturn, handlersAround } from './idt-dispatch-frames'
import type { OpenFrames } from './idt-dispatch-frames'
import type { Observer } from './observer'

/** What is watched for the observer once somebody looks. */
export interface InterleavingSources {
  /** The tasks whose polls are under way, the outermost first. */
  readonly polls: () => readonly RunningTask[]
  readonly hasLocks: boolean
  readonly save: () => unknown
  readonly restore: (saved: unknown) => void
}

export interface RunningTask {
  readonly key: string
  readonly name: string
}

export interface LockChange {
  readonly kind: 'take' | 'spin' | 'release'
  readonly name: string
  readonly function?: string
  readonly instant: Instant
}

export interface InterleavingReader {
  readonly instant: () => Instant
  readonly areInterruptsEnabled: () => boolean
  readonly functionAt: (rip: LinearAddress) => string | undefined
  /** Begins to watch; the listeners are called from now on, in the order of what happens. */
  readonly watch: (listener: {
    pollsChanged(instant: Instant, cause: 'poll' | 'poll-end'): void
    lockChanged(change: LockChange): void
    flagChanged(instant: Instant, isEnabled: boolean): void
  }) => InterleavingSources
}

export interface InterleavingObserver extends Observer<Interleaving> {
  /** Tells the story up to the switch of this number, or again always to the last. */
  readonly select: (sequence: number | undefined) => void
}

interface KeptSwitch {
  readonly sequence: number
  readonly instant: Instant
  readonly cause: SwitchCause
  readonly stack: readonly string[]
  readonly isAsleep: boolean
  readonly rip?: LinearAddress
}

interface KeptLockChange extends LockChange {
  readonly lane: string
}

interface State {
  readonly open: OpenFrames
  /** Handlers that are under way, the outermost first. */
  readonly handlers: readonly string[]
  readonly deliveries: number
  readonly lines: readonly (readonly [vector: number, line: number])[]
  readonly lanes: readonly Lane[]
  readonly switches: readonly KeptSwitch[]
  readonly total: number
  readonly locks: readonly KeptLockChange[]
  readonly flags: readonly { readonly instant: Instant; readonly isEnabled: boolean }[]
  readonly sources?: unknown
}

const MAIN: Lane = { key: 'main', kind: 'main', name: 'main' }
const NOTHING: State = {
  ...{ open: NO_FRAMES, handlers: [], deliveries: 0, lines: [], lanes: [MAIN] },
  ...{ switches: [], total: 0, locks: [], flags: [] },
}

/** Switches and changes that are kept. */
const DEFAULT_LIMIT = 512
const LISTED = 256
/** Of each lock. */
const STRETCHES = 128
const LANE_LIMIT = 256

export function createInterleavingObserver(
  reader: InterleavingReader,
  { limit = DEFAULT_LIMIT }: { readonly limit?: number } = {},
): InterleavingObserver {
  let s = NOTHING
  let sources: InterleavingSources | undefined
  let selected: number | undefined
  let revision = 0

  const set = (fields: Partial<State>) => void (s = { ...s, ...fields })
  /** A list grows to twice its limit before it is cut, so that cutting costs little for each item. */
  const added = <Item>(items: readonly Item[], item: Item): readonly Item[] =>
    items.length >= 2 * limit ? [...items.slice(-limit), item] : [...items, item]

  function nameLane(lane: Lane): string {
    if (!s.lanes.some(({ key }) => key === lane.key) && s.lanes.length < LANE_LIMIT)
      set({ lanes: [...s.lanes, lane] })
    return lane.key
  }

  const stackNow = (): readonly string[] => [
    MAIN.key,
    ...(sources?.polls() ?? []).map(({ key, name }) => nameLane({ key, kind: 'task', name })),
    ...s.handlers,
  ]

  function switched(
    instant: Instant,
    cause: SwitchCause,
    { rip, isAsleep = false }: { readonly rip?: LinearAddress; readonly isAsleep?: boolean } = {},
  ): void {
    revision += 1
    const sequence = s.total + 1
    const stack = stackNow()
    const made = { sequence, instant, cause, stack, isAsleep, ...(rip !== undefined && { rip }) }
    set({ switches: added(s.switches, made), total: sequence })
  }

  function laneOf({ vector, source }: ExceptionDelivered): Lane {
    const line = source === 'interrupt' ? s.lines.find(([of]) => of === vector)?.[1] : undefined
    const key = `${source} ${vector}`
    if (line !== undefined) {
      const remark = deviceOf(line)
      return { key, kind: 'handler', name: `IRQ${line}`, ...(remark !== undefined && { remark }) }
    }
    return { key, kind: 'handler', name: vectorName(vector) }
  }

  function deliver(event: ExceptionDelivered): void {
    const { instant, vector, source, returnRip } = event
    const { rspBefore, cplBefore } = event.attempt
    const around = handlersAround(s.open, rspBefore, cplBefore)
    const lane = nameLane(laneOf(event))
    const sequence = s.deliveries + 1
    const dispatch = { sequence, instant, vector, source }
    set({
      open: afterEntry(s.open, event, dispatch, around).open,
      deliveries: sequence,
      handlers: [...s.handlers.slice(0, around.depth), lane],
    })
    if (sources) switched(instant, 'delivery', { rip: returnRip })
  }

  function observe(event: MachineEvent): void {
    switch (event.type) {
      case 'interrupt.acknowledged': {
        const { vector, line } = event
        set({ lines: [...s.lines.filter(([of]) => of !== vector), [vector, line]] })
        return
      }
      case 'interrupt.delivered':
      case 'exception.delivered':
        return deliver(event)
      case 'exception.returned': {
        const { open, returned } = afterReturn(s.open, event)
        set({ open })
        if (!returned) return
        set({ handlers: s.handlers.slice(0, returned.around.depth) })
        if (sources) switched(event.instant, 'return')
        return
      }
      case 'control.halted':
        if (sources) switched(event.instant, 'halt', { rip: event.rip, isAsleep: true })
    }
  }

  function attend(): InterleavingSources {
    if (sources) return sources
    sources = reader.watch({
      pollsChanged: (instant, cause) => switched(instant, cause),
      lockChanged(change) {
        revision += 1
        const lane = stackNow().at(-1) ?? MAIN.key
        set({ locks: added(s.locks, { ...change, lane }) })
      },
      flagChanged(instant, isEnabled) {
        if (s.flags.at(-1)?.isEnabled === isEnabled) return
        revision += 1
        set({ flags: added(s.flags, { instant, isEnabled }) })
      },
    })
    begin()
    return sources
  }

  /** What runs when one begins to look. */
  function begin(): void {
    const instant = reader.instant()
    switched(instant, 'begin')
    set({ flags: added(s.flags, { instant, isEnabled: reader.areInterruptsEnabled() }) })
  }

  const laneIndex = (key: string) =>
    Math.max(
      0,
      s.lanes.findIndex((lane) => lane.key === key),
    )

  function told({ rip, stack, ...rest }: KeptSwitch): LaneSwitch {
    const left = rip === undefined ? undefined : reader.functionAt(rip)
    return { ...rest, stack: stack.map(laneIndex), ...(left !== undefined && { left }) }
  }

  return {
    observe,
    revision: () => revision,
    model() {
      const { hasLocks } = attend()
      const recent = s.switches.slice(-LISTED).map(told)
      const shown = recent.find(({ sequence }) => sequence === selected) ?? recent.at(-1)
      return {
        instant: reader.instant(),
        lanes: s.lanes,
        recent,
        total: s.total,
        ...(shown && { selected: shown }),
        locks: lockHistories(s.locks, laneIndex),
        disabled: disabledStretches(s.flags),
        hasLocks,
      }
    },
    select(sequence) {
      selected = sequence
      revision += 1
    },
    save: (): State => ({ ...s, ...(sources && { sources: sources.save() }) }),
    restore(saved) {
      const { sources: watched, ...state } = saved as State
      s = state
      if (watched !== undefined) sources?.restore(watched)
      // A state of before anybody looked: what was seen begins here.
      else if (sources) begin()
      revision += 1
    },
  }
}

/** A lock that is released was held, also where nobody saw that it was taken. */
function lockHistories(
  changes: readonly KeptLockChange[],
  laneIndex: (key: string) => number,
): readonly LockHistory[] {
  const names = [...new Set(changes.map(({ name }) => name))]
  return names.map((name) => {
    const held: LockStretch[] = []
    const waits: LockStretch[] = []
    const end = (stretches: LockStretch[], lane: number | undefined, to: Instant) => {
      const index = stretches.findIndex(
        (each) => each.to === undefined && (lane === undefined || each.lane === lane),
      )
      const open = stretches[index]
      if (open) stretches[index] = { ...open, to }
    }
    for (const change of changes) {
      if (change.name !== name) continue
      const { kind, instant, function: by } = change
      const lane = laneIndex(change.lane)
      const begun = { from: instant, lane, ...(by !== undefined && { function: by }) }
      if (kind === 'spin') waits.push(begun)
      else if (kind === 'release') end(held, undefined, instant)
      else {
        end(waits, lane, instant)
        held.push(begun)
      }
    }
    return { name, held: held.slice(-STRETCHES), waits: waits.slice(-STRETCHES) }
  })
}

function disabledStretches(flags: State['flags']): readonly DisabledStretch[] {
  const all = flags.flatMap(({ instant, isEnabled }, index): DisabledStretch[] => {
    if (isEnabled) return []
    const to = flags[index + 1]?.instant
    return [{ from: instant, ...(to !== undefined && { to }) }]
  })
  return all.slice(-STRETCHES)
}
