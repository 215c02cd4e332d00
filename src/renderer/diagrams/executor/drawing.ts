/** What every part of the executor's drawing is given. */
import type {
  Executor,
  FutureKind,
  QueueContents,
  Task,
  TaskKey,
} from '../../../shared/models/executor'
import type { DiagramOptions } from '../diagram'
import { palettes } from '../tokens/tokens'
import type { Palette } from '../tokens/tokens'
import { executorLayout } from './layout'
import type { ExecutorLayout } from './layout'
import { progressOf } from './stations'
import type { Progress } from './stations'

export interface ExecutorDrawing {
  readonly executor: Executor
  readonly colours: Palette
  readonly layout: ExecutorLayout
  readonly progress: Progress
}

export const executorDrawing = (
  executor: Executor,
  { theme, density, step, size }: DiagramOptions,
): ExecutorDrawing => ({
  executor,
  colours: palettes[theme],
  layout: executorLayout(density, isRing(executor.now.ready), size),
  progress: progressOf(executor, step),
})

/** DESIGN: above sixteen slots a ring becomes a strip. */
const LARGEST_RING = 16

export const isRing = (queue: QueueContents | undefined): boolean =>
  queue !== undefined && queue.capacity <= LARGEST_RING

export const kindOf = ({ kinds }: Executor, { kind }: { readonly kind: number }): FutureKind =>
  kinds[kind] ?? { name: 'future', isBlock: false, type: '', states: [] }

/** A task as it is now, or as it was at the moment that is drawn. */
export const taskOf = (
  { executor, progress }: Pick<ExecutorDrawing, 'executor' | 'progress'>,
  key: TaskKey | undefined,
): Task | undefined =>
  [...progress.moment.tasks, ...executor.now.tasks].find((task) => task.key === key)
