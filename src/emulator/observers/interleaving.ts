/**
 * Watches who runs: the main flow, handlers and tasks, and what happens to spin locks and to RFLAGS.IF between them.
 *
 * Handlers are followed from the beginning, because a frame that was pushed is taken off much later. Polls, locks and
 * flags are watched from the first look on, as long as somebody looks: each of their events costs time.
 */
import type { ExceptionDelivered, MachineEvent } from '../../shared/events'
import { deviceOf } from '../../shared/interrupt-lines'
import type { DispatchReference } from '../../shared/models/idt-dispatch'
import type {
  DisabledStretch,
  Interleaving,
  Lane,
  LaneSwitch,
  SwitchCause,
} from '../../shared/models/interleaving'
import type { Instant, LinearAddress } from '../../shared/units'
import { vectorName } from '../../shared/x86/exceptions'
import { NO_FRAMES, afterEntry, afterReturn, handlersAround } from './idt-dispatch-frames'
import type { OpenFrames, Surroundings } from './idt-dispatch-frames'
import { MAIN, SOMEBODY, createLanes } from './interleaving/lanes'
import { lockHistories, type KeptLockChange, type LockChange } from './interleaving/lock-histories'
import type { InterleavingReader, InterleavingSources } from './interleaving/reader'
import { createKeptList } from './kept-list'
import type { Observer } from './observer'

export interface InterleavingObserver extends Observer<Interleaving> {
  /** Tells the story up to the switch of this number, or again always to the last. */
  readonly select: (sequence: number | undefined) => void
}

interface KeptSwitch {
  readonly sequence: number
  readonly instant: Instant
  readonly cause: SwitchCause
  /** Keys of lanes. */
  readonly stack: readonly string[]
  readonly isAsleep: boolean
  readonly rip?: LinearAddress
}

/** What is small, and replaced as a whole. */
interface Standing {
  readonly open: OpenFrames
  /** Lanes of the handlers that are under way, the outermost first; of very many the innermost. */
  readonly handlers: readonly string[]
  readonly deliveries: number
  readonly lines: readonly (readonly [vector: number, line: number])[]
  readonly total: number
  /** Takes of locks that were not released yet. */
  readonly holds: readonly KeptLockChange[]
}

interface State {
  readonly standing: Standing
  readonly lanes: readonly Lane[]
  readonly switches: readonly KeptSwitch[]
  readonly locks: readonly KeptLockChange[]
  readonly disabled: readonly DisabledStretch[]
  /** Absent before anybody looked. */
  readonly sources?: unknown
}

const AT_RESET: Standing = {
  open: NO_FRAMES,
  handlers: [],
  deliveries: 0,
  lines: [],
  total: 0,
  holds: [],
}

/** Switches that are listed, and changes of locks; all of them go into every checkpoint. */
const DEFAULT_LIMIT = 256
const DISABLED_LIMIT = 128

