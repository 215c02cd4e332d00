/** The words around the drawing: title, the line below it, footer. */
import { formatCount } from '../../../shared/format'
import { prose } from '../primitives/prose'
import { group, text } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { captionOf } from './captions'
import type { ExecutorDrawing } from './drawing'
import { isNamed } from './facts'
import { fittingSentences } from '../primitives/sentences'
import { headlineOf } from './words'

export function heading({ executor, colours, layout, progress }: ExecutorDrawing): Group {
  const { margin, type, width, titleY, density } = layout
  const room = width - 2 * margin
  const { title, subtitle } = headlineOf(executor)
  const isFigure = density === 'figure'
  const size = isFigure ? type.title : type.heading
  const style = { size: isFigure ? type.caption : type.body, fill: colours.muted }
  const caption = progress.isComplete ? undefined : captionOf(executor, progress.passed)
  const sentence = caption ? `${caption.headline} ${caption.detail}` : subtitle
  return group(
    'heading',
    text('title', { x: margin, y: titleY }, fitText(title, room, size, 600), {
      size,
      weight: 600,
      fill: colours.ink,
    }),
    prose(
      'subtitle',
      { x: margin, y: titleY + (isFigure ? 28 : 21) },
      fittingSentences(sentence, room, style),
      style,
    ),
  )
}

/** How polls went on the left; when on the right. */
export function footer({
  executor,
  colours,
  layout,
  progress,
}: ExecutorDrawing): Group | undefined {
  const { margin, width, footerY: y, type } = layout
  if (y === undefined) return undefined
  const style = { size: type.small, fill: colours.muted }
  const { polls, wakes } = executor
  const moment = [
    `instr ${formatCount(progress.moment.instant)}`,
    ...(isNamed(executor) ? [`poll ${formatCount(polls.total)}`] : []),
    // How things stand at the end is no station.
    ...(progress.passed < progress.total ? [`step ${progress.passed} of ${progress.total}`] : []),
  ].join(' · ')
  const tally =
    `poll returned Pending ${times(polls.pending)}, Ready ${times(polls.ready)}; ` +
    `wakers were called ${times(wakes)}`
  const room = width - 2 * margin - textWidth(moment, type.small) - 24
  return group(
    'footer',
    isNamed(executor) && text('tally', { x: margin, y }, fitText(tally, room, type.small), style),
    text('moment', { x: width - margin, y }, moment, { ...style, anchor: 'end' }),
  )
}

const times = (count: number): string => (count === 1 ? '1 time' : `${formatCount(count)} times`)
