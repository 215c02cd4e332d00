/**
 * What it costs to remember a run, and how long it takes to go back in it: in the app's own composition, with all that
 * follows a machine there. Times are those of the processor: what else the host does does not count.
 */
import { createTimeline } from '../../src/emulator/timeline/timeline'
import type { LoadedMachine } from '../../src/emulator/host/loaded-machine'
import { beginWriteSearch } from '../../src/emulator/host/write-search'
import { instant, linearAddress } from '../../src/shared/units'
import type { WriteTarget } from '../../src/shared/write-target'
import { createRandom } from '../fixtures/random'
import { busyMachine, busySession, type BusyKernel } from './busy-kernels'

/** Between two looks at the clock, as a session's slices are. */
const SLICE = 2_000_000
const SEEKS = 60
const STEPS_BACK_FROM_END = 20

/** In seconds of the processor. */
export interface RecordingCost {
  /** The machine alone; with checkpoints; with checkpoints and all that the app follows. */
  readonly alone: number
  readonly remembered: number
  readonly followed: number
}

/** In milliseconds. */
export interface Spread {
  readonly median: number
  readonly worst: number
}

export interface TimelineMeasurement {
  readonly kernel: BusyKernel
  readonly length: number
  readonly recording: RecordingCost
  readonly seeks: Spread
  readonly stepsBack: Spread
  /** Milliseconds, by what was asked about; see `questions`. */
  readonly whoWrote: readonly number[]
  readonly checkpoints: number
  /** Bytes held beyond the machine's own memory when all was done. */
  readonly held: number
}

export function milliseconds(work: () => unknown): number {
  const { user, system } = process.cpuUsage()
  work()
  const after = process.cpuUsage()
  return (after.user - user + after.system - system) / 1_000
}

function spread(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b)
  return { median: sorted[sorted.length >> 1] ?? NaN, worst: sorted.at(-1) ?? NaN }
}

function heldBytes(): number {
  // What one collection makes unreachable, the next one frees.
  const { gc } = globalThis as { gc?: () => void }
  gc?.()
  gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Runs all three in turns, so that a slow moment of the host hits all alike. */
function record(kernel: BusyKernel, length: number, session: LoadedMachine): RecordingCost {
  const plain = busyMachine(kernel, length)
  const remembering = createTimeline(busyMachine(kernel, length))
  const runs = [plain.run, remembering.run, session.timeline.run]
  const [alone = NaN, remembered = NaN, followed = NaN] = slices(length)
    .map((budget) => runs.map((run) => milliseconds(() => run(budget)) / 1_000))
    .reduce((sums, times) => sums.map((sum, index) => sum + (times[index] ?? NaN)))
  return { alone, remembered, followed }
}

const slices = (length: number): readonly number[] =>
  Array.from({ length: Math.ceil(length / SLICE) }, (_, index) =>
    Math.min(SLICE, length - index * SLICE),
  )

/** Random instants, and one step back from each. */
function goThrough({ timeline }: LoadedMachine, length: number) {
  const random = createRandom(4711)
  const stepBack = () => milliseconds(() => timeline.stepBack(1))
  const stepsBack = Array.from({ length: STEPS_BACK_FROM_END }, stepBack)
  const seeks = Array.from({ length: SEEKS }, () => {
    const target = Math.floor((random(2 ** 30) / 2 ** 30) * length)
    const seek = milliseconds(() => timeline.seek(instant(target)))
    stepsBack.push(stepBack())
    return seek
  })
  timeline.seek(instant(length))
  return { seeks: spread(seeks), stepsBack: spread(stepsBack) }
}

const PAGE_MASK = 0xfffn

/**
 * A cell of the screen, written a moment ago; the IDT, written at boot, on a page that is quiet since; and a byte that
 * nobody ever wrote, on the page of the stack, which every stretch of the run has written.
 */
function questions({ machine }: LoadedMachine): readonly WriteTarget[] {
  const { idtr, general } = machine.processor()
  const bytes = (address: bigint) =>
    ({ type: 'memory', space: 'linear', address: linearAddress(address), length: 1 }) as const
  const stack = (general[RSP] ?? 0n) & ~PAGE_MASK
  return [{ type: 'screen-cell', row: 20, column: 0 }, bytes(idtr.base), bytes(stack)]
}

const RSP = 4

function ask(session: LoadedMachine, target: WriteTarget): number {
  return milliseconds(() => {
    const search = beginWriteSearch(session, target)
    while (!search.next().isOver);
  })
}

export function measureTimeline(kernel: BusyKernel, length: number): TimelineMeasurement {
  const session = busySession(kernel, length)
  const before = heldBytes()
  const recording = record(kernel, length, session)
  const held = heldBytes() - before
  return {
    kernel,
    length,
    recording,
    held,
    checkpoints: session.timeline.ways().at(0)?.checkpoints.all().length ?? 0,
    ...goThrough(session, length),
    whoWrote: questions(session).map((target) => ask(session, target)),
  }
}
