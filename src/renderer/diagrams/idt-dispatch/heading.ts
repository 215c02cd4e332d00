/** The words around the drawing: title, subtitle or caption, footer, and in a hall the story's progress. */
import { formatCount, formatHex } from '../../../shared/format'
import { prose, proseRuns, runsWidth, wrapProse } from '../primitives/prose'
import { group, text } from '../primitives/shapes'
import type { TextContent, TextStyle } from '../primitives/shapes'
import type { Group } from '../scene'
import { lastNames } from '../symbol-words'
import { textWidth } from '../tokens/text-metrics'
import { captionsOf } from './captions'
import type { DispatchDrawing } from './drawing'
import { sourceName } from './facts'
import { savedFlagsWords, subtitlesOf, titleOf } from './words'

/** The first that has room on one line; of the last as much as there is room for. */
function sentenceThatFits(sentences: readonly string[], room: number, style: TextStyle): string {
  const fits = (sentence: string) => runsWidth(proseRuns(sentence, style)) <= room
  const found = sentences.find(fits)
  if (found !== undefined) return found
  const [line = ''] = wrapProse(sentences.at(-1) ?? '', room - 12, style)
  return `${line} …`
}

export function figureHeading({ dispatch, colours, layout }: DispatchDrawing): Group {
  const { margin, type, titleBaseline, width } = layout
  const style = { size: type.caption, fill: colours.muted }
  const line = sentenceThatFits(subtitlesOf(dispatch), width - 2 * margin, style)
  return group(
    'heading',
    prose('title', { x: margin, y: titleBaseline }, titleOf(dispatch), {
      size: type.title,
      weight: 600,
      fill: colours.ink,
    }),
    prose('subtitle', { x: margin, y: titleBaseline + 28 }, line, style),
  )
}

/** Title and one line below it: what happens at this station, or what the whole delivery means. */
export function laptopHeading({ dispatch, colours, layout, progress }: DispatchDrawing): Group {
  const { margin, type, width, titleBaseline: y } = layout
  const room = width - 2 * margin
  const title = { size: type.heading, weight: 600, fill: colours.ink } as const
  const style = { size: type.body, fill: colours.muted }
  const caption = captionsOf(dispatch)[progress.passed - 1]
  const sentences =
    progress.isComplete || !caption
      ? subtitlesOf(dispatch)
      : [`${caption.headline} ${caption.detail}`, caption.headline]
  return group(
    'heading',
    prose('title', { x: margin, y }, sentenceThatFits([titleOf(dispatch)], room, title), title),
    prose('subtitle', { x: margin, y: y + 21 }, sentenceThatFits(sentences, room, style), style),
  )
}

/** What was interrupted on the left; when, on the right. */
export function footer(drawing: DispatchDrawing): Group | undefined {
  const { dispatch, colours, layout, progress } = drawing
  const { margin, width, footerBaseline: y, type } = layout
  if (y === undefined) return undefined
  const style = { size: type.small, fill: colours.muted }
  const moment = [
    `instr ${formatCount(dispatch.instant)}`,
    `step ${progress.passed} of ${progress.stations.length}`,
  ].join(' · ')
  const room = width - 2 * margin - textWidth(moment, type.small) - 24
  return group(
    'footer',
    text('place', { x: margin, y }, placeRuns(drawing, room), style),
    text('moment', { x: width - margin, y }, moment, { ...style, anchor: 'end' }),
  )
}

/** The instruction that this is about, as far as there is room. */
function placeRuns({ dispatch, layout }: DispatchDrawing, room: number): TextContent {
  const { small } = layout.type
  const { rip, symbol, source, text: instruction } = dispatch.instruction
  const lead = {
    exception: 'raised by',
    instruction: 'asked for by',
    interrupt: 'before',
    nmi: 'before',
  }[dispatch.source]
  const place = symbol === undefined ? formatHex(rip) : lastNames(symbol)
  const saved = savedFlagsWords(dispatch)
  const pieces = [
    { text: lead, font: 'sans' as const },
    ...(instruction === undefined ? [] : [{ text: instruction, font: 'mono' as const, gap: 6 }]),
    { text: instruction === undefined ? place : `in ${place}`, font: 'mono' as const, gap: 8 },
    ...(saved === undefined || layout.density === 'laptop'
      ? []
      : [{ text: `· ${saved}`, font: 'sans' as const, gap: 8 }]),
    ...(source === undefined ? [] : [{ text: `· ${source}`, font: 'sans' as const, gap: 8 }]),
  ]
  let left = room
  return pieces.filter((piece) => {
    left -= textWidth(piece.text, small, 400, piece.font) + ('gap' in piece ? piece.gap : 0)
    return left >= 0
  })
}

export function lectureHeading({ dispatch, colours, layout }: DispatchDrawing): Group {
  const { margin, width, titleBaseline: y } = layout
  const style = { size: 20, weight: 600 } as const
  return group(
    'heading',
    text('topic', { x: margin, y }, 'IDT dispatch', { ...style, fill: colours.muted }),
    prose(
      'source',
      { x: width - margin, y },
      `${sourceName(dispatch)}, vector ${dispatch.vector}`,
      {
        ...style,
        anchor: 'end',
        fill: colours.ink,
      },
    ),
  )
}

export function lectureCaption({
  dispatch,
  colours,
  layout,
  progress,
}: DispatchDrawing): Group | undefined {
  const current = captionsOf(dispatch)[progress.passed - 1]
  if (!current) return undefined
  const size = layout.type.caption
  const x = layout.margin
  const room = layout.width - 2 * x
  const bold = { size, weight: 600, fill: colours.ink } as const
  const plain = { size, fill: colours.ink }
  return group(
    'caption',
    prose('headline', { x, y: 600 }, wrapProse(current.headline, room, bold)[0] ?? '', bold),
    prose('detail', { x, y: 638 }, wrapProse(current.detail, room, plain)[0] ?? '', plain),
  )
}
