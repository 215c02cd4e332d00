/** Puts the model together: the machine's stacks as they are, and the story that the reader looks at. */
import type {
  DeliveryStep,
  DeliveryStory,
  ReturnStory,
  Stack,
  StackPart,
  StackReason,
  StackStory,
  StackSwitch,
  TaskState,
} from '../../shared/models/stack-switch'
import { linearAddress, type Instant, type LinearAddress } from '../../shared/units'
import { decodeGate } from '../../shared/x86/idt-gate'
import { counterfactualOf } from './stack-switch-counterfactual'
import type { FrameRun, PushedFrame } from './stack-switch-frames'
import { partsOf } from './stack-switch-parts'
import { RSP, type StackReader } from './stack-switch-reader'
import { knownStacks, type FoundStack, type KnownStacks } from './stack-switch-stacks'
import type { DeliveryFacts, ReturnFacts, StepFacts, StoryFacts } from './stack-switch-stories'
import { readTaskState } from './stack-switch-task-state'

export interface KeptStory {
  readonly sequence: number
  readonly facts: StoryFacts
  /** For a return: the frame that it took off, where its delivery was seen. */
  readonly popped?: PushedFrame
}

export interface StackFacts {
  readonly runs: readonly FrameRun[]
  /** Pointers that events showed, one for each page that they lay on. */
  readonly seen: readonly LinearAddress[]
  /** The last return that went far enough to be to another stack. */
  readonly farReturn?: {
    readonly instant: Instant
    readonly rspBefore: LinearAddress
    readonly rspAfter: LinearAddress
  }
  readonly stories: readonly KeptStory[]
  /** The story that the reader chose. */
  readonly selected?: number
}

interface Surroundings {
  readonly reader: StackReader
  readonly taskState: TaskState | undefined
  readonly stacks: KnownStacks
}

export function stackSwitchModel(reader: StackReader, facts: StackFacts): StackSwitch {
  const taskState = readTaskState(reader)
  const stacks = knownStacks(reader, taskState, facts.runs, facts.seen)
  const surroundings = { reader, taskState, stacks }
  const active = activeStory(surroundings, facts)
  const chosen = facts.stories.find(({ sequence }) => sequence === facts.selected)
  const kept = chosen ?? active
  const isLive = kept !== undefined && kept.sequence === active?.sequence
  const story = kept && storyOf(kept, isLive, surroundings)
  return story && !isLive
    ? pastModel(story, surroundings)
    : presentModel(story, surroundings, facts)
}

/** Handlers may be nested without end. */
const MOST_OPEN = 6

/**
 * The stories of all handlers that run or were interrupted, and of the shutdown, the first of all first. Of many frames
 * that are alike the first and the last are told, and of very many stories those at both ends.
 */
export function openStories(reader: StackReader, facts: StackFacts): readonly DeliveryStory[] {
  const taskState = readTaskState(reader)
  const stacks = knownStacks(reader, taskState, facts.runs, facts.seen)
  const surroundings = { reader, taskState, stacks }
  const active = activeStory(surroundings, facts)
  const ends = stacks.live.flatMap(({ first, last }) => [first.sequence, last.sequence])
  const sequences = new Set([...ends, active?.sequence])
  const open = facts.stories.flatMap(({ sequence, facts: story }) =>
    sequences.has(sequence) && story.kind === 'delivery' ? [{ sequence, story }] : [],
  )
  const told =
    open.length > MOST_OPEN
      ? [...open.slice(0, MOST_OPEN / 2), ...open.slice(-MOST_OPEN / 2)]
      : open
  return told.map(({ sequence, story }) =>
    deliveryStory(sequence, story, sequence === active?.sequence, surroundings),
  )
}

/** What began at an instant, told as what the machine has gone on from. */
export function storyAt(
  reader: StackReader,
  facts: StackFacts,
  instant: Instant,
): DeliveryStory | undefined {
  const taskState = readTaskState(reader)
  const stacks = knownStacks(reader, taskState, facts.runs, facts.seen)
  for (const { sequence, facts: story } of facts.stories) {
    if (story.kind === 'delivery' && story.instant === instant) {
      return deliveryStory(sequence, story, false, { reader, taskState, stacks })
    }
  }
  return undefined
}

/** What is under way: the shutdown, the handler that runs, or the return that was the last thing to happen. */
function activeStory({ reader, stacks }: Surroundings, { stories }: StackFacts) {
  const last = stories.at(-1)
  if (reader.processor().isShutDown) return last
  if (last?.facts.kind === 'return' && reader.instant() <= last.facts.instant + 1) return last
  const running = stacks.live.find(({ last: frame }) => isRunning(frame, stacks))
  return stories.find(({ sequence }) => sequence === running?.last.sequence)
}

