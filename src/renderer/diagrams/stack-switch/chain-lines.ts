/** The lines in which a story is told: their words, their pills, and how high they stand. */
import type { DeliveryStory, RaisedFault } from '../../../shared/models/stack-switch'
import type { LinearAddress } from '../../../shared/units'
import { vectorName } from '../../../shared/x86/exceptions'
import type { PillKind } from '../primitives/pills'
import type { StackSwitchDrawing } from './drawing'
import { attemptOf, causeOf, type Cause } from './causes'
import { isSwitch, lastStep } from './facts'
import { eventOf } from './names'
import { numberOf, type Station } from './stations'

export interface ChainLine {
  readonly kind: Extract<Station['kind'], 'cause' | 'attempt' | 'push'>
  /** Which attempt. */
  readonly index?: number
  readonly number: string
  readonly cause: Cause
  readonly y: number
  /** What was touched and is not there. */
  readonly missed?: LinearAddress
  /** What the attempt raised, where that is not yet what is delivered next. */
  readonly second?: string
  /** What is delivered next; absent where nothing is. */
  readonly result?: { readonly kind: PillKind; readonly label: string }
}

type LineWords = Omit<ChainLine, 'y' | 'number'>

export function chainLines(
  drawing: StackSwitchDrawing,
  story: DeliveryStory,
): readonly ChainLine[] {
  const [first] = story.steps
  const cause: LineWords = {
    kind: 'cause',
    cause: causeOf(story),
    ...missedBy(first),
    ...(first ? { result: eventOf(first) } : {}),
  }
  const failed = story.steps.filter(({ failedCheck }) => failedCheck !== undefined)
  const attempts = failed.map((step, index): LineWords => {
    const next = story.steps[index + 1]
    const raised = next ? next.second : story.lastFault
    const isMerged = next === undefined || next.rule === 'double-fault'
    return {
      kind: 'attempt',
      index,
      cause: attemptOf(step),
      ...missedBy(raised),
      ...(raised && isMerged ? { second: vectorName(raised.vector) } : {}),
      ...(next ? { result: eventOf(next) } : {}),
    }
  })
  const words = numbered([cause, ...attempts, ...pushLine(story)])
  const ys = heights(drawing, words.length)
  return words.map((line, index) => ({
    ...line,
    number: numberOf(drawing.progress, line.kind, line.index),
    y: ys[index] ?? 0,
  }))
}

/** An exception that comes more than once in a story is told apart: `1st #PF`, `2nd #PF`. */
const ORDINALS = ['1st', '2nd', '3rd'] as const

function numbered(lines: readonly LineWords[]): readonly LineWords[] {
  const names = lines.flatMap(({ second, result }) =>
    [second, result?.label].flatMap((name) => name ?? []),
  )
  const counts = new Map<string, number>()
  const tell = (name: string): string => {
    if (names.filter((one) => one === name).length < 2) return name
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return `${ORDINALS[count - 1] ?? count} ${name}`
  }
  return lines.map((line) => ({
    ...line,
    ...(line.second !== undefined && { second: tell(line.second) }),
    ...(line.result && { result: { ...line.result, label: tell(line.result.label) } }),
  }))
}

const missedBy = (fault: RaisedFault | undefined) =>
  fault?.cr2 === undefined ? {} : { missed: fault.cr2 }

const COUNTS = ['no', 'one', 'two', 'three', 'four', 'five', 'six'] as const

/** A frame on the stack in use is told beside it; one on another stack stands there for itself. */
function pushLine(story: DeliveryStory): readonly LineWords[] {
  const step = lastStep(story)
  if (story.end === 'shutdown' || isSwitch(story) || !step?.attempt) return []
  const count = step.attempt.frame.length
  return [
    {
      kind: 'push',
      cause: {
        title: `push ${COUNTS[count] ?? count} words`,
        detail: `IST ${story.ist} names no other stack, and CPL stays ${story.cplAfter}`,
        shorter: [`IST ${story.ist} names no other stack`, 'on the same stack', 'same stack'],
      },
    },
  ]
}

/** Lines with room between them for two rows of words. */
function heights({ layout }: StackSwitchDrawing, count: number): readonly number[] {
  const { y, height, pitch } = layout.chain
  if (pitch !== undefined) return Array.from({ length: count }, (_, index) => y + index * pitch)
  // The first of many keeps off the table of pairs.
  const first = y + 6
  return Array.from({ length: count }, (_, index) =>
    count < 4
      ? y + (height * (index + 0.75)) / (count + 0.5)
      : first + ((y + height - first) * index) / (count - 1),
  )
}
