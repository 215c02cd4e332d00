/** The frame of the drawing in a hall: what it is about, two caption lines, and how far the story has come. */
import { formatCount } from '../../../shared/format'
import { lectureProgress } from '../primitives/lecture-progress'
import { prose, wrapProse } from '../primitives/prose'
import { group, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { HeapDrawing } from './drawing'
import { captionOf, headlineOf } from './words'

const CAPTION_Y = 600
const LINE = 38

export const lectureFrame = (drawing: HeapDrawing): readonly Drawn[] => [
  topic(drawing),
  caption(drawing),
  lectureProgress(drawing.progress, drawing.layout, drawing.colours),
]

function topic({ heap, colours, layout }: HeapDrawing): Drawn {
  const { margin, width, titleY: y } = layout
  const style = { size: 20, weight: 600 } as const
  return group(
    'heading',
    text('topic', { x: margin, y }, 'Heap', { ...style, fill: colours.muted }),
    text('moment', { x: width - margin, y }, `instr ${formatCount(heap.instant)}`, {
      ...style,
      font: 'mono',
      anchor: 'end',
      fill: colours.ink,
    }),
  )
}

/** The point, and what the request came to. */
function caption({ heap, colours, layout, progress }: HeapDrawing): Drawn {
  const told = captionOf(heap, progress.passed, progress.total)
  const { title, subtitle } = headlineOf(heap)
  const lines = progress.isComplete
    ? [`${title}.`, told?.title ?? subtitle]
    : [told?.title, told?.subtitle]
  const x = layout.margin
  const room = layout.width - 2 * x
  return group(
    'caption',
    lines.map((sentence, index) => {
      const style = {
        size: index === 0 ? 26 : 22,
        weight: index === 0 ? 600 : 400,
        fill: colours.ink,
      } as const
      const words = wrapProse(sentence ?? '', room, style)[0] ?? ''
      return prose(`line-${index + 1}`, { x, y: CAPTION_Y + index * LINE }, words, style)
    }),
  )
}