/** The handler of a frame still runs when its frame lies on the stack in use. */
const isRunning = (frame: PushedFrame, { at, current }: KnownStacks): boolean =>
  current !== undefined && at(frame.rspAfter)?.key === current.key

function presentModel(
  story: StackStory | undefined,
  { reader, taskState, stacks }: Surroundings,
  facts: StackFacts,
): StackSwitch {
  const { rip, general, cpl, isHalted } = reader.processor()
  const parts = partsOf(reader, stacks)
  return {
    instant: reader.instant(),
    instruction: reader.instruction(linearAddress(rip)),
    rsp: linearAddress(general[RSP] ?? 0n),
    cpl,
    isHalted,
    ...(taskState ? { taskState } : {}),
    stacks: named(stacks.all(), stacks).map(({ stack, name }) => {
      const { use, pointer } = stacks.useOf(stack)
      return stackModel(stack, name, use, pointer, parts.get(stack.key) ?? [])
    }),
    ...(stacks.current ? { current: stacks.current.key } : {}),
    reason: reasonOf(stacks, facts),
    ...(story ? { story } : {}),
  }
}

/** Where a stack's name comes from: the TSS, else whose code runs on it. */
function named(found: readonly FoundStack[], { useOf }: KnownStacks) {
  return found.map((stack) => {
    const ist = stack.fields.find((field) => field.startsWith('IST'))
    const { use, isUser } = useOf(stack)
    const [field] = stack.fields
    const name =
      ist ?? (use === 'unused' && field !== undefined ? field : isUser ? 'user' : 'kernel')
    return { stack, name: `${name} stack` }
  })
}

const stackModel = (
  { key, fields, top, bottom, guard }: FoundStack,
  name: string,
  use: Stack['use'],
  pointer: LinearAddress | undefined,
  parts: readonly StackPart[],
): Stack => ({
  key,
  name,
  fields,
  ...(top ? { top } : {}),
  ...(bottom ? { bottom } : {}),
  ...(guard ? { guard } : {}),
  use,
  ...(pointer === undefined ? {} : { pointer }),
  parts,
})

function reasonOf({ live, at, current }: KnownStacks, { farReturn }: StackFacts): StackReason {
  const isHere = (pointer: LinearAddress) => at(pointer)?.key === current?.key
  const switching = live.find(
    ({ first }) => first.stackSource !== 'current' && isHere(first.rspAfter),
  )?.first
  if (switching) {
    const { vector, ist, cplAfter } = switching
    const field = ist > 0 ? (`IST${ist}` as const) : (`RSP${cplAfter}` as const)
    return { kind: 'delivery', vector, field: field as 'IST1' }
  }
  const isReturn = farReturn && isHere(farReturn.rspAfter) && !isHere(farReturn.rspBefore)
  return isReturn ? { kind: 'return', instant: farReturn.instant } : { kind: 'code' }
}

/** A story that the machine has gone on from: what the events told is known, and how the stacks lie; nothing else. */
function pastModel(story: StackStory, { taskState, stacks }: Surroundings): StackSwitch {
  const { instant, rspBefore, rspAfter, from, to } = story
  const isDelivery = story.kind === 'delivery'
  return {
    instant,
    instruction: isDelivery ? story.instruction : story.target,
    rsp: rspAfter,
    cpl: isDelivery ? story.cplAfter : 0,
    isHalted: false,
    ...(taskState ? { taskState } : {}),
    stacks: named(stacks.all(), stacks).map(({ stack, name }) => {
      const isTo = stack.key === to
      if (!isTo && stack.key !== from) return stackModel(stack, name, 'unknown', undefined, [])
      const pointer = isTo ? rspAfter : rspBefore
      const use = isTo ? 'current' : 'suspended'
      return stackModel(stack, name, use, pointer, pastParts(story, stack))
    }),
    ...(to === undefined ? {} : { current: to }),
    reason: { kind: 'code' },
    story,
  }
}

function pastParts(story: StackStory, { key, top }: FoundStack): readonly StackPart[] {
  const frame = story.kind === 'delivery' ? story.steps.at(-1)?.attempt?.frame : undefined
  const [highest] = frame ?? []
  const frameTop = highest && linearAddress(highest.address + 8n)
  const past = (from: LinearAddress, to: LinearAddress): readonly StackPart[] =>
    from < to ? [{ kind: 'unknown', from, to, reason: 'past' }] : []
  const isFrom = key === story.from
  const upper = isFrom ? story.rspBefore : (frameTop ?? story.rspAfter)
  const above = top ? past(upper, top.address) : []
  if (story.kind !== 'delivery' || key !== story.to || !frame?.length || !frameTop) return above
  const gap: readonly StackPart[] =
    isFrom && frameTop < story.rspBefore
      ? [{ kind: 'unknown', from: frameTop, to: story.rspBefore, reason: 'alignment' }]
      : []
  const { vector } = story.steps.at(-1) ?? { vector: undefined }
  if (vector === undefined) return above
  return [
    ...above,
    ...gap,
    {
      kind: 'processor-frame',
      from: story.rspAfter,
      to: frameTop,
      vector,
      instant: story.instant,
      words: frame,
    },
  ]
}

