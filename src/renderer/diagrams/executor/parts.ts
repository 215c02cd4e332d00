/** What is drawn in each of the three densities. */
import type { Executor } from '../../../shared/models/executor'
import { line, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import { textWidth } from '../tokens/text-metrics'
import { chain, outline } from './chain'
import type { ExecutorDrawing } from './drawing'
import { isBeforeRelease } from './facts'
import { footer, heading } from './heading'
import { inputQueue } from './input-queue'
import { lectureFrame } from './lecture'
import { readyQueue } from './ready-queue'
import { sleepNote } from './sleep-note'
import type { Progress } from './stations'
import { tasks } from './task-rows'
import { wakers } from './wakers'

export const partsOf = (drawing: ExecutorDrawing): readonly Drawn[] => [
  ...(drawing.layout.density === 'projector'
    ? lectureFrame(drawing)
    : [heading(drawing), footer(drawing)]),
  chain(drawing) ?? outline(drawing, noChainWords(drawing)),
  rule(drawing),
  tasks(drawing),
  readyQueue(drawing),
  drawing.layout.wakers && wakers(drawing, drawing.layout.wakers),
  inputQueue(drawing),
  drawing.layout.sleep && sleepNote(drawing, drawing.layout.sleep),
]

/** Between the way of a key and how things stand: at which moment they do. */
function rule({ executor, colours, layout, progress }: ExecutorDrawing): Drawn {
  const { margin, width, ruleY: y, type } = layout
  const words = momentWords(executor, progress)
  const right = width - margin
  const from = words === '' ? margin : margin + textWidth(words, type.small) + 10
  return [
    line('rule', { x: from, y }, { x: right, y }, colours.hair),
    words !== '' &&
      text('moment-below', { x: margin, y: y + type.small * 0.36 }, words, {
        size: type.small,
        fill: colours.muted,
      }),
  ]
}

function momentWords(executor: Executor, { isComplete, passed }: Progress): string {
  if (!executor.chain) return ''
  if (!isComplete) return `below: how things stood at station ${Math.max(1, passed)}`
  return isBeforeRelease(executor)
    ? 'below: how things stand now, after the key was released'
    : 'below: how things stand now'
}

const noChainWords = ({ executor }: ExecutorDrawing): string =>
  executor.gaps.includes('no-symbols') || executor.gaps.includes('no-futures')
    ? 'The way of an interrupt to a task cannot be told here.'
    : 'No interrupt has woken a task yet. Its way will be told here, in instructions.'
