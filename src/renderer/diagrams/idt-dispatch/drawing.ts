/** What every part of the idt-dispatch drawing is given. */
import type { IdtDispatch } from '../../../shared/models/idt-dispatch'
import { decodeCodeDescriptor } from '../../../shared/x86/code-descriptor'
import type { CodeDescriptor } from '../../../shared/x86/code-descriptor'
import { decodeGate } from '../../../shared/x86/idt-gate'
import type { IdtGate } from '../../../shared/x86/idt-gate'
import type { DiagramOptions } from '../diagram'
import { palettes } from '../tokens/tokens'
import type { Palette } from '../tokens/tokens'
import { dispatchLayout } from './layout'
import type { DispatchLayout } from './layout'
import { progressOf } from './stations'
import type { Progress } from './stations'

export interface DispatchDrawing {
  readonly dispatch: IdtDispatch
  /** The gate taken apart, where it was read. */
  readonly gate: IdtGate | undefined
  /** The code segment's descriptor taken apart, where it was read. */
  readonly code: CodeDescriptor | undefined
  readonly colours: Palette
  readonly layout: DispatchLayout
  readonly progress: Progress
}

export const gateOf = ({ attempt }: Pick<IdtDispatch, 'attempt'>): IdtGate | undefined =>
  attempt.gate && decodeGate(attempt.gate)

export const codeOf = ({ attempt }: Pick<IdtDispatch, 'attempt'>): CodeDescriptor | undefined =>
  attempt.codeDescriptor && decodeCodeDescriptor(attempt.codeDescriptor.value)

export const dispatchDrawing = (
  dispatch: IdtDispatch,
  { theme, density, step, size }: DiagramOptions,
): DispatchDrawing => ({
  dispatch,
  gate: gateOf(dispatch),
  code: codeOf(dispatch),
  colours: palettes[theme],
  layout: dispatchLayout(density, size),
  progress: progressOf(dispatch, step),
})
