/**
 * Watches deliveries, returns and shutdowns, and tells with the machine as it stands which stacks there are, what lies
 * on them and why RSP points where it points.
 */
import type { MachineEvent } from '../../shared/events'
import type {
  DeliveryStory,
  StackStorySummary,
  StackSwitch,
  StackSwitches,
} from '../../shared/models/stack-switch'
import type { Instant, LinearAddress } from '../../shared/units'
import { createKeptList } from './kept-list'
import type { Observer } from './observer'
import { createPushedFrames } from './stack-switch-frames'
import {
  openStories,
  storyAt,
  stackSwitchModel,
  type KeptStory,
  type StackFacts,
} from './stack-switch-model'
import type { StackReader } from './stack-switch-reader'
import { createStoryFold, type StoryFacts } from './stack-switch-stories'

interface State {
  readonly fold: unknown
  readonly frames: unknown
  readonly stories: readonly KeptStory[]
  readonly total: number
  readonly seen: readonly LinearAddress[]
  readonly farReturn: StackFacts['farReturn']
  readonly selected: number | undefined
}

export interface StackSwitchObserver extends Observer<StackSwitches> {
  /** Shows the story of this sequence number, or again what is under way. */
  readonly select: (sequence: number | undefined) => void
  /** The stacks as they are, whatever the reader has chosen, and what is being served, the first of all first. */
  readonly standing: () => { readonly stacks: StackSwitch; readonly open: readonly DeliveryStory[] }
  /** What began at an instant, if it is kept. */
  readonly storyAt: (instant: Instant) => DeliveryStory | undefined
}

const STORY_LIMIT = 256
/** Stacks that are remembered by a pointer onto them. */
const SEEN_LIMIT = 16
const PAGE = 0x1000n
/** A return within one stack moves RSP by a frame and its alignment. */
const LARGEST_FRAME = 64n

/** `reader` is asked only for the model, so that a busy machine is not held up. */
export function createStackSwitchObserver(reader: StackReader): StackSwitchObserver {
  const fold = createStoryFold()
  const frames = createPushedFrames()
  const stories = createKeptList<KeptStory>(STORY_LIMIT, kindOf)
  let total = 0
  let seen: readonly LinearAddress[] = []
  let farReturn: StackFacts['farReturn']
  let selected: number | undefined
  let revision = 0

  function see(pointer: LinearAddress): void {
    const isElsewhere = (other: LinearAddress) => other / PAGE !== pointer / PAGE
    seen = [...seen.filter(isElsewhere), pointer].slice(-SEEN_LIMIT)
  }

  function tell(facts: StoryFacts): void {
    total += 1
    revision += 1
    const popped = facts.kind === 'return' ? frames.pop(facts.event) : undefined
    const delivered = facts.kind === 'delivery' ? facts.steps.at(-1)?.delivered : undefined
    if (delivered) {
      frames.push(delivered, total)
      see(delivered.rspBefore)
    }
    if (facts.kind === 'return') {
      const { instant, rspBefore, rspAfter } = facts.event
      const distance = rspAfter - rspBefore
      const isFar = distance < 0n || distance > LARGEST_FRAME
      if (isFar) farReturn = { instant, rspBefore, rspAfter }
      see(rspAfter)
    }
    stories.push({ sequence: total, facts, ...(popped ? { popped } : {}) })
  }

  const known = (): StackFacts => ({
    runs: frames.runs(),
    seen,
    stories: stories.all(),
    ...(farReturn ? { farReturn } : {}),
  })

  return {
    observe(event: MachineEvent) {
      const facts = fold.observe(event)
      if (facts) tell(facts)
    },
    revision: () => revision,
    model() {
      const facts = known()
      return {
        recent: facts.stories.map(summaryOf),
        total,
        shown: stackSwitchModel(reader, {
          ...facts,
          ...(selected === undefined ? {} : { selected }),
        }),
      }
    },
    storyAt: (instant) => storyAt(reader, known(), instant),
    standing() {
      const facts = known()
      return { stacks: stackSwitchModel(reader, facts), open: openStories(reader, facts) }
    },
    select(sequence) {
      revision += 1
      selected = sequence
    },
    save: (): State => ({
      fold: fold.save(),
      frames: frames.save(),
      stories: stories.all(),
      total,
      seen,
      farReturn,
      selected,
    }),
    restore(saved) {
      revision += 1
      const state = saved as State
      fold.restore(state.fold)
      frames.restore(state.frames)
      stories.restore(state.stories)
      ;({ total, seen, farReturn, selected } = state)
    },
  }
}

/** Deliveries and returns by what was delivered. */
const kindOf = ({ facts, popped }: KeptStory): string =>
  facts.kind === 'return'
    ? `return ${popped?.vector}`
    : `delivery ${facts.steps.map(({ fault }) => fault.vector).join()}`

function summaryOf({ sequence, facts, popped }: KeptStory): StackStorySummary {
  const { kind, instant } = facts
  if (kind === 'return') {
    const vectors = popped ? [popped.vector] : []
    const { cplBefore = 0, cplAfter = 0, ist = 0 } = popped ?? {}
    // A return goes back the way that the delivery came.
    return {
      sequence,
      instant,
      kind,
      vectors,
      end: 'returned',
      ist,
      cplBefore: cplAfter,
      cplAfter: cplBefore,
    }
  }
  const delivered = facts.steps.at(-1)?.delivered
  const failed = facts.steps.at(-1)?.failed
  return {
    sequence,
    instant,
    kind,
    vectors: facts.steps.map(({ fault }) => fault.vector),
    end: delivered ? 'delivered' : 'shutdown',
    ist: delivered?.ist ?? 0,
    cplBefore: (delivered ?? failed?.attempt)?.cplBefore ?? 0,
    cplAfter: delivered?.cplAfter ?? failed?.attempt.cplBefore ?? 0,
  }
}
