/** What can be said of one box of the drawing when somebody points at it, and where it leads. */
import { formatCount, formatHex } from '../../../shared/format'
import type { Executor, MachineState, QueueContents, Task } from '../../../shared/models/executor'
import { linearBytes, type DiagramDetail } from '../detail'
import { kindOf } from './drawing'
import { callOf, numberOf, placeOf } from './facts'
import { arrivalOf, progressOf, slotsOf } from './stations'

export function detailOf(executor: Executor, key: string): DiagramDetail | undefined {
  if (key.startsWith('task-')) return taskDetail(executor, key)
  if (key === 'ready' || key.startsWith('ready.')) return queueDetail(executor.now.ready)
  if (key === 'input' || key.startsWith('input.')) return queueDetail(executor.now.inputs[0])
  const slot = slotsOf(executor, progressOf(executor)).find(({ kind }) => key === `chain.${kind}`)
  const instant = slot && arrivalOf(slot)?.instant
  if (instant === undefined) return undefined
  return {
    words: `At instruction ${formatCount(instant)}.`,
    moment: { what: 'that', instant },
  }
}

function taskDetail(executor: Executor, key: string): DiagramDetail | undefined {
  const task = executor.now.tasks.find((one) => key.startsWith(`task-${one.key}`))
  if (!task) return undefined
  const { type, size, states } = kindOf(executor, task)
  const index = /\.state-(\d+)$/.exec(key)?.[1]
  const state = index === undefined ? undefined : states[Number(index)]
  if (state)
    return {
      words: stateWords(state),
      bytes: linearBytes(task.future, size ?? 8),
      ...(state.source && { source: state.source }),
    }
  return {
    words: `Task ${numberOf(task)}, \`${callOf(executor, task)}\`: a future of \`${type}\`${sizeWords(size)} at \`${formatHex(task.future)}\`.${pollWords(task)}`,
    bytes: linearBytes(task.future, size ?? 8),
    translate: task.future,
    ...(task.lastPoll && { moment: { what: 'its last poll', instant: task.lastPoll.startedAt } }),
  }
}

const sizeWords = (size: number | undefined) => (size === undefined ? '' : `, ${size} bytes`)

const pollWords = ({ lastPoll }: Task): string =>
  lastPoll ? ` Last polled at instruction ${formatCount(lastPoll.startedAt)}.` : ''

function stateWords(state: MachineState): string {
  const place = placeOf(state)
  const saved = state.saved.map(({ name, size }) => `\`${name}\` (${size} bytes)`)
  const kept = saved.length > 0 ? ` It keeps ${saved.join(', ')}.` : ' It keeps nothing.'
  const what = state.awaits === undefined ? `\`${state.name}\`` : `awaits \`${state.awaits}\``
  return `${state.name}: ${what}${place === undefined ? '' : ` at \`${place}\``}.${state.kind === 'await' ? kept : ''}`
}

const queueDetail = (queue: QueueContents | undefined): DiagramDetail | undefined =>
  queue && {
    words: `\`${queue.name}\` at \`${formatHex(queue.address)}\`: ${formatCount(queue.length)} of ${formatCount(queue.capacity)}.`,
    bytes: linearBytes(queue.address, 8),
    translate: queue.address,
  }
