/**
 * Watches the heap of a run: who asks for which block, what the allocator makes of it, and what becomes of every byte.
 *
 * Requests are calls of the functions that every Rust program allocates through (`functions.ts`); the allocator's
 * structure is known by its types and by the requests that it explains (`structure.ts`). Nothing is asked of the kernel.
 */
import type { FunctionEntered, FunctionReturned, MachineEvent } from '../../shared/events'
import type { Heap, HeapRequest, HeapRequestKind } from '../../shared/models/heap'
import { instant as instantOf, linearAddress, type Instant } from '../../shared/units'
import type { CodeReached } from '../../shared/events'
import type { LinearAddress } from '../../shared/units'
import type { DebugInfo } from '../debuginfo/debug-info'
import { createCallWatch, REGISTER } from '../probes/call-watch'
import { afterDelivery, afterReturn, type HandlerFrame } from './executor/interrupt-frames'
import type { RequestArguments } from './heap/arguments'
import { allocatorFunctions, type AllocatorOperation } from './heap/functions'
import { gapsOf } from './heap/gaps'
import { createHistory, type HistoryState } from './heap/history'
import { createLedger, type Block, type LedgerState } from './heap/ledger'
import { allocatorModel, listModels, regionModel } from './heap/model'
import { createPages } from './heap/pages'
import { openProgram, type HeapProgram } from './heap/program'
import { joined, sizeOf, without, type Range } from './heap/ranges'
import { boundsOf, type Bounds } from './heap/region'
import { createSites } from './heap/sites'
import { blockColumns, divide, largestOf } from './heap/spans'
import {
  createStructure,
  NEAR,
  type Before,
  type Given,
  type Structure,
  type StructureState,
} from './heap/structure'
import type { Observer } from './observer'

/** What the observer of heaps asks of a machine, and of what is known about its program. */
export interface ObservedHeapMachine {
  readonly debugInfo: DebugInfo
  instant(): Instant
  /** Bytes at a linear address, up to the first page that is not mapped to RAM. */
  readLinear(address: LinearAddress, length: number): Uint8Array
  watchCode(
    addresses: readonly LinearAddress[],
    listener: (reached: CodeReached) => void,
  ): () => void
}

/** A request was answered; so many blocks are live then. */
export type HeapListener = (request: HeapRequest, live: number) => void

export interface HeapObserver extends Observer<Heap> {
  /** Watches nothing any more. */
  readonly stop: () => void
  /** Shows the request of this sequence number, or again always the last one. */
  readonly select: (sequence: number | undefined) => void
}

/** A request that has not returned. */
interface Open {
  readonly entered: FunctionEntered
  readonly operation: AllocatorOperation
  readonly request: HeapRequest
  readonly site: number
  readonly arguments: RequestArguments
  /** Handlers that were under way. */
  readonly depth: number
  readonly before: Before
}

interface State {
  readonly ledger: LedgerState
  readonly history: HistoryState
  readonly structure: StructureState | undefined
  readonly open: readonly Open[]
  readonly requests: readonly HeapRequest[]
  readonly counts: Counts
  readonly seen: Range | undefined
  readonly bounds: Bounds | undefined
  readonly frames: readonly HandlerFrame[]
  readonly length: number
  readonly free: readonly Range[] | undefined
  readonly unseen: readonly Range[]
  readonly log: readonly Logged[]
  readonly isComplete: boolean
  readonly isLate: boolean
  readonly calls: unknown
}

/** A call that was noted before anybody looked. */
type Logged = (FunctionEntered & { readonly depth: number }) | FunctionReturned

interface Counts {
  readonly allocated: number
  readonly freed: number
  readonly refused: number
  readonly mistakes: number
  readonly requests: number
}

const NONE: Counts = { allocated: 0, freed: 0, refused: 0, mistakes: 0, requests: 0 }
const RECENT = 64
const MOST_OPEN = 64
/** Nodes that the model of a list carries. */
const NODES_SHOWN = 256
/** Of a list that is too long to be walked at each request, so many on average. */
const WALKED_EACH_TIME = 16
const MOST_UNSEEN = 1_024
const MOST_LOGGED = 8_192

const KINDS: Readonly<Record<AllocatorOperation, HeapRequestKind>> = {
  alloc: 'alloc',
  alloc_zeroed: 'alloc-zeroed',
  dealloc: 'free',
  realloc: 'realloc',
}

