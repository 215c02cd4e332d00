/** What can be worked out from the model alone, for the drawing and for its words. */
import type { DeliveryCheck } from '../../../shared/events/delivery'
import type {
  DeliveryStep,
  DeliveryStory,
  RaisedFault,
  Stack,
  StackField,
  StackStory,
  StackSwitch,
} from '../../../shared/models/stack-switch'
import type { LinearAddress } from '../../../shared/units'
import { faultClass, type FaultClass } from '../../../shared/x86/double-fault'
import { Exception } from '../../../shared/x86/exceptions'

export const stackOf = (model: StackSwitch, key: string | undefined): Stack | undefined =>
  model.stacks.find((stack) => stack.key === key)

/** Bytes between two addresses of one stack. */
const distance = (from: LinearAddress | undefined, to: LinearAddress | undefined) =>
  from === undefined || to === undefined ? undefined : Number(to - from)

export const sizeOf = ({ top, bottom }: Stack): number | undefined =>
  distance(bottom?.address, top?.address)

/** Bytes in use when RSP is at `pointer`. */
export const depthAt = ({ top }: Stack, pointer: LinearAddress): number | undefined =>
  distance(pointer, top?.address)

/** Bytes left below RSP; negative when RSP has left the stack. */
export const freeAt = ({ bottom }: Stack, pointer: LinearAddress): number | undefined =>
  distance(bottom?.address, pointer)

/** Not even the smallest frame fits below RSP any more. */
const SMALLEST_FRAME = 40

export function isFullAt(stack: Stack, pointer: LinearAddress): boolean {
  const free = freeAt(stack, pointer)
  return free !== undefined && free < SMALLEST_FRAME
}

const PAGE = 0x1000n

/** Whether an access went to the page below the stack. */
export const isInGuard = (stack: Stack | undefined, address: LinearAddress | undefined): boolean =>
  stack?.guard !== undefined &&
  address !== undefined &&
  address >= stack.guard.page &&
  address < stack.guard.page + PAGE

export const isChain = (story: DeliveryStory): boolean =>
  story.steps.length > 1 || story.end === 'shutdown'

export const lastStep = (story: DeliveryStory): DeliveryStep | undefined => story.steps.at(-1)

/** Something was to be pushed, or a frame was, and the stack had no room for it. */
export function isOverflow(model: StackSwitch, story: DeliveryStory): boolean {
  const stack = stackOf(model, story.from)
  const [first, ...later] = story.steps
  const isWriteInto = (fault: RaisedFault | undefined) => isInGuard(stack, fault?.cr2)
  return (
    isWriteInto(first) ||
    later.some(({ second }) => isWriteInto(second)) ||
    isWriteInto(story.lastFault)
  )
}

/** The frame went onto another stack than the one in use. */
export const isSwitch = (story: StackStory): boolean =>
  story.kind === 'delivery'
    ? story.stackSource !== undefined && story.stackSource !== 'current'
    : story.from !== story.to

/** The field of the TSS that gave the stack pointer. */
export function chosenField(story: DeliveryStory): StackField | undefined {
  if (story.stackSource === 'ist') return `IST${story.ist}` as StackField
  return story.stackSource === 'privilege-change'
    ? (`RSP${story.cplAfter}` as StackField)
    : undefined
}

/** A pair of exceptions, one raised while the other was being delivered, and what became of it. */
export interface Pair {
  readonly first: FaultClass
  readonly second: FaultClass
  readonly rule: 'serial' | 'double-fault'
}

/** The pair that step `index` of a story was decided by. */
export function pairOf({ steps }: DeliveryStory, index: number): Pair | undefined {
  const [before, step] = [steps[index - 1], steps[index]]
  if (!before || !step?.second || !step.rule) return undefined
  return {
    first: faultClass(before.vector, before.source === 'exception'),
    second: faultClass(step.second.vector, true),
    rule: step.rule,
  }
}

/** What a delivery was doing when it failed. */
export type AttemptPart = 'gate' | 'code segment' | 'stack pointer' | 'frame' | 'handler'

const PARTS: Readonly<Record<DeliveryCheck, AttemptPart>> = {
  'idt-limit': 'gate',
  'gate-read': 'gate',
  'gate-type': 'gate',
  'gate-dpl': 'gate',
  'gate-present': 'gate',
  'selector-not-null': 'code segment',
  'selector-limit': 'code segment',
  'descriptor-read': 'code segment',
  'code-segment': 'code segment',
  'code-dpl': 'code segment',
  'code-present': 'code segment',
  'code-64-bit': 'code segment',
  'tss-limit': 'stack pointer',
  'tss-read': 'stack pointer',
  'stack-segment': 'stack pointer',
  'stack-canonical': 'stack pointer',
  'frame-push': 'frame',
  'handler-canonical': 'handler',
}

export const partOf = (check: DeliveryCheck): AttemptPart => PARTS[check]

/** How many frames of the story's first vector lie one below the other on the stack that it began on. */
export function stackedFrames(model: StackSwitch, story: DeliveryStory): number {
  const [first] = story.steps
  const parts = stackOf(model, story.from)?.parts ?? []
  return parts.reduce((count, part) => {
    if (part.kind === 'processor-frames' && part.vector === first?.vector) return count + part.count
    return part.kind === 'processor-frame' && part.vector === first?.vector ? count + 1 : count
  }, 0)
}

/** Not INT 8, and no interrupt that comes in with vector 8: these have no error code, and go on behind what they left. */
export const isDoubleFault = ({ vector, source }: DeliveryStep): boolean =>
  vector === Exception.DF && source === 'exception'
