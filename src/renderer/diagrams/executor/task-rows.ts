/** The tasks: with their states where there is room for it, in a line each where there are more, counted where there are many. */
import type { ExecutorMoment, Task } from '../../../shared/models/executor'
import { prose } from '../primitives/prose'
import { group, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import type { ExecutorDrawing } from './drawing'
import { callOf, inNumericalOrder, machinesOf, numberOf, taskCount } from './facts'
import { bottomOf, rightOf } from './layout'
import { pillsWidth, statePills } from './state-pills'
import type { PillRow } from './state-pills'
import { statusCounts } from './status-counts'
import { STATUS_WORDS, statusInk, taskMark } from './task-marks'
import { noTasksWords, standingLines } from './task-words'

const HEADING_GAP = 18

export function tasks(drawing: ExecutorDrawing): Group {
  const { colours, layout, progress } = drawing
  const { x, y } = layout.tasks
  const heading = text('heading', { x, y }, 'Tasks', {
    size: layout.headingSize,
    weight: 600,
    fill: colours.ink,
  })
  return group('tasks', heading, meaning(drawing), rows(drawing, progress.moment))
}

const MEANINGS = [
  'with the states of their futures: Start, one for each .await, End',
  'and their states: Start, one for each .await, End',
  'and their states',
] as const

/** What the pills are. */
function meaning({ colours, layout, progress }: ExecutorDrawing): Drawn {
  const { x, y, width } = layout.tasks
  const { type, headingSize } = layout
  const from = x + textWidth('Tasks', headingSize, 600) + 10
  const words = MEANINGS.find((one) => textWidth(one, type.small) <= x + width - from)
  return (
    words !== undefined &&
    taskCount(progress.moment) > 0 &&
    text('meaning', { x: from, y }, words, { size: type.small, fill: colours.muted })
  )
}

function rows(drawing: ExecutorDrawing, moment: ExecutorMoment): Drawn {
  const { layout } = drawing
  const top = layout.tasks.y + HEADING_GAP
  const room = bottomOf(layout.tasks) - top
  const total = taskCount(moment)
  if (total === 0) return emptiness(drawing)
  const tall = Math.floor(room / layout.taskHeight)
  if (total <= tall) {
    const height = Math.min(Math.floor(room / total), 2 * layout.taskHeight)
    return inNumericalOrder(moment.tasks).map((task, index) =>
      tallRow(drawing, task, top + index * height, height),
    )
  }
  const lines = Math.floor((room - layout.taskHeight) / layout.lineHeight)
  const [chief, ...others] = byImportance(drawing, moment.tasks)
  const isAll = total - 1 <= lines
  const shown = isAll ? inNumericalOrder(others) : []
  const belowChief = top + layout.taskHeight
  return [
    chief && tallRow(drawing, chief, top, layout.taskHeight),
    ...shown.map((task, index) => lineRow(drawing, task, belowChief + index * layout.lineHeight)),
    !isAll &&
      statusCounts(drawing, {
        x: layout.tasks.x,
        y: belowChief,
        width: layout.tasks.width,
        height: bottomOf(layout.tasks) - belowChief,
      }),
  ]
}

/** The one that runs, the one that the chain is about, or the first. */
function byImportance({ executor }: ExecutorDrawing, all: readonly Task[]): readonly Task[] {
  const woken = executor.chain?.stations.flatMap((station) =>
    station.kind === 'wake' || station.kind === 'poll' ? (station.task ?? []) : [],
  )
  const chief =
    all.find(({ status }) => status === 'running') ??
    all.find(({ key }) => woken?.includes(key)) ??
    all[0]
  return chief ? [chief, ...all.filter((task) => task !== chief)] : []
}

/** What belongs to a task stands below its head line, and further in. */
const INSET = 32
/** Of a mark at scale 1, from edge to edge, and behind it. */
const MARK_WIDTH = 20
const MARK_GAP = 7
const NAME_GAP = 14

function headLine(drawing: ExecutorDrawing, task: Task, y: number): Drawn {
  const { executor, colours, layout } = drawing
  const { type } = layout
  const { x } = layout.tasks
  const right = rightOf(layout.tasks)
  const scale = layout.density === 'laptop' ? 0.85 : layout.density === 'projector' ? 1.2 : 1
  const number = numberOf(task) === 'new' ? 'new task' : `task ${numberOf(task)}`
  const nameX = x + textWidth(number, type.body, 600) + NAME_GAP
  const status = STATUS_WORDS[task.status]
  const statusWidth = textWidth(status, type.body, 600)
  const name = fitText(
    callOf(executor, task),
    right - nameX - statusWidth - 16 - MARK_WIDTH * scale - MARK_GAP,
    type.value,
    600,
    'mono',
  )
  const markX = nameX + textWidth(name, type.value, 600, 'mono') + 12
  return [
    taskMark(
      `task-${task.key}.mark`,
      task.status,
      { x: markX + (MARK_WIDTH / 2) * scale, y: y - type.body * 0.36 },
      colours,
      scale,
    ),
    text('number', { x, y }, number, {
      size: type.body,
      weight: 600,
      fill: colours.ink,
    }),
    text('name', { x: nameX, y }, name, {
      size: type.value,
      weight: 600,
      font: 'mono',
      fill: colours.ink,
    }),
    text('status', { x: markX + MARK_WIDTH * scale + MARK_GAP, y }, status, {
      size: type.body,
      weight: task.status === 'running' ? 600 : 400,
      fill: statusInk(task.status, colours),
    }),
  ]
}

/** Head line, the states of the future and of those in it that it waits for, and a sentence on where it stands. */
function tallRow(drawing: ExecutorDrawing, task: Task, top: number, height: number): Group {
  const { colours, layout } = drawing
  const { type } = layout
  const key = `task-${task.key}`
  const y = top + type.body + 3
  const x = layout.tasks.x + INSET
  const width = layout.tasks.width - INSET
  const pitch = machineHeight(drawing)
  const wordsPitch = type.small + 6
  const hasWords = layout.density !== 'projector'
  const room = top + height - y - (hasWords ? wordsPitch + 4 : 0)
  const machines = machinesOf(drawing.executor, task).slice(
    0,
    Math.max(1, Math.floor(room / pitch)),
  )
  const first = y + (layout.density === 'laptop' ? 9 : 12)
  const wordsTop = first + machines.length * pitch
  const lines = Math.floor((top + height - wordsTop) / wordsPitch)
  const style = { size: type.small, fill: colours.muted }
  return group(
    key,
    headLine(drawing, task, y),
    machines.map(({ states, present, name }, depth) =>
      machineRow(drawing, {
        key: `${key}.machine-${depth}`,
        at: { x: x + depth * INDENT, y: first + depth * pitch },
        width: width - depth * INDENT,
        states,
        present,
        isRunning: task.status === 'running',
        ...(depth > 0 && { name }),
      }),
    ),
    hasWords &&
      standingLines(drawing, task, { width, machines: machines.length, style })
        .slice(0, Math.max(1, Math.min(lines, MOST_LINES)))
        .map((line, index) =>
          prose(
            `line-${index + 1}`,
            { x, y: wordsTop + type.small + index * wordsPitch },
            line,
            style,
          ),
        ),
  )
}

const INDENT = 24
const MOST_LINES = 3

/** A row of pills with the places of their awaits below it. */
const machineHeight = ({ layout }: ExecutorDrawing): number =>
  layout.pillHeight + layout.type.small + 12

function machineRow(
  drawing: ExecutorDrawing,
  { name, ...row }: PillRow & { readonly name?: string },
): Drawn {
  const { colours, layout } = drawing
  if (name === undefined) return statePills(drawing, row)
  const size = layout.type.small
  const room = row.width - pillsWidth(drawing, row) - LABEL_GAP
  const label = [`in ${name}():`, `${name}()`].find(
    (one) => textWidth(one, size, 400, 'mono') <= room,
  )
  if (label === undefined) return statePills(drawing, row)
  const used = textWidth(label, size, 400, 'mono') + LABEL_GAP
  return [
    text(
      `${row.key}.name`,
      { x: row.at.x, y: row.at.y + layout.pillHeight / 2 + size * 0.36 },
      label,
      { size, font: 'mono', fill: colours.muted },
    ),
    statePills(drawing, {
      ...row,
      at: { x: row.at.x + used, y: row.at.y },
      width: row.width - used,
    }),
  ]
}

const LABEL_GAP = 14

function lineRow(drawing: ExecutorDrawing, task: Task, top: number): Group {
  return group(`task-${task.key}`, headLine(drawing, task, top + drawing.layout.type.body + 3))
}

function emptiness(drawing: ExecutorDrawing): Group {
  const { colours, layout } = drawing
  const { x, y, width } = layout.tasks
  const style = { size: layout.type.body, fill: colours.muted }
  return group(
    'tasks.none',
    noTasksWords(drawing.executor, width, style).map((line, index) =>
      prose(`line-${index + 1}`, { x, y: y + 34 + index * (style.size + 7) }, line, style),
    ),
  )
}
