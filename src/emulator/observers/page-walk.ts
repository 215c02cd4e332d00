/** Watches the page walks of a run: keeps the recent ones, counts them all, and shows one of them. */
import type {
  AddressRefused,
  ControlRegisterWritten,
  MachineEvent,
  PageWalkCompleted,
} from '../../shared/events'
import type { PageWalk, PageWalkSummary, PageWalks, TlbEntry } from '../../shared/models/page-walk'
import type { Instant, LinearAddress, PhysicalAddress } from '../../shared/units'
import { pml4Address } from '../../shared/x86/paging'
import { createKeptList } from './kept-list'
import type { Observer } from './observer'
import { pageWalkModel } from './page-walk-model'
import type { AddressLookup } from './page-walk-model'
import { afterFill, afterFlush, translationOf } from './tlb-mirror'

type Translated = PageWalkCompleted | AddressRefused

interface Kept {
  readonly sequence: number
  readonly event: Translated
  /** What the TLB took in before this walk, most recent last. */
  readonly recent: readonly TlbEntry[]
}

interface State {
  readonly kept: readonly Kept[]
  readonly total: number
  readonly tlb: readonly TlbEntry[]
  readonly spaces: readonly PhysicalAddress[]
  /** The walk that the reader chose; the latest when absent. */
  readonly selected?: number
}

export interface PageWalkObserver extends Observer<PageWalks> {
  /** Shows the walk of this sequence number, or again always the latest. */
  readonly select: (sequence: number | undefined) => void
  /** What the TLB is known to hold, most recent last: for a translation that a reader asks for. */
  readonly tlb: () => readonly TlbEntry[]
  /** The PML4s that CR3 has led to, latest first. */
  readonly spaces: () => readonly PhysicalAddress[]
  /** What was looked up at an instant for an address, where it took a walk. */
  readonly walkAt: (at: Instant, address: LinearAddress) => PageWalk | undefined
  /** Recent walks that ended in an exception, made in a range of instants, oldest first. */
  readonly failures: (from: Instant, to: Instant) => readonly PageWalk[]
}

export interface PageWalkObserverOptions {
  /** Walks that are kept. */
  readonly limit?: number
}

const DEFAULT_LIMIT = 256
const SHOWN_TLB_ENTRIES = 3
const KEPT_SPACES = 16

const summaryOf = ({ sequence, event }: Kept): PageWalkSummary => ({
  sequence,
  instant: event.instant,
  linearAddress: event.linearAddress,
  access: event.access,
  outcome: event.outcome,
  ...(event.physicalAddress === undefined ? {} : { physicalAddress: event.physicalAddress }),
})

/** `lookup` is asked only for the walk that is shown, so that a busy machine is not held up. */
export function createPageWalkObserver(
  lookup: AddressLookup,
  { limit = DEFAULT_LIMIT }: PageWalkObserverOptions = {},
): PageWalkObserver {
  const kept = createKeptList<Kept>(limit, ({ event }) => event.outcome)
  let total = 0
  let tlb: readonly TlbEntry[] = []
  let spaces: readonly PhysicalAddress[] = []
  let selected: number | undefined
  let revision = 0

  function complete(event: Translated): void {
    total += 1
    kept.push({ sequence: total, event, recent: tlb.slice(-SHOWN_TLB_ENTRIES) })
    const filled = translationOf(event)
    if (filled) tlb = afterFill(tlb, filled)
  }

  function load(event: ControlRegisterWritten): void {
    if (event.register !== 'CR3') return
    // What a loader has put there was written before anybody could see it.
    const held = [event.new, event.old].filter((value) => value !== 0n).map(pml4Address)
    spaces = [...new Set([...held, ...spaces])].slice(0, KEPT_SPACES)
  }

  function shown(): Kept | undefined {
    const recent = kept.all()
    return recent.find(({ sequence }) => sequence === selected) ?? latest(recent)
  }

  /**
   * The last one; but where a walk of the same instant ended in an exception, the first that did: what came after it was
   * only to read the gate and to push the frame.
   */
  function latest(recent: readonly Kept[]): Kept | undefined {
    const last = recent.at(-1)
    const ofInstant = recent.filter(({ event }) => event.instant === last?.event.instant)
    return ofInstant.find(({ event }) => event.outcome !== 'mapped') ?? last
  }

  function modelOf({ sequence, event, recent }: Kept) {
    const filled = translationOf(event)
    const context = {
      sequence,
      origin: 'processor',
      tlb: { lookup: 'miss', recent, ...(filled ? { filled } : {}) },
    } as const
    return pageWalkModel(event, context, lookup)
  }

  return {
    observe(event: MachineEvent) {
      if (event.type === 'control.register-written') load(event)
      if (event.topic !== 'page-walk') return
      revision += 1
      if (event.type === 'page-walk.tlb-flushed') tlb = afterFlush(tlb, event)
      else complete(event)
    },
    revision: () => revision,
    model() {
      const walk = shown()
      return {
        recent: kept.all().map(summaryOf),
        total,
        ...(walk ? { selected: modelOf(walk) } : {}),
      }
    },
    select(sequence) {
      revision += 1
      selected = sequence
    },
    tlb: () => tlb,
    spaces: () => spaces,
    walkAt(at, address) {
      const walked = kept.all().find(({ event }) => {
        return event.instant === at && event.linearAddress === address
      })
      return walked && modelOf(walked)
    },
    failures: (from, to) =>
      kept
        .all()
        .filter(({ event: { outcome, instant } }) => {
          return outcome !== 'mapped' && from <= instant && instant <= to
        })
        .map(modelOf),
    save(): State {
      return {
        kept: kept.all(),
        total,
        tlb,
        spaces,
        ...(selected === undefined ? {} : { selected }),
      }
    },
    restore(saved) {
      revision += 1
      const state = saved as State
      kept.restore(state.kept)
      total = state.total
      tlb = state.tlb
      spaces = state.spaces
      selected = state.selected
    },
  }
}
