/** The text twin of the diagram: the same facts for those who hear instead of see. */
import { formatCount, formatHex, formatShortHex } from '../../../shared/format'
import type { Executor, ExecutorGap, QueueContents, Task } from '../../../shared/models/executor'
import { TASK_STATUSES } from '../../../shared/models/executor'
import type { DiagramText, DiagramTextRow } from '../diagram'
import { plainText } from '../primitives/prose'
import { functionName } from '../symbol-words'
import { kindOf } from './drawing'
import {
  callOf,
  inNumericalOrder,
  isNamed,
  numberOf,
  placeOf,
  presentState,
  taskCount,
} from './facts'
import { sleepWords } from './sleep-note'
import { stationWords } from './station-words'
import { progressOf, slotsOf } from './stations'
import { STATUS_WORDS } from './task-marks'
import { headlineOf } from './words'

export function executorText(executor: Executor): DiagramText {
  const { title, subtitle } = headlineOf(executor)
  return {
    title,
    summary: [
      `${title}.`,
      plainText(subtitle),
      chainSentence(executor),
      countsSentence(executor),
      sleepSentence(executor),
      ...executor.gaps.map((gap) => GAP_WORDS[gap]),
      `Instruction ${formatCount(executor.now.instant)}.`,
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    rows: rowsOf(executor),
  }
}

/** What is missing, and what would help. */
export const GAP_WORDS: Readonly<Record<ExecutorGap, string>> = {
  'no-symbols':
    'The image has no symbol table: open the ELF file as cargo leaves it, before strip.',
  'no-futures': 'No table of methods of a boxed future was found.',
  'no-wakers': 'No table of waker functions was found, so wakes cannot be told.',
  'no-types':
    'The image has no types: states, queues and numbers of tasks need debug = true in its profile.',
  'no-task-numbers':
    'No number of the program’s own was found beside its tasks: they are counted in the order of their first polls.',
  'no-ready-queue': 'No ready queue was recognised.',
  'no-input-queue': 'No queue of input was recognised.',
}

function chainSentence(executor: Executor): string {
  const { chain } = executor
  const [first] = chain?.stations ?? []
  if (!chain || !first) return isNamed(executor) ? 'No interrupt has woken a task yet.' : ''
  const context = { executor, progress: progressOf(executor) }
  const way = chain.stations.map((station) => {
    const { name, detail } = stationWords(context, station)
    const after = formatCount(station.instant - first.instant)
    return `${name} (${detail}) ${station.isExact ? 'after' : 'by'} ${after}`
  })
  const handler =
    chain.handlerDuration === undefined
      ? ''
      : ` The handler took ${formatCount(chain.handlerDuration)} instructions.`
  const nobody = chain.end === 'nobody-woken' ? ' The handler called no waker.' : ''
  const asleep = slotsOf(executor, context.progress).flatMap(({ insteadAt }) =>
    insteadAt === undefined
      ? []
      : ` HLT came after ${formatCount(insteadAt - first.instant)}, and no poll.`,
  )
  return `The way, in instructions since the request: ${way.join(', ')}.${nobody}${asleep.join('')}${handler}`
}

function countsSentence(executor: Executor): string {
  const { now } = executor
  const total = taskCount(now)
  if (total === 0) return isNamed(executor) ? 'There is no task.' : ''
  const parts = TASK_STATUSES.filter((status) => now.counts[status] > 0).map(
    (status) => `${formatCount(now.counts[status])} ${STATUS_WORDS[status]}`,
  )
  return `Of ${formatCount(total)} ${total === 1 ? 'task' : 'tasks'}: ${parts.join(', ')}.`
}

function sleepSentence(executor: Executor): string {
  const words = sleepWords(executor)
  return words ? `${words.headline}. ${words.detail}` : ''
}

/** More than these are told by their number. */
const MOST_TASKS = 100

function rowsOf(executor: Executor): readonly DiagramTextRow[] {
  const { now, chain } = executor
  const context = { executor, progress: progressOf(executor) }
  const [first] = chain?.stations ?? []
  return [
    ...(chain?.stations ?? []).map((station, index): DiagramTextRow => {
      const { name, detail } = stationWords(context, station)
      const since = first ? station.instant - first.instant : 0
      return {
        name: `${index + 1} ${name}`,
        value: detail,
        remark: `${station.isExact ? '' : 'at most '}+${formatCount(since)} instructions`,
      }
    }),
    ...inNumericalOrder(now.tasks)
      .slice(0, MOST_TASKS)
      .map((task) => taskRow(executor, task)),
    ...(now.ready ? [queueRow('ready queue', now.ready, executor)] : []),
    ...now.inputs.map((queue) => queueRow('input queue', queue, executor)),
    ...now.wakers.map(({ place, localOf, holds, task }): DiagramTextRow => {
      const owner = now.tasks.find(({ key }) => key === task)
      const whom = { nothing: 'empty', noop: 'wakes nobody', waker: 'a waker' }[holds]
      const where = localOf === undefined ? '' : `, a local variable of ${functionName(localOf)}()`
      return {
        name: 'waker',
        value: place,
        remark: `${owner ? `task ${numberOf(owner)}` : whom}${where}`,
      }
    }),
  ]
}

function taskRow(executor: Executor, task: Task): DiagramTextRow {
  const present = presentState(executor, task)
  const state = present === undefined ? undefined : kindOf(executor, task).states[present]
  const where = state ? (placeOf(state) ?? state.name) : ''
  const saved = state?.saved.map(({ name }) => name).join(', ')
  return {
    name: `task ${numberOf(task)}`,
    value: callOf(executor, task),
    remark: [
      STATUS_WORDS[task.status],
      where && `at ${where}`,
      saved ? `keeps ${saved}` : '',
      `${formatCount(task.polls)} polls`,
      `${formatCount(task.wakes)} wakes`,
      `future at ${formatHex(task.future)}`,
    ]
      .filter(Boolean)
      .join(', '),
  }
}

function queueRow(name: string, queue: QueueContents, { now }: Executor): DiagramTextRow {
  const items = queue.items.map(({ value, task: key }) => {
    const task = now.tasks.find((one) => one.key === key)
    if (task) return numberOf(task)
    return queue.role === 'input' ? formatShortHex(value) : value.toString()
  })
  const dropped = queue.dropped ? `, ${formatCount(queue.dropped)} dropped` : ''
  return {
    name,
    value: queue.name,
    remark: `${formatCount(queue.length)} of ${formatCount(queue.capacity)}${dropped}${
      items.length > 0 ? `: ${items.join(' ')}` : ''
    }`,
  }
}
