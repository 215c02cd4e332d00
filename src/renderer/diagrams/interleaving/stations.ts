/** The steps in which the diagram tells: one for each switch that is drawn. */
import type { Interleaving, LaneSwitch } from '../../../shared/models/interleaving'
import { spanOf } from './span'

export interface Progress {
  readonly passed: number
  readonly total: number
  /** Without a step, how things stand now. */
  readonly isComplete: boolean
  readonly now: LaneSwitch | undefined
  readonly before: LaneSwitch | undefined
}

export function stepCount(model: Interleaving): number {
  return spanOf(model).switches.length
}

export function progressOf(model: Interleaving, step?: number): Progress {
  const { switches } = spanOf(model)
  const total = switches.length
  const passed = Math.max(0, Math.min(step ?? total, total))
  return {
    passed,
    total,
    isComplete: step === undefined,
    now: step === undefined ? undefined : switches[passed - 1],
    before: switches[passed - 2],
  }
}
