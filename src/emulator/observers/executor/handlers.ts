/** Follows interrupts and exceptions through their handlers, and tells the lineage of those of the interrupt lines. */
import type { MachineEvent } from '../../../shared/events'
import type { LinearAddress, Vector } from '../../../shared/units'
import type { TaskKey } from '../../../shared/models/executor'
import { afterDelivery, afterReturn, type HandlerFrame } from './interrupt-frames'
import type { Lineage } from './lineage'

export interface HandlersState {
  readonly frames: readonly HandlerFrame[]
  readonly acknowledged?: { readonly vector: Vector; readonly line: number }
}

export interface Handlers {
  /** Whether the event has to do with handlers. */
  observe(event: MachineEvent): boolean
  innermost(): HandlerFrame | undefined
  state(): HandlersState
  restore(state: HandlersState): void
}

export interface HandlerSurroundings {
  readonly lineage: Lineage
  /** The task whose poll is under way. */
  readonly running: () => TaskKey | undefined
  /** Where a handler of an interrupt line was entered. */
  readonly onHandler: (address: LinearAddress) => void
}

export function createHandlers({ lineage, running, onHandler }: HandlerSurroundings): Handlers {
  let frames: readonly HandlerFrame[] = []
  let acknowledged: HandlersState['acknowledged']

  function observe(event: MachineEvent): boolean {
    switch (event.type) {
      case 'interrupt.key-buffered':
        lineage.keyBuffered(event.scanCode, event.instant)
        return true
      case 'interrupt.requested':
        lineage.requested(event.line, event.instant)
        return true
      case 'interrupt.acknowledged':
        acknowledged = { vector: event.vector, line: event.line }
        return true
      case 'interrupt.delivered':
      case 'exception.delivered': {
        const isRequest = event.source === 'interrupt' && acknowledged?.vector === event.vector
        const line = isRequest ? acknowledged?.line : undefined
        frames = afterDelivery(frames, event, line)
        if (line === undefined) return true
        lineage.delivered(line, event.vector, event.instant)
        onHandler(event.handlerRip)
        return true
      }
      case 'exception.returned': {
        const { ended, left } = afterReturn(frames, event)
        frames = left
        if (ended?.line === undefined) return true
        lineage.handlerReturned(ended.enteredAt, event.instant, running())
        return true
      }
      default:
        return false
    }
  }

  return {
    observe,
    innermost: () => frames.at(-1),
    state: () => ({ frames, ...(acknowledged && { acknowledged }) }),
    restore: (state) => void ({ frames, acknowledged } = state),
  }
}
