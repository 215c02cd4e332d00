/**
 * What every observer is: a fold over the machine's events that yields a model.
 *
 * Its state lives in a closure. Equal streams of events give equal models.
 */
import type { MachineEvent } from '../../shared/events'

export interface Observer<Model> {
  /** Takes in one event; those of other topics pass by. */
  readonly observe: (event: MachineEvent) => void
  /** Differs from what it was whenever `model` may give something else. */
  readonly revision: () => number
  /** What is known now: readonly, structured-cloneable data. */
  readonly model: () => Model
  /** The state as plain data, to go with a snapshot of the machine. */
  readonly save: () => unknown
  /** Takes up a state that `save` gave out. */
  readonly restore: (saved: unknown) => void
  /** Nobody looks any more: what costs time is watched again when `model` is called next. */
  readonly rest?: () => void
}
