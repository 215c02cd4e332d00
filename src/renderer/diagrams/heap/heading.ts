/** The words around the drawing: title, the line below it, the last request, footer. */
import { formatCount } from '../../../shared/format'
import { nowBox } from '../primitives/marks'
import { proseRuns, prose, runsWidth, wrapProse, plainText } from '../primitives/prose'
import { fittingSentences } from '../primitives/sentences'
import { group, text } from '../primitives/shapes'
import type { Drawn, TextStyle } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { isLastRequest } from './before-request'
import type { HeapDrawing } from './drawing'
import { allocatorWords, headlineOf, outcomeWords, requestWords } from './words'

export function heading({ heap, colours, layout }: HeapDrawing): Group {
  const { margin, type, width, titleY, density } = layout
  const room = width - 2 * margin
  const { title, subtitle } = headlineOf(heap)
  const isFigure = density === 'figure'
  const size = isFigure ? type.title : type.heading
  const style = { size: isFigure ? type.caption : type.body, fill: colours.muted }
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
      fittingSentences(subtitle, room, style),
      style,
    ),
  )
}

/** The last request and what came of it: where the machine is. */
export function banner({ heap, colours, layout, progress }: HeapDrawing): Group | undefined {
  const { banner: box, type } = layout
  const { request } = heap
  if (!box || !request) return undefined
  const size = type.body
  const ink = colours.now.text
  const asked = requestWords(heap, request)
  const walked = progress.now
  const came = walked
    ? `looks at region ${formatCount(walked.number)} of the list.`
    : outcomeWords(heap, request)
  const askedWidth = textWidth(asked, size, 600)
  const style = { size, fill: ink }
  const most = box.width - 40 - askedWidth - 8
  const name = `${isLastRequest(heap) ? 'Latest request' : `Request ${formatCount(request.sequence)}`}:`
  const nameWidth = textWidth(name, size) + 6
  // What came of it is worth more than the name of the box.
  const hasName = runsWidth(proseRuns(came, style)) <= most - nameWidth
  const room = hasName ? most - nameWidth : most
  const line = fittingClauses(came, room, style)
  const used = (hasName ? nameWidth : 0) + askedWidth + 8
  const width = Math.min(box.width, used + runsWidth(proseRuns(line, style)) + 40)
  const middle = box.y + box.height / 2
  const y = middle + size * 0.36
  return group(
    'request',
    nowBox('box', { ...box, width }, colours, 4),
    text(
      'words',
      { x: box.x + 18, y },
      [
        ...(hasName ? [{ text: name }] : []),
        { text: asked, size, weight: 600, font: 'sans', fill: ink, ...(hasName && { gap: 6 }) },
        ...withGap(proseRuns(line, style)),
      ],
      style,
    ),
  )
}

/** As many clauses as fit on the line. */
function fittingClauses(sentence: string, room: number, style: TextStyle): string {
  const clauses = sentence.replace(/\.$/, '').split(/(?<=[,;:]) /)
  for (let count = clauses.length; count > 0; count--) {
    const words = `${clauses
      .slice(0, count)
      .join(' ')
      .replace(/[,;:]$/, '')}.`
    if (runsWidth(proseRuns(words, style)) <= room) return words
  }
  return wrapProse(sentence, room, style)[0] ?? ''
}

const withGap = ([first, ...rest]: ReturnType<typeof proseRuns>) =>
  first ? [{ ...first, gap: 6 }, ...rest] : rest

export function footer({ heap, colours, layout, progress }: HeapDrawing): Drawn {
  const { margin, width, footerY: y, type } = layout
  if (y === undefined) return undefined
  const style = { size: type.small, fill: colours.muted }
  const moment = [
    `instr ${formatCount((progress.isComplete ? heap.request?.returnedAt : undefined) ?? heap.request?.instant ?? heap.instant)}`,
    ...(heap.request ? [`request ${formatCount(heap.request.sequence)} of this run`] : []),
    ...(progress.total > 0 && !progress.isComplete
      ? [`step ${progress.passed} of ${progress.total}`]
      : []),
  ].join(' · ')
  const room = width - 2 * margin - textWidth(moment, type.small) - 24
  return group(
    'footer',
    text(
      'tally',
      { x: margin, y },
      fitText(plainText(allocatorWords(heap)), room, type.small),
      style,
    ),
    text('moment', { x: width - margin, y }, moment, { ...style, anchor: 'end' }),
  )
}
