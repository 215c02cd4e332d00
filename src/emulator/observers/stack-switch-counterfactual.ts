/**
 * What would have come of a delivery, had its gate's IST field been another: told from the page tables and the TSS as
 * they are, for a story that the machine still stands in.
 */
import type { WalkOutcome } from '../../shared/events'
import type { Counterfactual, DeliveryStory, TaskState } from '../../shared/models/stack-switch'
import { linearAddress, type LinearAddress } from '../../shared/units'
import { decodeGate } from '../../shared/x86/idt-gate'
import type { StackReader } from './stack-switch-reader'
import type { KnownStacks } from './stack-switch-stacks'

const WORD = 8n
const FRAME_WORDS = 5n
const ALIGNMENT = 16n

interface Surroundings {
  readonly reader: StackReader
  readonly taskState: TaskState | undefined
  readonly stacks: KnownStacks
}

/** Of a delivery by the IST: without it. Of a frame that had no room: with it, if the TSS holds a stack for it. */
export function counterfactualOf(
  story: DeliveryStory,
  { reader, taskState, stacks }: Surroundings,
): Counterfactual | undefined {
  const step = story.steps.at(-1)
  if (!step?.attempt?.gate || story.cplBefore !== story.cplAfter) return undefined
  const words = FRAME_WORDS + (step.errorCode === undefined ? 0n : 1n)
  const isFullStack = story.end === 'shutdown' && step.failedCheck === 'frame-push'
  const handler = linearAddress(decodeGate(step.attempt.gate).offset)

  const frameBelow = (pointer: bigint) => {
    const to = pointer - (pointer % ALIGNMENT)
    const span = { from: linearAddress(to - words * WORD), to: linearAddress(to) }
    const stack = stacks.at(linearAddress(pointer))?.key
    const ends = [span.from, linearAddress(to - 1n)].map(reader.outcomeOfStore)
    const outcome: WalkOutcome = ends.find((end) => end !== 'mapped') ?? 'mapped'
    return { frame: span, outcome, ...(stack === undefined ? {} : { stack }) }
  }
  const told = (ist: number, pointer: LinearAddress): Counterfactual => ({
    vector: step.vector,
    ist,
    ...frameBelow(pointer),
    handler: reader.instruction(handler),
  })

  if (story.stackSource === 'ist') return told(0, story.rspBefore)
  if (!isFullStack) return undefined
  return (taskState?.pointers ?? [])
    .filter(({ field, value }) => field.startsWith('IST') && value !== 0n)
    .map(({ field, value }) => told(Number(field.slice(-1)), value))
    .find(({ outcome }) => outcome === 'mapped')
}
