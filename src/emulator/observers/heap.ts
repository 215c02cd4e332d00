/**
 * Watches the heap of a run: who asks for which block, what the allocator makes of it, and what becomes of every byte.
 *
 * Requests are calls of the functions that every Rust program allocates through (`functions.ts`); the allocator's
 * structure is known by its types and by the requests that it explains (`structure.ts`). Nothing is asked of the kernel.
 */
import type { FunctionEntered, FunctionReturned, MachineEvent } from '../../shared/events'
import type { Heap, HeapByte, HeapRequest } from '../../shared/models/heap'
import { instant as instantOf } from '../../shared/units'
import { createCallWatch, REGISTER } from '../probes/call-watch'
import { afterDelivery, afterReturn, type HandlerFrame } from './executor/interrupt-frames'
import { createAnswers } from './heap/answers'
import { createContents } from './heap/contents'
import { createExtent, type ExtentState, type KnownHeap } from './heap/extent'
import { allocatorFunctions } from './heap/functions'
import { gapsOf } from './heap/gaps'
import { createLedger, roomsOf, type LedgerState } from './heap/ledger'
import { allocatorModel, listModels, regionModel } from './heap/model'
import { createNotes, type NotedCall, type NotesState } from './heap/notes'
import type { ObservedHeapMachine } from './heap/observed-machine'
import { openProgram, type HeapProgram } from './heap/program'
import { joined, type Range } from './heap/ranges'
import { askedFor, createRequests, type OpenRequest, type RequestsState } from './heap/requests'
import { createSamples, type SamplesState } from './heap/samples'
import { createSites } from './heap/sites'
import { blockColumns, divide, kindAt } from './heap/spans'
import { createStructure, type Before, type Structure, type StructureState } from './heap/structure'
import { createUnseen, type UnseenState } from './heap/unseen'
import type { Observer } from './observer'

/** A request was answered; so many blocks are live then. */
export type HeapListener = (request: HeapRequest, live: number) => void

export interface HeapObserver extends Observer<Heap> {
  /** Watches nothing any more. */
  readonly stop: () => void
  /** Shows the request of this sequence number, or again always the last one. */
  readonly select: (sequence: number | undefined) => void
  /** What the byte at an address of the heap is now; nothing elsewhere. */
  readonly kindAt: (address: bigint) => HeapByte | undefined
  /** Where the heap lies, as far as anybody has looked. */
  readonly bounds: () => Range | undefined
}

interface State {
  readonly ledger: LedgerState
  readonly samples: SamplesState
  readonly structure: StructureState | undefined
  readonly open: readonly OpenRequest[]
  readonly requests: RequestsState
  readonly extent: ExtentState
  readonly unseen: UnseenState
  readonly notes: NotesState
  readonly frames: readonly HandlerFrame[]
  readonly isUntouched: boolean
  readonly calls: unknown
}

const MOST_OPEN = 64
/** Nodes that the model of a list carries. */
const NODES_SHOWN = 256

