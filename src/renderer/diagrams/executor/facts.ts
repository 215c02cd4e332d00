/** What follows from the model alone: which number a task is known by, where it stands, what is out of the ordinary. */
import type {
  Executor,
  ExecutorMoment,
  MachineState,
  QueueContents,
  StationKind,
  ChainStation,
  Task,
} from '../../../shared/models/executor'
import { isRelease } from '../../../shared/scan-codes'
import { fitText, textWidth } from '../tokens/text-metrics'
import { kindOf } from './drawing'

/** The program's own number; `#3` for the third task that was polled, `new` for one that was not, where it has none. */
export const numberOf = ({ id, ordinal }: Task): string =>
  id ?? (ordinal === undefined ? 'new' : `#${ordinal}`)

/** `converse()`, or `async block in main`. */
export function callOf(executor: Executor, task: Task): string {
  const { name, isBlock } = kindOf(executor, task)
  return isBlock ? `async block in ${name}` : `${name}()`
}

/** Index of the state that a task stands at, among those of its kind. */
export function presentState(executor: Executor, task: Task): number | undefined {
  const { states } = kindOf(executor, task)
  if (task.status === 'done') {
    const end = states.findIndex(({ kind }) => kind === 'end')
    return end < 0 ? undefined : end
  }
  return task.awaiting[0]?.state
}

/** A future of several states, and where it stands. */
export interface ShownMachine {
  readonly name: string
  readonly states: readonly MachineState[]
  readonly present: number | undefined
}

/** The task's own future first, then those inside that it waits for. */
export function machinesOf(executor: Executor, task: Task): readonly ShownMachine[] {
  const own = kindOf(executor, task)
  const inner = task.status === 'done' ? [] : task.awaiting.slice(1)
  return [
    { ...own, present: presentState(executor, task) },
    ...inner.map((point) => ({ ...kindOf(executor, point), present: point.state })),
  ].filter(({ states }) => states.length > 0)
}

/** A state's place in the source: `mod.rs:42`. */
export function placeOf({ source }: MachineState): string | undefined {
  if (!source) return undefined
  return `${source.file.split('/').at(-1) ?? source.file}:${source.line}`
}

/** `executor.ready`, or `ready` where there is no room for more. */
export function fittingName(name: string, room: number, size: number): string {
  const fits = (text: string) => textWidth(text, size, 400, 'mono') <= room
  if (fits(name)) return name
  return fitText(name.split(/\.|::/).at(-1) ?? name, room, size, 400, 'mono')
}

/** By the numbers that programs give them, then by those without one. */
export const inNumericalOrder = (tasks: readonly Task[]): readonly Task[] => {
  const rank = ({ id, ordinal }: Task) => Number(id ?? ordinal ?? Number.MAX_SAFE_INTEGER)
  return [...tasks].sort((a, b) => rank(a) - rank(b))
}

export const taskCount = ({ counts }: ExecutorMoment): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

/** The queue that the chain goes through, or else one with something in it, or the first. */
export function shownInput(
  { chain }: Executor,
  { inputs }: ExecutorMoment,
): QueueContents | undefined {
  const name = stationOf(chain?.stations ?? [], 'input-queue')?.queue
  return (
    inputs.find((queue) => queue.name === name) ??
    inputs.find(({ length, dropped = 0 }) => length > 0 || dropped > 0) ??
    [...inputs].sort((a, b) => a.capacity - b.capacity)[0]
  )
}

export function stationOf<Kind extends StationKind>(
  stations: readonly ChainStation[],
  kind: Kind,
): Extract<ChainStation, { kind: Kind }> | undefined {
  return stations.find(
    (station): station is Extract<ChainStation, { kind: Kind }> => station.kind === kind,
  )
}

/** A key was let go since: what a reader has typed is shown before that, so the way on show is not the latest of all. */
export function isBeforeRelease({ chain, chains }: Executor): boolean {
  const later = chains.filter(({ sequence }) => chain !== undefined && sequence > chain.sequence)
  return (
    chain?.stations[0]?.kind === 'device' &&
    later.length > 0 &&
    later.every(({ scanCode }) => scanCode !== undefined && isRelease(scanCode))
  )
}

/** The processor sleeps though a task is in the ready queue. */
export const sleepsThoughReady = ({ sleep, now }: Executor): boolean =>
  (sleep?.isAsleep ?? false) && (now.ready?.length ?? 0) > 0

/** Without names neither a task nor a wake is seen, and that there is none cannot be said. */
export const isNamed = ({ gaps }: Executor): boolean => !gaps.includes('no-symbols')

/** Whom a wake put into the queue before HLT: what a spawn has left there was never looked for. */
export function wokenBeforeSleep(executor: Executor): Task | undefined {
  const { sleep, now } = executor
  const task = now.tasks.find(({ key }) => key === now.ready?.items[0]?.task)
  const woken = task?.lastWake?.instant ?? Infinity
  return sleepsThoughReady(executor) && woken < (sleep?.instant ?? 0) ? task : undefined
}

/** A poll that has not returned for so long keeps the others waiting. */
const LONG_POLL = 1_000_000

export function hogOf({ now }: Executor): Task | undefined {
  const running = now.tasks.find(({ status }) => status === 'running')
  const since = running?.lastPoll?.startedAt
  return since !== undefined && now.instant - since > LONG_POLL ? running : undefined
}

export const overflowingQueue = ({ now }: Executor): QueueContents | undefined =>
  now.inputs.find(({ dropped = 0, length, capacity }) => dropped > 0 && length === capacity)
