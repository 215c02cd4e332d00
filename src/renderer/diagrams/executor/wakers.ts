/** Where wakers are kept until somebody calls them, and for which task. */
import type { Task, TaskKey, WakerPlace } from '../../../shared/models/executor'
import { prose, wrapProse } from '../primitives/prose'
import { group, line, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { taskOf } from './drawing'
import type { ExecutorDrawing } from './drawing'
import { inNumericalOrder, numberOf } from './facts'
import type { Section } from './layout'
import { placeRuns } from './waker-places'

export function wakers(drawing: ExecutorDrawing, section: Section): Group {
  const { colours, layout, progress } = drawing
  const { x, y, width, height } = section
  const { type } = layout
  const pitch = type.body + (layout.density === 'laptop' ? 8 : 11)
  const rows = Math.floor((height - 10) / pitch)
  const held = asManyRowsAsFit(worthARow(holdings(drawing, progress.moment.wakers), rows), rows)
  const isAll = held.length <= rows
  const shown = held.slice(0, isAll ? rows : rows - 1)
  const first = y + 12 + type.body
  const link = linkOf(drawing, section, shown)
  return group(
    'wakers',
    text('heading', { x, y }, 'Wakers', {
      size: layout.headingSize,
      weight: 600,
      fill: colours.ink,
    }),
    held.some(({ holds }) => holds === 'waker') && meaning(drawing, section),
    line('rule', { x, y: y + 7 }, { x: x + width, y: y + 7 }, colours.line),
    held.length === 0 && nobody(drawing, section, first),
    shown.map((holding, index) =>
      row(drawing, section, holding, link, index, first + index * pitch),
    ),
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

/**
 * What a waker does, beside the heading; and at a wake, that one of several was called. Clones of a waker carry the same pointer:
 * which of them it was cannot be told from the call.
 */
function meaning(drawing: ExecutorDrawing, { x, y, width }: Section): Drawn {
  const { colours, layout } = drawing
  const { type, headingSize } = layout
  const task = keepersOfWoken(drawing).length > 1 ? wokenTask(drawing) : undefined
  const weight = task ? 600 : 400
  const room = width - textWidth('Wakers', headingSize, 600) - 12
  const words = meaningWords(task).find((one) => textWidth(one, type.small, weight) <= room)
  return (
    words !== undefined &&
    text('meaning', { x: x + width, y }, words, {
      size: type.small,
      weight,
      anchor: 'end',
      fill: task ? colours.changed.ink : colours.muted,
    })
  )
}

const meaningWords = (woken: Task | undefined): readonly string[] =>
  woken
    ? [`one of these woke task ${numberOf(woken)}`, `one woke task ${numberOf(woken)}`]
    : ['each wakes its task when it is called', 'each wakes its task']

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

/** Empty places are left out where they would take the rows of places that hold a waker. */
function worthARow(held: readonly Holding[], rows: number): readonly Holding[] {
  const holding = held.filter(({ holds }) => holds !== 'nothing')
  const wanted = holding.reduce((sum, { places }) => sum + places.length, 0)
  return holding.length > 0 && wanted >= rows ? holding : held
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

/** Between whom a waker wakes and its place: the same in all rows, the shorter one where a name would be cut. */
function linkOf(drawing: ExecutorDrawing, { width }: Section, shown: readonly Holding[]): string {
  const { small, value } = drawing.layout.type
  const used = (holding: Holding) =>
    textWidth(whomWords(drawing, holding), small, 600) +
    textWidth(holding.places[0] ?? '', value, 400, 'mono') +
    flagWidth(drawing, holding)
  const most = Math.max(...shown.filter(({ holds }) => holds !== 'nothing').map(used))
  return most + LINK_GAPS + textWidth('kept in', small) <= width ? 'kept in' : 'in'
}

/** Before it and behind it. */
const LINK_GAPS = 5 + 6

function whomWords(drawing: ExecutorDrawing, { holds, task: key }: Holding): string {
  if (holds === 'nothing') return 'none'
  const task = taskOf(drawing, key)
  if (task) return `of task ${numberOf(task)}`
  return holds === 'waker' ? 'of a task' : 'wakes nobody'
}

const FLAG = 'woke'

/** Whom the wake that is told now wakes. */
const wokenTask = (drawing: ExecutorDrawing): Task | undefined => {
  const { now } = drawing.progress
  return now?.kind === 'wake' ? taskOf(drawing, now.task) : undefined
}

function keepersOfWoken(drawing: ExecutorDrawing): readonly WakerPlace[] {
  const woken = wokenTask(drawing)
  return woken ? drawing.progress.moment.wakers.filter(({ task }) => task === woken.key) : []
}

/** It is its only keeper that we know of. */
const hasWoken = (drawing: ExecutorDrawing, { task }: Holding): boolean => {
  const keepers = keepersOfWoken(drawing)
  return keepers.length === 1 && keepers[0]?.task === task
}

const flagWidth = (drawing: ExecutorDrawing, holding: Holding): number =>
  hasWoken(drawing, holding) ? textWidth(FLAG, drawing.layout.type.small, 600) + 10 : 0

function row(
  drawing: ExecutorDrawing,
  { x, width }: Section,
  holding: Holding,
  link: string,
  index: number,
  y: number,
): Group {
  const { colours, layout } = drawing
  const { type } = layout
  const { places, holds } = holding
  const ink = holds === 'waker' ? colours.ink : colours.ghost
  const whom = whomWords(drawing, holding)
  const where = holds === 'nothing' ? 'in' : link
  const from = x + textWidth(whom, type.small, 600) + 5
  const start = from + textWidth(where, type.small) + 6
  const room = x + width - start - flagWidth(drawing, holding)
  return group(
    `wakers.place-${index}`,
    text('task', { x, y }, whom, { size: type.small, weight: 600, fill: ink }),
    text('in', { x: from, y }, where, { size: type.small, fill: colours.muted }),
    text('place', { x: start, y }, placeRuns(drawing, places, room), {
      size: type.value,
      font: 'mono',
      fill: ink,
    }),
    hasWoken(drawing, holding) &&
      text('flag', { x: x + width, y }, FLAG, {
        size: type.small,
        weight: 600,
        anchor: 'end',
        fill: colours.changed.ink,
      }),
  )
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
