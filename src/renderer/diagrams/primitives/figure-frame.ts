/**
 * What is around the picture of a small view, in each of the three densities: title and the line below it, footer, and in a
 * hall the topic, two caption lines and the progress. What is left between them is the body.
 */
import { formatCount } from '../../../shared/format'
import type { Size } from '../diagram'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { typeScales, type Density, type Palette, type TypeScale } from '../tokens/tokens'
import { lectureProgress, type Told } from './lecture-progress'
import { prose, proseRuns, runsWidth, wrapProse } from './prose'
import { group, text, type Box, type Drawn, type TextStyle } from './shapes'

export interface FrameLayout extends Size {
  readonly density: Density
  readonly margin: number
  readonly type: TypeScale
  readonly titleY: number
  /** Where the picture is. */
  readonly body: Box
  readonly footerY?: number
}

/** The narrowest and lowest drawing in which nothing collides. */
export const SMALLEST_FRAME: Size = { width: 660, height: 470 }
const WINDOW: Size = { width: 828, height: 690 }
const FIGURE: Size = { width: 1280, height: 720 }
/** A window lower than this has no footer. */
const ROOMY = 620

/** `size` is what the window has for a drawing in laptop density; the others have one size. */
export function frameLayout(density: Density, size: Size = WINDOW): FrameLayout {
  const type = typeScales[density]
  switch (density) {
    case 'figure':
      return { ...plan(FIGURE, 40, 112, 668), density, type, titleY: 52, footerY: 700 }
    case 'projector':
      return { ...plan(FIGURE, 48, 78, 562), density, type, titleY: 50 }
    case 'laptop': {
      const width = Math.max(size.width, SMALLEST_FRAME.width)
      const height = Math.max(size.height, SMALLEST_FRAME.height)
      const isRoomy = height >= ROOMY
      return {
        ...plan({ width, height }, 16, isRoomy ? 72 : 60, height - (isRoomy ? 36 : 12)),
        density,
        type,
        titleY: isRoomy ? 28 : 25,
        ...(isRoomy && { footerY: height - 14 }),
      }
    }
  }
}

const plan = ({ width, height }: Size, margin: number, top: number, bottom: number) => ({
  width,
  height,
  margin,
  body: { x: margin, y: top, width: width - 2 * margin, height: bottom - top },
})

export interface Caption {
  /** Whole sentences. */
  readonly headline: string
  readonly detail: string
}

export interface Headline {
  /** The point of the drawing, without a full stop. */
  readonly title: string
  /** Machine values in backticks. */
  readonly subtitle: string
}

export interface FrameWords extends Headline {
  /** What the hall is told that it sees: `Screen cells`. */
  readonly topic: string
  readonly instant: number
  /** A line at the foot of the drawing. */
  readonly footer?: string
  /** What is told at this station; absent when the story is over or has none. */
  readonly caption?: Caption | undefined
  readonly told?: Told
}

export const figureFrame = (
  words: FrameWords,
  layout: FrameLayout,
  colours: Palette,
): readonly Drawn[] =>
  layout.density === 'projector'
    ? [
        lectureHeading(words, layout, colours),
        lectureCaption(words, layout, colours),
        words.told && lectureProgress(words.told, layout, colours),
      ]
    : [heading(words, layout, colours), footer(words, layout, colours)]

/** As much of a sentence as fits on one line. */
export function fitSentence(sentence: string, room: number, style: TextStyle): string {
  if (runsWidth(proseRuns(sentence, style)) <= room) return sentence
  const [line = ''] = wrapProse(sentence, room - 14, style)
  return `${line} …`
}

function heading(words: FrameWords, layout: FrameLayout, colours: Palette): Group {
  const { margin, type, titleY, density, width } = layout
  const isFigure = density === 'figure'
  const room = width - 2 * margin
  const title = {
    size: isFigure ? type.title : type.heading,
    weight: 600,
    fill: colours.ink,
  } as const
  const style = { size: isFigure ? type.caption : type.body, fill: colours.muted }
  const { caption } = words
  const sentence = caption ? `${caption.headline} ${caption.detail}` : words.subtitle
  const y = titleY + (isFigure ? 28 : 21)
  return group(
    'heading',
    prose('title', { x: margin, y: titleY }, fitSentence(words.title, room, title), title),
    prose('subtitle', { x: margin, y }, fitSentence(sentence, room, style), style),
  )
}

function footer(words: FrameWords, layout: FrameLayout, colours: Palette): Drawn {
  const { margin, width, type, footerY: y } = layout
  if (y === undefined) return undefined
  const { told, instant } = words
  const style = { size: type.small, fill: colours.muted }
  const steps = told && told.total > 0 ? [`step ${told.passed} of ${told.total}`] : []
  const moment = [`instr ${formatCount(instant)}`, ...steps].join(' · ')
  const room = width - 2 * margin - textWidth(moment, type.small) - 24
  return group(
    'footer',
    words.footer !== undefined &&
      prose('place', { x: margin, y }, fitSentence(words.footer, room, style), style),
    text('moment', { x: width - margin, y }, moment, { ...style, anchor: 'end' }),
  )
}

function lectureHeading(words: FrameWords, layout: FrameLayout, colours: Palette): Group {
  const { margin, width, titleY: y } = layout
  const style = { size: 20, weight: 600 } as const
  return group(
    'heading',
    text('topic', { x: margin, y }, fitText(words.topic, width / 2, 20, 600), {
      ...style,
      fill: colours.muted,
    }),
    text('moment', { x: width - margin, y }, `instr ${formatCount(words.instant)}`, {
      ...style,
      font: 'mono',
      anchor: 'end',
      fill: colours.ink,
    }),
  )
}

const CAPTION_Y = 606
const CAPTION_PITCH = 38

function lectureCaption(words: FrameWords, layout: FrameLayout, colours: Palette): Group {
  const { headline, detail } = words.caption ?? {
    headline: `${words.title}.`,
    detail: words.subtitle,
  }
  const x = layout.margin
  const room = layout.width - 2 * x
  return group(
    'caption',
    [headline, detail].map((sentence, index) => {
      const style = {
        size: index === 0 ? 26 : 22,
        weight: index === 0 ? 600 : 400,
        fill: colours.ink,
      } as const
      const at = { x, y: CAPTION_Y + index * CAPTION_PITCH }
      return prose(`line-${index + 1}`, at, fitSentence(sentence, room, style), style)
    }),
  )
}