export function createHeapObserver(
  machine: ObservedHeapMachine,
  onAnswered?: HeapListener,
): HeapObserver {
  const { debugInfo } = machine
  const readMemory = machine.readLinear
  const functions = allocatorFunctions(debugInfo.symbols)
  const operations = new Map(functions.map((one) => [one.address, one.operation]))
  const ledger = createLedger()
  const history = createHistory()
  const sites = createSites(debugInfo, readMemory)
  let program: HeapProgram | undefined
  let structure: Structure | undefined
  let open: Open[] = []
  let requests: HeapRequest[] = []
  let counts = NONE
  let seen: Range | undefined
  let bounds: Bounds | undefined
  let frames: readonly HandlerFrame[] = []
  /** Of the lists when they were walked last; what they held, where they are short. */
  let length = 0
  let free: readonly Range[] | undefined
  /** Given out by requests that were not seen. */
  let unseen: readonly Range[] = []
  /** Calls since the beginning of the run, before anybody looked. */
  let log: Logged[] = []
  /** Whether all requests since the beginning of the run are known. */
  let isComplete = true
  /** Whether some of them were only noted: what the allocator did then, nobody saw. */
  let isLate = false
  let selected: number | undefined
  let revision = 0

  const calls = createCallWatch(
    machine,
    functions.map(({ address }) => address),
    {
      onEnter: (entered) =>
        structure ? enter(entered, frames.length) : note({ ...entered, depth: frames.length }),
      onReturn: (returned) => (structure ? leave(returned) : note(returned)),
    },
  )

  /** Reading the types of a program takes a while: before somebody looks, calls are only noted. */
  function attend(): HeapProgram {
    if (program && structure) return program
    program ??= openProgram(functions, debugInfo)
    isLate ||= log.length > 0
    for (const call of log) {
      if ('entered' in call) leave(call)
      else enter(call, call.depth)
    }
    log = []
    const { candidates, shapes } = program
    structure = createStructure(candidates, shapes, readMemory, () => bounds)
    if (isLate && seen) {
      measure()
      structure.guess(bounds ?? seen, roomsOfBlocks().at(-1)?.end ?? seen.start)
      const now = structure.look()
      if (now && bounds) unseen = without([bounds], joined([...now.ranges, ...roomsOfBlocks()]))
    }
    return program
  }

  function note(call: Logged): void {
    revision += 1
    log.push(call)
    if (log.length <= MOST_LOGGED) return
    log = log.slice(-MOST_LOGGED / 2)
    isComplete = false
  }

  function enter(entered: FunctionEntered, depth: number): void {
    const operation = operations.get(entered.address)
    if (!operation || !program) return
    revision += 1
    // One that stands above on the same stack was left by another way than its return.
    open = open.filter((one) => one.depth < depth || one.entered.frame >= entered.frame)
    const outer = open.at(-1)
    if (outer?.depth === depth || open.length >= MOST_OPEN) return
    const asked = program.readers.get(entered.address)?.(entered.general) ?? {}
    const size = operation === 'realloc' ? asked.newSize : asked.size
    const isWanted =
      operation !== 'dealloc' && ledger.roomFor(Number(size), Number(asked.alignment)) === undefined
    const isCompared = operation !== 'dealloc' && (isWanted || length <= NEAR)
    const before = (isCompared && structure?.before(isWanted)) || {}
    noticeNewBeginning(before)
    noticeUnseen(before)
    const site = sites.of(entered, structure !== undefined)
    counts = { ...counts, requests: counts.requests + 1 }
    const request: HeapRequest = {
      sequence: counts.requests,
      kind: KINDS[operation],
      instant: entered.instant,
      ...(size !== undefined && { size: Number(size) }),
      ...(asked.alignment !== undefined && { alignment: Number(asked.alignment) }),
      ...(operation === 'dealloc' &&
        asked.pointer !== undefined && { address: linearAddress(asked.pointer) }),
      ...(operation === 'realloc' &&
        asked.pointer !== undefined && {
          before: {
            address: linearAddress(asked.pointer),
            ...(asked.size !== undefined && { size: Number(asked.size) }),
          },
        }),
      isRefused: false,
      site: sites.all()[site] ?? { address: entered.address },
      isInHandler: depth > 0,
      duringAnother: outer !== undefined,
    }
    open.push({ entered, operation, request, site, arguments: asked, depth, before })
    remember(request)
  }

  /** All of the heap is free though blocks are live: the program has begun anew, and so does what is known. */
  function noticeNewBeginning({ free, mark }: Before): void {
    if (!bounds || ledger.count() === 0) return
    const { start, end } = bounds
    const [first] = free?.ranges ?? []
    const isAllFree = first !== undefined && first.start <= start && first.end >= end
    const direction = structure?.mark()?.direction
    const isAtStart = mark !== undefined && mark === (direction === 'down' ? end : start)
    if (!isAllFree && !isAtStart) return
    ledger.clear()
    structure?.forgetCells()
    forgetFree()
  }

  function forgetFree(): void {
    unseen = []
    free = undefined
  }

  /** What is free no longer though no request was seen was given out by code that was inlined. */
  function noticeUnseen(before: Before): void {
    const now = before.free?.ranges ?? freeBeyond(before.mark)
    if (!now) return
    unseen = without(unseen, now).slice(0, MOST_UNSEEN)
    if (free) unseen = joined([...unseen, ...without(free, now)])
  }

  const freeBeyond = (mark: bigint | undefined): readonly Range[] | undefined => {
    if (mark === undefined || !bounds) return undefined
    const isDown = structure?.mark()?.direction === 'down'
    return joined([isDown ? { ...bounds, end: mark } : { ...bounds, start: mark }])
  }

  function leave({ instant, entered, general }: FunctionReturned): void {
    const place = open.findIndex(
      (one) => one.entered.frame === entered.frame && one.entered.address === entered.address,
    )
    const one = open[place]
    if (!one) return
    revision += 1
    open = open.filter((_, index) => index !== place)
    const result = general[REGISTER.RAX] ?? 0n
    const done = one.operation === 'dealloc' ? takeBack(one) : giveOut(one, result)
    const answered = { ...one.request, ...done, returnedAt: instant }
    remember(answered)
    onAnswered?.(answered, ledger.count())
    sample(one.request.sequence, instant)
  }

  function takeBack({ arguments: { pointer, size, alignment } }: Open): Partial<HeapRequest> {
    if (pointer === undefined) return {}
    const { block, wasFree } = ledger.take(pointer)
    const needed = Math.max(Number(size ?? 0n), Number(alignment ?? 0n))
    structure?.takenBack(pointer, needed)
    counts = { ...counts, freed: counts.freed + 1 }
    // Who began to look in the middle has not seen all that was given out.
    if (block || (!wasFree && !isComplete)) return {}
    counts = { ...counts, mistakes: counts.mistakes + 1 }
    return { mistake: wasFree ? 'freed-twice' : 'never-given' }
  }

  function giveOut(one: Open, result: bigint): Partial<HeapRequest> {
    const { arguments: asked, request, before } = one
    const size = request.size ?? 0
    const alignment = request.alignment ?? 1
    if (result === 0n) {
      counts = { ...counts, refused: counts.refused + 1 }
      const search = structure?.refused(before, Math.max(size, alignment))
      return { isRefused: true, ...(search && { search }) }
    }
    if (one.operation === 'realloc' && asked.pointer !== undefined) ledger.take(asked.pointer)
    notice({ start: result, end: result + BigInt(size) })
    const given: Given = structure?.given(before, result, size, alignment) ?? {}
    if (given.room !== undefined) ledger.learn(size, alignment, given.room)
    const room = given.room ?? ledger.roomFor(size, alignment)
    const block: Block = {
      address: result,
      size,
      alignment,
      sequence: request.sequence,
      instant: request.instant,
      site: one.site,
      ...(room !== undefined && { room }),
    }
    const { wasLive } = ledger.give(block)
    counts = {
      ...counts,
      allocated: counts.allocated + 1,
      mistakes: counts.mistakes + (wasLive ? 1 : 0),
    }
    return {
      address: linearAddress(result),
      ...(given.search && { search: given.search }),
      ...(wasLive && { mistake: 'given-twice' }),
    }
  }

  /** The heap reaches at least so far. */
  function notice({ start, end }: Range): void {
    const low = seen && seen.start < start ? seen.start : start
    const high = seen && seen.end > end ? seen.end : end
    if (seen?.start === low && seen.end === high) return
    seen = { start: low, end: high }
    if (!bounds || bounds.origin === 'seen' || low < bounds.start || high > bounds.end) measure()
  }

  function measure(): void {
    if (!seen) return
    if (!program) return
    const { shapes, isProgram } = program
    const candidate = structure?.chosen()
    const mark = structure?.mark()?.address
    bounds = boundsOf(
      { seen, candidate, mark, shapes, isProgram },
      createPages(readMemory),
      readMemory,
    )
  }

  /** Short lists are walked after every request, long ones so seldom that it costs no more. */
  function sample(sequence: number, instant: Instant): void {
    const stride = Math.ceil(length / WALKED_EACH_TIME)
    if (!structure?.chosen() || (length > NEAR && sequence % stride !== 0)) return
    const now = structure.look()
    if (!now) return
    length = now.length
    free = length <= NEAR ? now.ranges : undefined
    unseen = without(unseen, now.ranges)
    const [first, last] = [now.ranges[0], now.ranges.at(-1)]
    if (first && last) notice({ start: first.start, end: last.end })
    if (bounds?.origin === 'seen' || !bounds) measure()
    if (!bounds) return
    if (history.isEmpty()) unseen = without([bounds], joined([...now.ranges, ...roomsOfBlocks()]))
    const [used, padding, unknown] = [ledger.used(), ledger.padding(), sizeOf(unseen)]
    const bytes = sizeOf(now.ranges)
    const whole = Number(bounds.end - bounds.start)
    history.add({
      sequence,
      instant,
      used,
      padding,
      free: bytes,
      lost: Math.max(0, whole - used - padding - bytes - unknown),
      unknown,
      largest: largestOf(now),
      holes: now.length,
      live: ledger.count(),
    })
  }

  const roomsOfBlocks = (): readonly Range[] =>
    joined(
      [...ledger.blocks()].map(({ address, size, room = size }) => ({
        start: address,
        end: address + BigInt(room),
      })),
    )

  function resume(state: StructureState | undefined): void {
    if (state) structure?.restore(state)
  }

  /** A request as it is now, in place of what was known of it. */
  function remember(request: HeapRequest): void {
    const place = requests.map(({ sequence }) => sequence).lastIndexOf(request.sequence)
    if (place >= 0) requests[place] = request
    else requests.push(request)
    if (requests.length > RECENT) requests = requests.slice(-RECENT)
  }

  return {
    observe(event: MachineEvent) {
      switch (event.type) {
        case 'interrupt.delivered':
        case 'exception.delivered':
          frames = afterDelivery(frames, event, undefined)
          break
        case 'exception.returned':
          frames = afterReturn(frames, event).left
          break
        default:
      }
    },
    revision: () => revision,
    stop: calls.stop,
    select(sequence) {
      revision += 1
      selected = sequence
    },
    model() {
      const known = attend()
      const lists = structure?.look()
      if (bounds?.origin === 'seen') measure()
      const blocks = [...ledger.blocks()]
      const whole = bounds ?? { start: 0n, end: 0n }
      const gone = free && lists ? without(free, lists.ranges) : []
      const hidden = open.length > 0 ? unseen : joined([...unseen, ...gone])
      const { spans, totals } = divide({ whole, blocks, free: lists, unseen: hidden })
      const shown = requests.find(({ sequence }) => sequence === selected) ?? requests.at(-1)
      return {
        instant: instantOf(machine.instant()),
        allocator: allocatorModel(structure, readMemory),
        ...(bounds && { region: regionModel(bounds, readMemory) }),
        totals,
        spans,
        lists: lists ? listModels(lists, structure, NODES_SHOWN) : [],
        blocks: blockColumns(blocks, whole.start),
        sites: [...sites.all()],
        counts,
        history: history.state().moments,
        requests: [...requests],
        ...(shown && { request: shown }),
        gaps: gapsOf(functions, debugInfo, known, structure, requests, {
          isLate,
          hasUnseen: hidden.length > 0,
        }),
      }
    },
    save: (): State => ({
      ledger: ledger.state(),
      history: history.state(),
      structure: structure?.state(),
      open,
      requests: [...requests],
      counts,
      seen,
      bounds,
      frames,
      length,
      free,
      unseen,
      log: [...log],
      isComplete,
      isLate,
      calls: calls.save(),
    }),
    restore(saved) {
      const state = saved as State
      revision += 1
      ledger.restore(state.ledger)
      history.restore(state.history)
      // A state of before anybody looked is one of notes again.
      structure = undefined
      open = [...state.open]
      requests = [...state.requests]
      ;({ counts, seen, bounds, frames, length, free, unseen, isComplete, isLate } = state)
      log = [...state.log]
      calls.restore(state.calls)
      if (!program) return
      attend()
      resume(state.structure)
    },
  }
}
