/** Joins the observer of heaps to a machine. */
import type { DebugInfo } from '../debuginfo/debug-info'
import type { Machine } from '../machine/machine-api'
import { createHeapObserver, type HeapListener, type HeapObserver } from '../observers/heap'

export const followHeap = (
  machine: Machine,
  debugInfo: DebugInfo,
  onAnswered?: HeapListener,
): HeapObserver =>
  createHeapObserver(
    {
      debugInfo,
      instant: machine.instant,
      registers: machine.processor,
      readLinear: machine.readLinear,
      watchCode: machine.watchCode,
    },
    onAnswered,
  )