export function createHeapObserver(
  machine: ObservedHeapMachine,
  onAnswered?: HeapListener,
): HeapObserver {
  const { debugInfo } = machine
  const readMemory = machine.readLinear
  const functions = allocatorFunctions(debugInfo.symbols)
  const operations = new Map(functions.map((one) => [one.address, one.operation]))
  let program: HeapProgram | undefined
  let structure: Structure | undefined
  let open: OpenRequest[] = []
  let frames: readonly HandlerFrame[] = []
  /** Whether all of the heap was free when a block was asked for last, and it is not seen to have come from there. */
  let isUntouched = false
  let selected: number | undefined
  let revision = 0

  const known: KnownHeap = { program: () => program, structure: () => structure }
  const ledger = createLedger()
  const sites = createSites(debugInfo, readMemory)
  const contentsOf = createContents(machine, sites)
  const notes = createNotes()
  const requests = createRequests()
  const extent = createExtent(known, readMemory)
  const unseen = createUnseen(known, extent)
  const samples = createSamples({ known, extent, unseen, ledger })
  const answerTo = createAnswers({ known, extent, ledger, notes, requests, beginAnew })

  const calls = createCallWatch(
    machine,
    functions.map(({ address }) => address),
    {
      onEnter: (entered) =>
        structure ? enter(entered, frames.length) : note({ ...entered, depth: frames.length }),
      onReturn: (returned) => (structure ? leave(returned) : note(returned)),
    },
  )

  function note(call: NotedCall): void {
    revision += 1
    notes.add(call)
  }

  /** Reading the types of a program takes a while: before somebody looks, calls are only noted. */
  function attend(): HeapProgram {
    if (program && structure) return program
    program ??= openProgram(functions, debugInfo)
    for (const call of notes.take()) {
      if ('entered' in call) leave(call)
      else enter(call, call.depth)
    }
    const { candidates, shapes } = program
    structure = createStructure(candidates, shapes, readMemory, extent.bounds)
    guess(structure)
    return program
  }

  /** Of what was only noted, nobody saw what the allocator did. */
  function guess(heap: Structure): void {
    const seen = extent.seen()
    if (!notes.isLate() || !seen) return
    extent.measure()
    const bounds = extent.bounds()
    heap.guess(bounds ?? seen, roomsOf(ledger.blocks()).at(-1)?.end ?? seen.start)
    const now = heap.look()
    if (now && bounds) unseen.begin(bounds, joined([...now.ranges, ...roomsOf(ledger.blocks())]))
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
    const what = askedFor(operation, asked)
    const isWanted =
      operation !== 'dealloc' &&
      ledger.roomFor(Number(what.size), Number(asked.alignment)) === undefined
    const isCompared = operation !== 'dealloc' && (isWanted || samples.isNear())
    const before = (isCompared && structure?.before(isWanted)) || {}
    noticeNewBeginning(before)
    unseen.noticeBefore(before)
    const site = sites.of(entered, structure !== undefined)
    requests.count('requests')
    const request: HeapRequest = {
      ...what,
      sequence: requests.counts().requests,
      instant: entered.instant,
      isRefused: false,
      site: sites.all()[site] ?? { address: entered.address },
      isInHandler: depth > 0,
      duringAnother: outer !== undefined,
    }
    open.push({ entered, operation, request, site, arguments: asked, depth, before })
    requests.remember(request)
  }

  /** All of the heap is free though blocks are live: the program has begun anew, and so does what is known. */
  function noticeNewBeginning({ free, mark }: Before): void {
    const bounds = extent.bounds()
    if (!bounds || (!free && mark === undefined)) return
    const { start, end } = bounds
    const [first] = free?.ranges ?? []
    const isAllFree = first !== undefined && first.start <= start && first.end >= end
    const direction = structure?.mark()?.direction
    const isAtStart = mark !== undefined && mark === (direction === 'down' ? end : start)
    // An allocator that is not asked any more stays as it was.
    if ((isAllFree || isAtStart) && !isUntouched && ledger.count() > 0) beginAnew()
    isUntouched = isAllFree || isAtStart
  }

  function beginAnew(): void {
    ledger.clear()
    structure?.forgetCells()
    unseen.forget()
  }

  function leave({ instant, entered, general }: FunctionReturned): void {
    const place = open.findIndex(
      (one) => one.entered.frame === entered.frame && one.entered.address === entered.address,
    )
    const one = open[place]
    if (!one) return
    revision += 1
    open = open.filter((_, index) => index !== place)
    const done = answerTo(one, general[REGISTER.RAX] ?? 0n)
    const answered = { ...one.request, ...done, returnedAt: instant }
    if (answered.search && !answered.isRefused) isUntouched = false
    requests.remember(answered)
    onAnswered?.(answered, ledger.count())
    samples.take(one.request.sequence, instant)
  }

  /** The heap as it stands, divided. */
  function survey() {
    const lists = structure?.look()
    if (extent.bounds()?.origin === 'seen') extent.measure()
    const bounds = extent.bounds()
    const blocks = [...ledger.blocks()]
    const whole = bounds ?? { start: 0n, end: 0n }
    const hidden = unseen.hidden(lists, open.length > 0)
    return {
      ...{ lists, bounds, blocks, whole, hidden },
      ...divide({ whole, blocks, free: lists, unseen: hidden }),
    }
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
    bounds: extent.bounds,
    select(sequence) {
      revision += 1
      selected = sequence
    },
    kindAt(address) {
      attend()
      const { whole, spans } = survey()
      return kindAt(spans, Number(address - whole.start))
    },
    model() {
      const about = attend()
      const { lists, bounds, blocks, whole, hidden, spans, totals } = survey()
      const recent = requests.all()
      const shown = recent.find(({ sequence }) => sequence === selected) ?? recent.at(-1)
      const block = blocks.find(({ sequence }) => sequence === shown?.sequence)
      const contents =
        block &&
        contentsOf({
          ...{ block, blocks, whole },
          kindAt: (address) => kindAt(spans, Number(address - whole.start)),
        })
      return {
        instant: instantOf(machine.instant()),
        allocator: allocatorModel(structure, readMemory),
        ...(bounds && { region: regionModel(bounds, readMemory) }),
        totals,
        spans,
        lists: lists ? listModels(lists, structure, NODES_SHOWN) : [],
        blocks: blockColumns(blocks, whole.start),
        sites: [...sites.all()],
        counts: requests.counts(),
        history: samples.state().history.moments,
        requests: recent,
        ...(shown && { request: shown }),
        ...(contents && { contents }),
        gaps: gapsOf(functions, debugInfo, about, structure, recent, {
          isLate: notes.isLate(),
          hasUnseen: hidden.length > 0,
        }),
      }
    },
    save: (): State => ({
      ledger: ledger.state(),
      samples: samples.state(),
      structure: structure?.state(),
      open: [...open],
      requests: requests.state(),
      extent: extent.state(),
      unseen: unseen.state(),
      notes: notes.state(),
      frames,
      isUntouched,
      calls: calls.save(),
    }),
    restore(saved) {
      const state = saved as State
      revision += 1
      ledger.restore(state.ledger)
      samples.restore(state.samples)
      // A state of before anybody looked is one of notes again.
      structure = undefined
      open = [...state.open]
      requests.restore(state.requests)
      extent.restore(state.extent)
      unseen.restore(state.unseen)
      notes.restore(state.notes)
      frames = state.frames
      isUntouched = state.isUntouched
      calls.restore(state.calls)
      if (!program) return
      attend()
      if (state.structure) known.structure()?.restore(state.structure)
    },
  }
}
