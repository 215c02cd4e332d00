/** What every part of the heap's drawing is given. */
import type { Heap } from '../../../shared/models/heap'
import type { DiagramOptions } from '../diagram'
import { palettes } from '../tokens/tokens'
import type { Palette } from '../tokens/tokens'
import { heapLayout } from './layout'
import type { HeapLayout } from './layout'
import { progressOf } from './stations'
import type { Progress } from './stations'
import { viewWindow } from './view-window'
import type { ViewWindow } from './view-window'

export interface HeapDrawing {
  readonly heap: Heap
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
  return {
    heap,
    colours: palettes[theme],
    layout,
    progress: progressOf(heap, step),
    window: viewWindow(heap, layout.mostStretches),
  }
}

/** Where an offset is on the strip; it may lie outside. */
export function stripX({ layout, window }: Pick<HeapDrawing, 'layout' | 'window'>, offset: number) {
  const { x, width } = layout.strip
  return x + ((offset - window.start) / Math.max(1, window.end - window.start)) * width
}

export const isOnStrip = ({ window }: Pick<HeapDrawing, 'window'>, offset: number): boolean =>
  window.start <= offset && offset < window.end

/** From the beginning of the heap. */
export const offsetOf = ({ region }: Heap, address: bigint): number =>
  region ? Number(address - region.start) : 0
