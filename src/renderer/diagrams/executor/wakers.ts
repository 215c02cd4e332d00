/** Where wakers are kept until somebody calls them, and for which task. */
import type { TaskKey, WakerPlace } from '../../../shared/models/executor'
import { connector } from '../primitives/connectors'
import { prose, wrapProse } from '../primitives/prose'
import { group, line, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { taskOf } from './drawing'
import type { ExecutorDrawing } from './drawing'
import { inNumericalOrder, numberOf } from './facts'
import type { Section } from './layout'

export function wakers(drawing: ExecutorDrawing, section: Section): Group {
  const { colours, layout, progress } = drawing
  const { x, y, width, height } = section
  const { type } = layout
  const pitch = type.body + (layout.density === 'laptop' ? 8 : 11)
  const rows = Math.floor((height - 10) / pitch)
  const held = asManyRowsAsFit(holdings(drawing, progress.moment.wakers), rows)
  const isAll = held.length <= rows
  const shown = held.slice(0, isAll ? rows : rows - 1)
  const first = y + 12 + type.body
  return group(
    'wakers',
    text('heading', { x, y }, 'Wakers', {
      size: layout.headingSize,
      weight: 600,
      fill: colours.ink,
    }),
    text('meaning', { x: x + width, y }, meaningWords(drawing, section), {
      size: type.small,
      anchor: 'end',
      fill: colours.muted,
    }),
    line('rule', { x, y: y + 7 }, { x: x + width, y: y + 7 }, colours.line),
    held.length === 0 && nobody(drawing, section, first),
    shown.map((holding, index) => row(drawing, section, holding, index, first + index * pitch)),
    !isAll &&
      text(
        'more',
        { x, y: first + shown.length * pitch },
        `and ${held.length - shown.length} more`,
        {
          size: type.small,
          fill: colours.muted,
        },
      ),
  )
}

/** What stands in a row, beside the heading. */
function meaningWords({ layout }: ExecutorDrawing, { width }: Section): string {
  const { type, headingSize } = layout
  const room = width - textWidth('Wakers', headingSize, 600) - 12
  const ways = ['whom they wake, and where they are kept', 'whom they wake, where they lie']
  return ways.find((one) => textWidth(one, type.small) <= room) ?? 'of whom, in which place'
}

/** All places that hold a waker of the same task, that hold one that does nothing, or that are empty. */
interface Holding {
  readonly holds: WakerPlace['holds']
  readonly task: TaskKey | undefined
  readonly places: readonly string[]
}

/** Those that wake somebody come first, by the numbers of their tasks, then those that are empty. */
function holdings(drawing: ExecutorDrawing, wakers: readonly WakerPlace[]): readonly Holding[] {
  const found = new Map<string, Holding>()
  for (const { place, holds, task } of wakers) {
    const key = `${holds} ${task ?? ''}`
    const places = [...(found.get(key)?.places ?? []), place]
    found.set(key, { holds, task, places })
  }
  const rank = ({ holds }: Holding) => ({ waker: 0, noop: 1, nothing: 2 })[holds]
  const order = inNumericalOrder(drawing.executor.now.tasks).map(({ key }) => key)
  const place = ({ task }: Holding) => (task === undefined ? -1 : order.indexOf(task))
  return [...found.values()].sort((a, b) => rank(a) - rank(b) || place(a) - place(b))
}

/** One row for each place while there is room, and one for all places of a task when there is not. */
function asManyRowsAsFit(held: readonly Holding[], rows: number): readonly Holding[] {
  let free = rows - held.length
  return held.flatMap((holding) => {
    free -= holding.places.length - 1
    if (free >= 0) return holding.places.map((place) => ({ ...holding, places: [place] }))
    free += holding.places.length - 1
    return [holding]
  })
}

function row(
  drawing: ExecutorDrawing,
  { x, width }: Section,
  { places, holds, task: key }: Holding,
  index: number,
  y: number,
): Group {
  const { colours, layout, progress } = drawing
  const { type } = layout
  const task = taskOf(drawing, key)
  const isWaker = holds === 'waker'
  const ink = isWaker ? colours.ink : colours.ghost
  const woke = progress.now?.kind === 'wake' && progress.now.task === key && key !== undefined
  const flag = woke ? 'woke' : ''
  const flagWidth = flag === '' ? 0 : textWidth(flag, type.small, 600) + 10
  const isEmpty = holds === 'nothing'
  const whom = isEmpty
    ? 'no waker'
    : task
      ? `task ${numberOf(task)}`
      : isWaker
        ? 'a task'
        : 'nobody'
  const from = x + textWidth(whom, type.small, 600) + 8
  const start = isEmpty ? from + textWidth('in', type.small) + 1 : from + 28
  return group(
    `wakers.place-${index}`,
    text('task', { x, y }, whom, { size: type.small, weight: 600, fill: ink }),
    isEmpty
      ? text('in', { x: from - 3, y }, 'in', { size: type.small, fill: ink })
      : connector(
          `wakers.place-${index}.arrow`,
          [
            { x: from, y: y - type.value * 0.36 },
            { x: from + 22, y: y - type.value * 0.36 },
          ],
          {
            stroke: isWaker ? colours.muted : colours.line,
            strokeWidth: 1.25,
            ...(isWaker ? {} : { dash: '3 3' }),
          },
        ),
    text(
      'place',
      { x: start, y },
      fittingPlaces(places, x + width - start - flagWidth, type.value),
      {
        size: type.value,
        font: 'mono',
        fill: ink,
      },
    ),
    flag !== '' &&
      text('flag', { x: x + width, y }, flag, {
        size: type.small,
        weight: woke ? 600 : 400,
        anchor: 'end',
        fill: woke ? colours.changed.ink : ink,
      }),
  )
}

/** As many as fit, and how many more there are. A name is not cut within a word. */
function fittingPlaces(places: readonly string[], room: number, size: number): string {
  const others = places.length - 1
  const first = (more: (left: number) => string) =>
    places.map((_, left) => `${places.slice(0, places.length - left).join(', ')}${more(left)}`)
  const firsts = [...first(moreWords), ...first(fewWords)]
  const shortest = [...places]
    .sort((a, b) => a.length - b.length)
    .flatMap(shorterNames)
    .map((name) => `${name}${fewWords(others)}`)
  const local = places.length === 1 && isLocal(places[0] ?? '') ? [`${places[0]}, a local`] : []
  const fits = (words: string) => textWidth(words, size, 400, 'mono') <= room
  const words = [
    ...local,
    ...firsts,
    ...shortest,
    ...(others > 0 ? [`${places.length} places`] : []),
  ]
  return words.find(fits) ?? fitText(places[0] ?? '', room, size, 400, 'mono')
}

const moreWords = (count: number): string =>
  count === 0 ? '' : ` and ${count} more ${count === 1 ? 'place' : 'places'}`

const fewWords = (count: number): string => (count === 0 ? '' : `, ${count} more`)

/** Statics are written in capitals. */
const isLocal = (place: string): boolean => /^[a-z_]\w*(\[|$)/.test(place)

/** `ps2_keyboard::READER`, `ps2…::READER`, `ps2_keyboard…`, `ps2…`: cut between words, and still told apart. */
function shorterNames(place: string): readonly string[] {
  const at = place.lastIndexOf('::')
  if (at < 0) return [place]
  const words = place.slice(0, at).split('_')
  const beginnings = words.map((_, left) => words.slice(0, words.length - left).join('_'))
  return [
    place,
    ...beginnings.slice(1).map((begin) => `${begin}…${place.slice(at)}`),
    ...beginnings.map((begin) => `${begin}…`),
  ]
}

function nobody(
  { executor, colours, layout }: ExecutorDrawing,
  { x, width }: Section,
  y: number,
): Drawn {
  const style = { size: layout.type.small, fill: colours.muted }
  const words = executor.gaps.includes('no-types')
    ? 'Not known: this image has no types.'
    : 'No place for a waker was recognised.'
  return wrapProse(words, width, style).map((words, index) =>
    prose(`line-${index + 1}`, { x, y: y + index * (style.size + 6) }, words, style),
  )
}
