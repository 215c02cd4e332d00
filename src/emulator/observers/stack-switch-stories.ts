/**
 * Folds events into stories: what began with one exception or interrupt, up to its handler or to shutdown; and returns.
 *
 * Knows nothing of stacks: it keeps what the processor reported.
 */
import type {
  DeliveryFailed,
  DeliverySource,
  ExceptionDelivered,
  ExceptionRaised,
  ExceptionReturned,
  MachineEvent,
} from '../../shared/events'
import type { DeliveryStep, RaisedFault } from '../../shared/models/stack-switch'
import type { Instant, LinearAddress, Vector } from '../../shared/units'
import { Exception } from '../../shared/x86/exceptions'

export interface StepFacts {
  readonly fault: RaisedFault
  readonly source: DeliverySource
  readonly line?: number
  readonly second?: RaisedFault
  readonly rule?: NonNullable<DeliveryStep['rule']>
  readonly failed?: DeliveryFailed
  readonly delivered?: ExceptionDelivered
}

export interface DeliveryFacts {
  readonly kind: 'delivery'
  readonly instant: Instant
  readonly rip: LinearAddress
  readonly steps: readonly StepFacts[]
  /** After a shutdown: what the last delivery raised. */
  readonly lastFault?: RaisedFault
}

export interface ReturnFacts {
  readonly kind: 'return'
  readonly instant: Instant
  readonly event: ExceptionReturned
}

export type StoryFacts = DeliveryFacts | ReturnFacts

interface State {
  readonly open?: DeliveryFacts
  /** Raised by a delivery that failed, and not yet dealt with. */
  readonly second?: RaisedFault
  /** The line of the last interrupt that the controllers gave a vector for. */
  readonly line?: { readonly vector: Vector; readonly line: number }
}

export interface StoryFold {
  /** The story that an event completes. */
  readonly observe: (event: MachineEvent) => StoryFacts | undefined
  readonly save: () => unknown
  readonly restore: (saved: unknown) => void
}

const faultOf = ({ vector, errorCode, cr2 }: ExceptionRaised): RaisedFault => ({
  vector,
  ...(errorCode === undefined ? {} : { errorCode }),
  ...(cr2 === undefined ? {} : { cr2 }),
})

export function createStoryFold(): StoryFold {
  let state: State = {}

  const withLine = (source: DeliverySource, vector: Vector) =>
    source === 'interrupt' && state.line?.vector === vector ? { line: state.line.line } : {}

  function raise(event: ExceptionRaised): void {
    const fault = faultOf(event)
    const { instant, rip } = event
    if (event.during === 'instruction' || !state.open) {
      state = {
        ...withLineOnly(state),
        open: { kind: 'delivery', instant, rip, steps: [{ fault, source: 'exception' }] },
      }
    } else if (event.vector === Exception.DF && state.second) {
      append({ fault, source: 'exception', second: state.second, rule: 'double-fault' })
    } else {
      state = { ...state, second: fault }
    }
  }

  function append(step: StepFacts): void {
    const { open } = state
    if (!open) return
    state = { ...state, open: { ...open, steps: [...open.steps, step] } }
    state = withoutSecond(state)
  }

  /** Makes sure that the last step is the one that an attempt was made for. */
  function beginAttempt(event: DeliveryFailed | ExceptionDelivered, rip: LinearAddress): void {
    const { vector, source, instant } = event
    const last = state.open?.steps.at(-1)
    if (last?.fault.vector === vector && !last.failed && !state.second) return
    if (state.second?.vector === vector && source === 'exception') {
      append({ fault: state.second, source, second: state.second, rule: 'serial' })
      return
    }
    const step = { fault: { vector }, source, ...withLine(source, vector) }
    state = { ...withLineOnly(state), open: { kind: 'delivery', instant, rip, steps: [step] } }
  }

  function endAttempt(outcome: Pick<StepFacts, 'failed' | 'delivered' | 'source'>): void {
    const { open } = state
    const last = open?.steps.at(-1)
    if (!open || !last) return
    const steps = [...open.steps.slice(0, -1), { ...last, ...outcome }]
    state = { ...state, open: { ...open, steps } }
  }

  function complete(): DeliveryFacts | undefined {
    const { open } = state
    state = withLineOnly(state)
    return open
  }

  return {
    observe(event) {
      switch (event.type) {
        case 'interrupt.acknowledged':
          state = { ...state, line: { vector: event.vector, line: event.line } }
          return undefined
        case 'exception.raised':
          raise(event)
          return undefined
        case 'exception.delivery-failed':
          beginAttempt(event, event.rip)
          endAttempt({ failed: event, source: event.source })
          return undefined
        case 'exception.delivered':
        case 'interrupt.delivered':
          beginAttempt(event, event.returnRip)
          endAttempt({ delivered: event, source: event.source })
          return complete()
        case 'exception.shutdown': {
          const { second } = state
          const story = complete()
          return story && { ...story, ...(second ? { lastFault: second } : {}) }
        }
        case 'exception.returned':
          return { kind: 'return', instant: event.instant, event }
        default:
          return undefined
      }
    },
    save: () => state,
    restore(saved) {
      state = saved as State
    },
  }
}

const withLineOnly = ({ line }: State): State => (line ? { line } : {})

const withoutSecond = ({ open, line }: State): State => ({
  ...(open ? { open } : {}),
  ...(line ? { line } : {}),
})
