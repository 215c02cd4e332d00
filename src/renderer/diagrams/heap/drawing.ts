/** What every part of the heap's drawing is given. */
import type { Heap } from '../../../shared/models/heap'
import type { DiagramOptions } from '../diagram'
import { palettes } from '../tokens/tokens'
import type { Palette } from '../tokens/tokens'
import { beforeRequest, isLastRequest } from './before-request'
import { heapLayout } from './layout'
import type { HeapLayout } from './layout'
import { progressOf } from './stations'
import type { Progress } from './stations'
import { stretchesWithin, viewWindow } from './view-window'
import type { ViewWindow } from './view-window'

export interface HeapDrawing {
  /** Before the last request during the steps of its walk, and after it when they are over. */
  readonly heap: Heap
  /** What the request took and left can be told beside each other. */
  readonly isAfter: boolean
  readonly colours: Palette
  readonly layout: HeapLayout
  readonly progress: Progress
  readonly window: ViewWindow
}

export function heapDrawing(
  heap: Heap,
  { theme, density, step, size }: DiagramOptions,
): HeapDrawing {
  const layout = heapLayout(density, size)
  const progress = progressOf(heap, step)
  const shown = progress.isComplete ? heap : beforeRequest(heap)
  // The strip stays where it is from step to step.
  const window = viewWindow(heap, layout.mostStretches)
  return {
    heap: shown,
    isAfter: progress.isComplete && isLastRequest(heap),
    colours: palettes[theme],
    layout,
    progress,
    window: { ...window, stretches: stretchesWithin(shown, window.start, window.end) },
  }
}

/** Where an offset is on the strip; it may lie outside. */
export function stripX({ layout, window }: Pick<HeapDrawing, 'layout' | 'window'>, offset: number) {
  const { x, width } = layout.strip
  return x + ((offset - window.start) / Math.max(1, window.end - window.start)) * width
}

export const isOnStrip = ({ window }: Pick<HeapDrawing, 'window'>, offset: number): boolean =>
  window.start <= offset && offset < window.end