export function createInterleavingObserver(
  reader: InterleavingReader,
  { limit = DEFAULT_LIMIT }: { readonly limit?: number } = {},
): InterleavingObserver {
  let s = AT_RESET
  const switches = createKeptList<KeptSwitch>(limit)
  const locks = createKeptList<KeptLockChange>(limit)
  const disabled = createKeptList<DisabledStretch>(DISABLED_LIMIT)
  const lanes = createLanes(spokenOf)
  let sources: InterleavingSources | undefined
  let selected: number | undefined
  let revision = 0

  const set = (fields: Partial<Standing>) => void (s = { ...s, ...fields })

  function spokenOf(): ReadonlySet<string> {
    const changes = [...s.holds, ...locks.all()]
    return new Set([
      ...switches.all().flatMap(({ stack }) => stack),
      ...changes.map(({ lane }) => lane),
    ])
  }

  function stackNow(): readonly string[] {
    const task = sources?.task()
    const polled = task ? [lanes.name({ ...task, kind: 'task' })] : []
    return [MAIN.key, ...polled, ...s.handlers]
  }

  function switched(
    instant: Instant,
    cause: SwitchCause,
    { rip, isAsleep = false }: { readonly rip?: LinearAddress; readonly isAsleep?: boolean } = {},
  ): void {
    revision += 1
    set({ total: s.total + 1 })
    const stack = stackNow()
    const made = { sequence: s.total, instant, cause, stack, isAsleep }
    switches.push({ ...made, ...(rip !== undefined && { rip }) })
  }

  function laneOf(dispatch: Pick<DispatchReference, 'vector' | 'source'>): Lane {
    const { vector, source } = dispatch
    const line = source === 'interrupt' ? s.lines.find(([of]) => of === vector)?.[1] : undefined
    const key = keyOf(dispatch)
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
    const lane = lanes.name(laneOf(event))
    const sequence = s.deliveries + 1
    const dispatch = { sequence, instant, vector, source }
    set({
      open: afterEntry(s.open, event, dispatch, around).open,
      deliveries: sequence,
      handlers: [...handlersOf(around), lane],
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
        set({ handlers: handlersOf(returned.around) })
        if (sources) switched(event.instant, 'return')
        return
      }
      case 'control.halted':
        if (sources) switched(event.instant, 'halt', { rip: event.rip, isAsleep: true })
    }
  }

  function lockChanged(change: LockChange, lane = stackNow().at(-1) ?? MAIN.key): void {
    revision += 1
    const kept = { ...change, lane }
    locks.push(kept)
    if (change.kind === 'spin') return
    const others = s.holds.filter(({ name }) => name !== change.name)
    set({ holds: change.kind === 'take' ? [...others, kept] : others })
  }

  function flagChanged(instant: Instant, isEnabled: boolean): void {
    const last = disabled.last()
    const isOpen = last !== undefined && last.to === undefined
    if (isOpen !== isEnabled) return
    revision += 1
    if (isOpen) disabled.replaceLast({ from: last.from, to: instant })
    else disabled.push({ from: instant })
  }

  function attend(): InterleavingSources {
    if (sources) return sources
    sources = reader.watch({
      pollsChanged: switched,
      lockChanged: (change) => lockChanged(change),
      flagChanged,
    })
    begin(sources)
    return sources
  }

  /** What runs when one begins to look; of what was before, nothing is known for certain. */
  function begin({ heldLocks }: InterleavingSources): void {
    switches.restore([])
    locks.restore([])
    disabled.restore([])
    set({ holds: [] })
    const instant = reader.instant()
    switched(instant, 'begin')
    flagChanged(instant, reader.areInterruptsEnabled())
    // Where nothing but main is under way, it is main that took what is taken.
    const holder = stackNow().length === 1 ? MAIN.key : lanes.name(SOMEBODY)
    for (const name of heldLocks()) lockChanged({ kind: 'take', name, instant }, holder)
  }

  return {
    observe,
    revision: () => revision,
    model() {
      const { hasLocks } = attend()
      const all = lanes.all()
      const indices = new Map(all.map(({ key }, index) => [key, index]))
      const laneIndex = (key: string) => indices.get(key) ?? 0
      const told = ({ rip, stack, ...rest }: KeptSwitch): LaneSwitch => {
        const left = rip === undefined ? undefined : reader.functionAt(rip)
        return { ...rest, stack: stack.map(laneIndex), ...(left !== undefined && { left }) }
      }
      const recent = switches.all().map(told)
      const shown = recent.find(({ sequence }) => sequence === selected) ?? recent.at(-1)
      const instant = reader.instant()
      return {
        instant,
        lanes: all,
        recent,
        total: s.total,
        ...(shown && { selected: shown }),
        locks: lockHistories(lockChanges(), recent[0]?.instant ?? instant, laneIndex),
        disabled: disabled.all(),
        hasLocks,
      }
    },
    select(sequence) {
      selected = sequence
      revision += 1
    },
    rest() {
      sources?.stop()
      sources = undefined
    },
    save: (): State => ({
      standing: s,
      lanes: lanes.all(),
      switches: switches.all(),
      locks: locks.all(),
      disabled: disabled.all(),
      ...(sources && { sources: sources.save() }),
    }),
    restore(saved) {
      const state = saved as State
      s = state.standing
      lanes.restore(state.lanes)
      switches.restore(state.switches)
      locks.restore(state.locks)
      disabled.restore(state.disabled)
      sources?.restore(state.sources)
      // A state of before anybody looked: what was seen begins here.
      if (sources && state.sources === undefined) begin(sources)
      revision += 1
    },
  }

  /** A lock may be held since longer than changes are kept. */
  function lockChanges(): readonly KeptLockChange[] {
    const kept = locks.all()
    const first = kept[0]?.instant ?? 0
    return [...s.holds.filter(({ instant }) => instant < first), ...kept]
  }
}

const keyOf = ({ vector, source }: Pick<DispatchReference, 'vector' | 'source'>): string =>
  `${source} ${vector}`

const handlersOf = ({ within }: Surroundings): readonly string[] => within.map(keyOf).reverse()
