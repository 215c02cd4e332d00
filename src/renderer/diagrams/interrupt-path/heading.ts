/** The words around the drawing: title, the line below it or what happens at this station, footer. */
import { formatCount } from '../../../shared/format'
import { prose, proseRuns, runsWidth, wrapProse } from '../primitives/prose'
import { group, text } from '../primitives/shapes'
import type { TextStyle } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { captionsOf } from './captions'
import type { PathDrawing, PathSubject } from './drawing'
import { lineName, withoutPaths } from './facts'
import type { Progress } from './stations'
import { subtitlesOf, titleOf } from './words'
import { lastNames } from '../symbol-words'

const subjectOf = ({ path, standing }: PathDrawing): PathSubject => ({
  standing,
  ...(path && { selected: path }),
})

/** The first that has room on one line; of the last as much as there is room for. */
function sentenceThatFits(sentences: readonly string[], room: number, style: TextStyle): string {
  const fits = (sentence: string) => runsWidth(proseRuns(sentence, style)) <= room
  const found = sentences.find(fits)
  if (found !== undefined) return found
  const [line = ''] = wrapProse(sentences.at(-1) ?? '', room - 14, style)
  return `${line} …`
}

export function heading(drawing: PathDrawing): Group {
  const { colours, layout, progress } = drawing
  const { margin, type, width, titleY: y, density } = layout
  const subject = subjectOf(drawing)
  const room = width - 2 * margin
  const isFigure = density === 'figure'
  const title = {
    size: isFigure ? type.title : type.heading,
    weight: 600,
    fill: colours.ink,
  } as const
  const style = { size: isFigure ? type.caption : type.body, fill: colours.muted }
  const caption = captionsOf(subject)[progress.passed - 1]
  const sentences =
    progress.isComplete || !caption
      ? withMoment(progress, subtitlesOf(subject))
      : [`${caption.headline} ${caption.detail}`, caption.headline]
  return group(
    'heading',
    prose('title', { x: margin, y }, sentenceThatFits([titleOf(subject)], room, title), title),
    prose(
      'subtitle',
      { x: margin, y: y + (isFigure ? 28 : 21) },
      sentenceThatFits(sentences, room, style),
      style,
    ),
  )
}

/** The picture tells of every step, but its registers are those of the last. */
function withMoment({ passed, has }: Progress, subtitles: readonly string[]): readonly string[] {
  if (!has('eoi')) return subtitles
  const moment = `after step ${passed}`
  const told = subtitles.flatMap((subtitle) => [
    `${subtitle} IRR, IMR and ISR are as ${moment}.`,
    `${subtitle} The registers are as ${moment}.`,
    `${subtitle} Registers: ${moment}.`,
  ])
  return [...told, ...subtitles]
}

/** What comes next or came before on the left; when on the right. */
export function footer(drawing: PathDrawing): Group | undefined {
  const { path, standing, colours, layout, progress } = drawing
  const { margin, width, footerY: y, type } = layout
  if (y === undefined) return undefined
  const style = { size: type.small, fill: colours.muted }
  const moment = [
    `instr ${formatCount(progress.instant)}`,
    ...(progress.stations.length > 0
      ? [`step ${progress.passed} of ${progress.stations.length}`]
      : []),
  ].join(' · ')
  const instruction = path?.delivery?.instruction ?? (path ? undefined : standing.instruction)
  const place =
    instruction &&
    [
      path ? 'interrupted before' : 'next:',
      ...(instruction.text === undefined ? [] : [withoutPaths(instruction.text)]),
      ...(instruction.symbol === undefined ? [] : ['in', lastNames(instruction.symbol)]),
    ].join(' ')
  const room = width - 2 * margin - textWidth(moment, type.small) - 24
  return group(
    'footer',
    prose(
      'place',
      { x: margin, y },
      fitText(place ?? modesWords(drawing), room, type.small),
      style,
    ),
    text('moment', { x: width - margin, y }, moment, { ...style, anchor: 'end' }),
  )
}

/** As in the mock-up: what the controllers were told when they were set up. */
function modesWords({ progress }: PathDrawing): string {
  const { master, slave } = progress.chips
  const highest = (master.lowestPriority + 1) % 8
  return `IRQ${highest} ranks highest; vectors from ${master.base} (master) and ${slave.base} (slave)`
}

export function lectureHeading({ path, colours, layout }: PathDrawing): Group {
  const { margin, width, titleY: y } = layout
  const style = { size: 20, weight: 600 } as const
  return group(
    'heading',
    text('topic', { x: margin, y }, 'Interrupt path', { ...style, fill: colours.muted }),
    path &&
      text('line', { x: width - margin, y }, lineName(path.line), {
        ...style,
        anchor: 'end',
        fill: colours.ink,
      }),
  )
}

export function lectureCaption(drawing: PathDrawing): Group | undefined {
  const { colours, layout, progress } = drawing
  const subject = subjectOf(drawing)
  const told = captionsOf(subject)[progress.passed - 1]
  const [subtitle = ''] = subtitlesOf(subject)
  const current =
    told ?? (drawing.path ? undefined : { headline: `${titleOf(subject)}.`, detail: subtitle })
  if (!current) return undefined
  const size = layout.type.caption
  const x = layout.margin
  const room = layout.width - 2 * x
  const line = (key: string, y: number, words: string, weight: 400 | 600) => {
    const style = { size, weight, fill: colours.ink }
    return prose(key, { x, y }, sentenceThatFits([words], room, style), style)
  }
  return group(
    'caption',
    line('headline', 604, current.headline, 600),
    line('detail', 642, current.detail, 400),
  )
}
