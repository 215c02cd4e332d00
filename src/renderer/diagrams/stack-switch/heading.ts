/** The words around the drawing: title, the line below it, footer. */
import { formatCount, formatHex } from '../../../shared/format'
import { lectureProgress } from '../primitives/lecture-progress'
import { prose, wrapProse } from '../primitives/prose'
import { group, text } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { captionsOf } from './captions'
import type { StackSwitchDrawing } from './drawing'
import { subtitleOf, titleOf } from './words'

/** In the window the line below the title tells what happens at this station. */
export function heading(drawing: StackSwitchDrawing): Group {
  const { model, colours, layout, progress } = drawing
  const { margin, type, width, titleBaseline: y } = layout
  const isWindow = layout.density === 'laptop'
  const size = isWindow ? type.heading : type.title
  const room = width - 2 * margin
  const style = { size: isWindow ? type.body : type.caption, fill: colours.muted }
  const caption = captionsOf(model)[progress.passed - 1]
  const isTold = isWindow && !progress.isComplete && caption !== undefined
  const sentence = isTold ? `${caption.headline} ${caption.detail}` : subtitleOf(model)
  return group(
    'heading',
    text('title', { x: margin, y }, fitText(titleOf(model), room, size, 600), {
      size,
      weight: 600,
      fill: colours.ink,
    }),
    prose(
      'subtitle',
      { x: margin, y: y + style.size + 11 - (isWindow ? 3 : 0) },
      wrapProse(sentence, room, style)[0] ?? '',
      style,
    ),
  )
}

/** Addresses in full on the left, when on the right. */
export function footer({ model, colours, layout, progress }: StackSwitchDrawing): Group {
  const { margin, width, type, footerBaseline: y } = layout
  const { story } = model
  const style = { size: type.small, fill: colours.muted }
  const moment = [
    `instr ${formatCount(story?.instant ?? model.instant)}`,
    `CPL ${model.cpl}`,
    // The whole is no step of it, and its circles number what was tried.
    ...(progress.passed < progress.stations.length
      ? [`step ${progress.passed} of ${progress.stations.length}`]
      : []),
  ].join(' · ')
  const room = width - 2 * margin - textWidth(moment, type.small) - 24
  const instruction = story?.instruction ?? model.instruction
  const cr2 = story?.kind === 'delivery' ? story.steps[0]?.cr2 : undefined
  const parts = [
    { name: story ? 'RSP before it' : 'RSP', value: formatHex(story?.rspBefore ?? model.rsp) },
    { name: story ? 'RIP before it' : 'RIP', value: formatHex(instruction.rip) },
    ...(cr2 === undefined ? [] : [{ name: 'CR2', value: formatHex(cr2) }]),
    ...(instruction.source === undefined ? [] : [{ name: 'in', value: instruction.source }]),
  ]
  const runs = parts.flatMap(({ name, value }, index) => [
    { text: name, gap: index === 0 ? 0 : 16 },
    { text: value, font: 'mono' as const, gap: 6 },
  ])
  const widthOf = (list: typeof runs) =>
    list.reduce(
      (sum, run) =>
        sum + run.gap + textWidth(run.text, type.small, 400, 'font' in run ? 'mono' : 'sans'),
      0,
    )
  let shown = runs
  while (widthOf(shown) > room && shown.length > 2) shown = shown.slice(0, -2)
  return group(
    'footer',
    text(
      'place',
      { x: margin, y },
      shown.map(({ gap, ...run }) => (gap > 0 ? { ...run, gap } : run)),
      style,
    ),
    text('moment', { x: width - margin, y }, moment, { ...style, anchor: 'end' }),
  )
}

/** In a hall: the topic and where RSP stands above, two lines below, and how far the story has come. */
export function lectureWords(drawing: StackSwitchDrawing): Group {
  const { model, colours, layout, progress } = drawing
  const { margin, width, type } = layout
  const caption = captionsOf(model)[progress.passed - 1] ?? {
    headline: `${titleOf(model)}.`,
    detail: '',
  }
  const size = type.caption
  const style = { size, fill: colours.ink }
  const room = width - 2 * margin
  const fitted = (sentence: string, weight: 400 | 600) =>
    wrapProse(sentence, room, { ...style, weight })[0] ?? ''
  const topic = { size: 20, weight: 600 } as const
  return group(
    'lecture',
    text('topic', { x: margin, y: 50 }, 'Stacks', { ...topic, fill: colours.muted }),
    text(
      'rsp',
      { x: width - margin, y: 50 },
      [
        { text: 'RSP', font: 'sans' },
        { text: formatHex(drawing.rsp.address), gap: 10 },
      ],
      { ...topic, font: 'mono', anchor: 'end', fill: colours.ink },
    ),
    prose('headline', { x: margin, y: 594 }, fitted(caption.headline, 600), {
      ...style,
      weight: 600,
    }),
    caption.detail !== '' &&
      prose('detail', { x: margin, y: 634 }, fitted(caption.detail, 400), style),
    lectureProgress({ passed: progress.passed, total: progress.stations.length }, layout, colours),
  )
}
