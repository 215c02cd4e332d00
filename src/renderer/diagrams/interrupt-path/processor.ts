/** The processor: what it asks before it takes an interrupt, the vector that it gets, and what the gate does to IF. */
import type { BlockReason } from '../../../shared/events'
import { wordingThatFits } from '../primitives/fit-name'
import { checkMark, crossMark } from '../primitives/marks'
import { group, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import { fitText } from '../tokens/text-metrics'
import { nowBand, strokesOfBox } from './strokes'
import { presentWait, type PathDrawing } from './drawing'
import { chipName, inputOf } from './facts'

/** `unknown`: nobody has asked, or not yet. */
type Answer = 'yes' | 'no' | 'unknown'

interface Question {
  readonly key: string
  readonly words: string
  readonly answer: Answer
  readonly isFirst?: boolean
  /** What is not known by its name, where there is room for it. */
  readonly note?: string
}

const answer = (isYes: boolean): Answer => (isYes ? 'yes' : 'no')

/** In the order in which it asks: behind what holds the request back nothing is asked. */
function questions(drawing: PathDrawing): readonly Question[] {
  const all = everyQuestion(drawing)
  const failed = all.findIndex(({ isFirst }) => isFirst)
  const isUnasked = (index: number) => isHeldBefore(drawing) || (failed >= 0 && index > failed)
  return all.map((each, index) =>
    each.answer === 'yes' && isUnasked(index) ? { ...each, answer: 'unknown' } : each,
  )
}

function everyQuestion(drawing: PathDrawing): readonly Question[] {
  const { path, standing, progress } = drawing
  const wait = presentWait(drawing)
  const [first] = wait?.reasons ?? []
  const isAsked = progress.has('intr')
  if (!path) {
    return [
      flag(standing.interruptsEnabled, answer(standing.interruptsEnabled)),
      shadow(answer(!standing.isShadowed)),
      boundary('yes'),
    ]
  }
  if (wait) {
    const isHeld = (reason: string) => wait.reasons.some((each) => each === reason)
    return [
      {
        ...flag(!isHeld('interrupts-disabled'), answer(!isHeld('interrupts-disabled'))),
        isFirst: first === 'interrupts-disabled',
      },
      { ...shadow(answer(!isHeld('interrupt-shadow'))), isFirst: first === 'interrupt-shadow' },
      boundary('yes'),
    ]
  }
  const isEnabled = isAsked || (path.requested?.interruptsEnabled ?? false)
  return [
    flag(isEnabled, isAsked ? 'yes' : 'unknown'),
    shadow(isAsked ? 'yes' : 'unknown'),
    boundary(isAsked ? 'yes' : 'unknown'),
  ]
}

const flag = (isSet: boolean, state: Answer): Question => ({
  key: 'flag',
  words: `IF = ${isSet ? 1 : 0}`,
  answer: state,
})

/** A device may raise its line in the middle of an instruction: that one is finished first. */
const boundary = (state: Answer): Question => ({
  key: 'boundary',
  words: 'between two instructions',
  answer: state,
})

const shadow = (state: Answer): Question => ({
  key: 'shadow',
  words: state === 'no' ? 'just after STI or MOV SS' : 'not just after STI',
  answer: state,
  ...(state === 'no' && { note: 'waits one instruction' }),
})

export function processor(drawing: PathDrawing): Group {
  const { colours, layout, progress } = drawing
  const { processor: box, type, lineHeight } = layout
  const inset = layout.density === 'laptop' ? 9 : 14
  const isNow = progress.now?.kind === 'intr'
  const [reason] = presentWait(drawing)?.reasons ?? []
  const isBlocking = reason !== undefined && isOfProcessor(reason)
  const rows = questions(drawing)
  const size = type.small
  const x = box.x + inset
  const top = box.y + lineHeight * 1.1
  const right = layout.isWide ? x : box.x + box.width * 0.53
  const hasNotes = layout.density === 'figure'
  const notes = hasNotes ? rows.filter(({ note }) => note !== undefined).length : 0
  const rightTop = layout.isWide ? top + lineHeight * (5.3 + notes) : top
  const lineOf = (index: number) =>
    index +
    1.15 +
    (hasNotes ? rows.slice(0, index).filter(({ note }) => note !== undefined).length : 0)
  return group(
    'processor',
    rect('box', box, strokesOfBox(colours, { isNow, isBlocking })),
    isNow && nowBand(colours, box, lineHeight * 1.55),
    text(
      'name',
      { x, y: top },
      [
        { text: 'CPU', weight: 600 },
        { text: 'takes it if', size, gap: 6, fill: isNow ? colours.now.text : colours.muted },
      ],
      {
        size: layout.density === 'laptop' ? type.body : type.value,
        fill: isNow ? colours.now.text : colours.ink,
      },
    ),
    stateWords(drawing, { x: x + 19, y: top + lineHeight * lineOf(rows.length) }),
    rows.map((row, index) =>
      question(drawing, row, { x, y: top + lineHeight * lineOf(index) }, hasNotes),
    ),
    vectorRows(drawing, { x: right, y: rightTop }),
  )
}

/** What the processor is at: running, or asleep until this interrupt. */
function stateWords(drawing: PathDrawing, at: Point): Drawn {
  const { path, standing, progress, colours, layout } = drawing
  const wokeUp = path?.acknowledged?.haltedSince !== undefined
  const words = path
    ? wokeUp
      ? progress.has('intr')
        ? 'wakes from HLT'
        : 'asleep in HLT'
      : undefined
    : { running: undefined, halted: 'asleep in HLT', 'shut down': 'shut down' }[standing.activity]
  if (words === undefined || !layout.isWide) return undefined
  return text('state', at, words, { size: layout.type.small, fill: colours.muted })
}

/** What a controller holds back does not come before the processor: its answer would be yes, and nobody asks. */
function isHeldBefore(drawing: PathDrawing): boolean {
  const { path, standing } = drawing
  const held = path ? presentWait(drawing) : standing.waiting[0]
  const [first] = held?.reasons ?? []
  return first !== undefined && !isOfProcessor(first)
}

/** Whether the processor itself holds a request back, and not a controller. */
export const isOfProcessor = (reason: BlockReason): boolean =>
  reason === 'interrupts-disabled' || reason === 'interrupt-shadow'

function question(
  drawing: PathDrawing,
  { key, words, answer: state, isFirst, note }: Question,
  { x, y }: { readonly x: number; readonly y: number },
  hasNotes: boolean,
): Group {
  const { colours, layout } = drawing
  const { ink } = colours
  const size = layout.type.small
  const fill =
    state === 'no' ? (isFirst ? colours.bad : ink) : state === 'unknown' ? colours.muted : ink
  return group(
    `processor.${key}`,
    state === 'yes' && checkMark('mark', { x, y }, colours.ok),
    state === 'no' &&
      crossMark('mark', { x: x + 2, y: y + 1 }, isFirst ? colours.bad : colours.muted),
    text('words', { x: x + 19, y }, words, {
      size,
      weight: state === 'no' && isFirst ? 600 : 400,
      fill,
    }),
    hasNotes &&
      note !== undefined &&
      text('note', { x: x + 19, y: y + layout.lineHeight }, note, { size, fill: colours.muted }),
  )
}

/** Base and input make the vector; behind an interrupt gate IF is 0. */
/** What the sum is and who has made it: the CPU is given its result. */
const VECTOR_NAMES = ['vector from the 8259', 'from the 8259'] as const

function vectorRows(drawing: PathDrawing, { x, y }: { x: number; y: number }): Drawn {
  const { path, progress, colours, layout } = drawing
  const { type, lineHeight, processor: box } = layout
  const { acknowledged, delivery } = path ?? {}
  const room = box.x + box.width - x - 6
  const isNow = progress.now?.kind === 'intr' && !layout.isWide
  if (!path) return undefined
  if (!acknowledged || !progress.has('inta')) {
    return text('vector', { x, y }, 'vector: after INTA', {
      size: type.small,
      fill: isNow ? colours.now.text : colours.muted,
    })
  }
  const { base } = acknowledged[chipName(path.line)]
  const sum = `${base} + ${inputOf(path.line)} = ${acknowledged.vector}`
  const isEntered = delivery?.kind === 'entered' && progress.has('handler')
  return [
    text('vector-name', { x, y }, wordingThatFits(VECTOR_NAMES, room, type.small), {
      size: type.small,
      fill: colours.muted,
    }),
    text('vector', { x, y: y + lineHeight }, fitText(sum, room, type.value, 600, 'mono'), {
      size: type.value,
      weight: 600,
      font: 'mono',
      fill: colours.ink,
    }),
    isEntered &&
      text('flag-change', { x, y: y + 2 * lineHeight }, flagChange(delivery.interruptsEnabled), {
        size: type.small,
        weight: delivery.interruptsEnabled ? 400 : 600,
        fill: delivery.interruptsEnabled ? colours.muted : colours.ink,
      }),
  ]
}

const flagChange = (isEnabled: boolean): string =>
  isEnabled ? 'trap gate: IF stays 1' : 'IF 1 to 0 by the gate'
