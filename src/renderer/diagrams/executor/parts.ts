/** What is drawn in each of the three densities. */
import { line } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import { chain, outline } from './chain'
import type { ExecutorDrawing } from './drawing'
import { footer, heading } from './heading'
import { inputQueue } from './input-queue'
import { lectureFrame } from './lecture'
import { readyQueue } from './ready-queue'
import { sleepNote } from './sleep-note'
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

function rule({ colours, layout }: ExecutorDrawing): Drawn {
  const { margin, width, ruleY } = layout
  return line('rule', { x: margin, y: ruleY }, { x: width - margin, y: ruleY }, colours.hair)
}

const noChainWords = ({ executor }: ExecutorDrawing): string =>
  executor.gaps.includes('no-symbols') || executor.gaps.includes('no-futures')
    ? 'The way of an interrupt to a task cannot be told here.'
    : 'No interrupt has woken a task yet. Its way will be told here, in instructions.'