function storyOf(kept: KeptStory, isLive: boolean, surroundings: Surroundings): StackStory {
  const { facts } = kept
  return facts.kind === 'delivery'
    ? deliveryStory(kept.sequence, facts, isLive, surroundings)
    : returnStory(kept, facts, isLive, surroundings)
}

function deliveryStory(
  sequence: number,
  { instant, rip, steps, lastFault }: DeliveryFacts,
  isLive: boolean,
  surroundings: Surroundings,
): DeliveryStory {
  const { reader, stacks } = surroundings
  const last = steps.at(-1)
  const { delivered, failed } = last ?? {}
  const attempt = delivered?.attempt ?? failed?.attempt
  const rspBefore = attempt?.rspBefore ?? linearAddress(0n)
  const rspAfter = delivered?.rspAfter ?? rspBefore
  const cplBefore = attempt?.cplBefore ?? 0
  const from = stacks.at(rspBefore)?.key
  const to = stacks.at(rspAfter)?.key
  const story: DeliveryStory = {
    kind: 'delivery',
    sequence,
    instant,
    instruction: reader.instruction(rip),
    steps: steps.map((step) => stepOf(step, reader)),
    end: delivered ? 'delivered' : 'shutdown',
    ...(lastFault ? { lastFault } : {}),
    ...(attempt?.stackSource ? { stackSource: attempt.stackSource } : {}),
    ist: attempt?.gate ? decodeGate(attempt.gate).ist : 0,
    cplBefore,
    cplAfter: delivered?.cplAfter ?? cplBefore,
    rspBefore,
    rspAfter,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    isLive,
  }
  const counterfactual = isLive ? counterfactualOf(story, surroundings) : undefined
  return counterfactual ? { ...story, counterfactual } : story
}

function stepOf(step: StepFacts, reader: StackReader): DeliveryStep {
  const { fault, source, line, second, rule, failed, delivered } = step
  const attempt = delivered?.attempt ?? failed?.attempt
  return {
    ...fault,
    source,
    ...(line === undefined ? {} : { line }),
    ...(second ? { second } : {}),
    ...(rule ? { rule } : {}),
    ...(failed ? { failedCheck: failed.failedCheck } : {}),
    ...(attempt ? { attempt } : {}),
    ...(delivered ? { handler: reader.instruction(delivered.handlerRip) } : {}),
  }
}

function returnStory(
  { sequence, popped }: KeptStory,
  { instant, event }: ReturnFacts,
  isLive: boolean,
  { reader, stacks }: Surroundings,
): ReturnStory {
  const { rip, returnRip, rspBefore, rspAfter } = event
  const from = stacks.at(rspBefore)?.key
  const to = stacks.at(rspAfter)?.key
  const pushedRip = popped?.words.find(({ slot }) => slot === 'RIP')?.value
  return {
    kind: 'return',
    sequence,
    instant,
    instruction: reader.instruction(rip),
    target: reader.instruction(returnRip),
    rspBefore,
    rspAfter,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    words: poppedWords(reader, event, isLive),
    ...(popped && pushedRip !== undefined
      ? {
          delivery: {
            vector: popped.vector,
            instant: popped.instant,
            pushedRip: linearAddress(pushedRip),
          },
        }
      : {}),
    isLive,
  }
}

const RETURN_SLOTS = ['RIP', 'CS', 'RFLAGS', 'RSP', 'SS'] as const
const WORD = 8

/** What was popped still lies below RSP. The event itself tells RIP and RSP; the others are shown only if these agree. */
function poppedWords(
  { read, processor }: StackReader,
  { rspBefore, returnRip, rspAfter }: ReturnFacts['event'],
  isLive: boolean,
): ReturnStory['words'] {
  const address = (index: number) => linearAddress(rspBefore + BigInt(index * WORD))
  const told = [
    { slot: 'RIP', address: address(0), value: returnRip },
    { slot: 'RSP', address: address(3), value: rspAfter },
  ] as const
  if (!isLive || !processor().isLongMode) return told
  const bytes = read(rspBefore, RETURN_SLOTS.length * WORD)
  if (bytes.length < RETURN_SLOTS.length * WORD) return told
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const words = RETURN_SLOTS.map((slot, index) => ({
    slot,
    address: address(index),
    value: view.getBigUint64(index * WORD, true),
  }))
  const agrees = words[0]?.value === returnRip && words[3]?.value === rspAfter
  return agrees ? words : told
}
