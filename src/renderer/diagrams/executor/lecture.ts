/** The frame of the drawing in a hall: what it is about, two caption lines, and how far the story has come. */
import { formatCount } from '../../../shared/format'
import { lectureProgress } from '../primitives/lecture-progress'
import { prose } from '../primitives/prose'
import { group, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { captionOf } from './captions'
import type { ExecutorDrawing } from './drawing'
import { fittingSentences } from '../primitives/sentences'

export const lectureFrame = (drawing: ExecutorDrawing): readonly Drawn[] => [
  topic(drawing),
  caption(drawing),
  lectureProgress(drawing.progress, drawing.layout, drawing.colours),
]

function topic({ colours, layout, progress }: ExecutorDrawing): Group {
  const { margin, width, titleY: y } = layout
  const style = { size: 20, weight: 600 } as const
  return group(
    'heading',
    text('topic', { x: margin, y }, 'Executor', { ...style, fill: colours.muted }),
    text('moment', { x: width - margin, y }, `instr ${formatCount(progress.moment.instant)}`, {
      ...style,
      font: 'mono',
      anchor: 'end',
      fill: colours.ink,
    }),
  )
}

const CAPTION_Y = 594
const LINE = 40

function caption({ executor, colours, layout, progress }: ExecutorDrawing): Group | undefined {
  const current = captionOf(executor, progress.passed)
  if (!current) return undefined
  const size = layout.type.caption
  const x = layout.margin
  const room = layout.width - 2 * x
  const [first, second] = [current.headline, current.detail].map((sentence, index) => {
    const style = { size, weight: index === 0 ? 600 : 400, fill: colours.ink } as const
    const at = { x, y: CAPTION_Y + index * LINE }
    return prose(`line-${index + 1}`, at, fittingSentences(sentence, room, style), style)
  })
  return group('caption', first, second)
}
