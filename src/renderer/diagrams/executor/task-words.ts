/** What is said of a task in a line: where it stands and how its last poll went; and why no task is shown. */
import { formatCount } from '../../../shared/format'
import type { Executor, Task, WakeCause } from '../../../shared/models/executor'
import { proseRuns, runsWidth, wrapProse } from '../primitives/prose'
import type { TextStyle } from '../primitives/shapes'
import { kindOf, taskOf } from './drawing'
import type { ExecutorDrawing } from './drawing'
import { machinesOf, numberOf } from './facts'

/** As many of the sentences as fit on each line: where it stands and what it keeps, then how it was polled and woken. */
export function standingLines(
  drawing: ExecutorDrawing,
  task: Task,
  width: number,
  style: TextStyle,
): readonly string[] {
  const first = joined([awaitWords(drawing, task), keepWords(drawing, task)], width, style)
  const second = joined([pollWords(drawing, task), wakeWords(drawing, task)], width, style)
  return [first, second].filter((line) => line !== '')
}

function joined(sentences: readonly string[], width: number, style: TextStyle): string {
  let words = ''
  for (const sentence of sentences) {
    if (sentence === '') continue
    const longer = words === '' ? sentence : `${words} · ${sentence}`
    if (runsWidth(proseRuns(longer, style)) <= width) words = longer
  }
  return words
}

/** `keeps editor (128 bytes)`: what an await has to leave behind, having no stack. */
function keepWords({ executor }: ExecutorDrawing, task: Task): string {
  const saved = machinesOf(executor, task).flatMap(({ states, present }) =>
    present === undefined ? [] : (states[present]?.saved ?? []),
  )
  if (task.status === 'done' || saved.length === 0) return ''
  return `keeps ${saved.map(({ name, size }) => `\`${name}\` (${size} bytes)`).join(', ')}`
}

/** `waits in PollFn, within next_byte`. */
function awaitWords({ executor }: ExecutorDrawing, task: Task): string {
  if (task.status === 'done') return 'its future is gone'
  const names = task.awaiting.map((point) => kindOf(executor, point).name)
  const inner = names.at(-1)
  const [first] = task.awaiting
  const state = first?.state === undefined ? undefined : kindOf(executor, task).states[first.state]
  if (state?.kind === 'start') {
    return task.status === 'running' ? 'this poll began at its start' : 'nothing of it has run'
  }
  if (names.length < 2 || inner === undefined) return ''
  return `${task.status === 'running' ? 'went on in' : 'waits in'} \`${inner}\``
}

function pollWords({ progress }: ExecutorDrawing, { lastPoll, polls }: Task): string {
  if (!lastPoll) return ''
  const count = polls === 1 ? 'polled once' : `polled ${formatCount(polls)} times`
  if (lastPoll.duration === undefined) {
    const since = progress.moment.instant - lastPoll.startedAt
    return `${count}, now for ${formatCount(since)} instructions`
  }
  const result = lastPoll.result === 'ready' ? 'Ready' : 'Pending'
  return `${count}, last ${formatCount(lastPoll.duration)} instructions, ${result}`
}

const wakeWords = (drawing: ExecutorDrawing, { lastWake }: Task): string =>
  lastWake ? `woken by ${causeWords(drawing, lastWake.cause)}` : ''

export function causeWords(
  drawing: Pick<ExecutorDrawing, 'executor' | 'progress'>,
  cause: WakeCause,
): string {
  switch (cause.kind) {
    case 'interrupt':
      return cause.line === undefined ? `vector ${cause.vector}` : `IRQ${cause.line}`
    case 'task': {
      const task = taskOf(drawing, cause.task)
      return task ? `task ${numberOf(task)}` : 'a task'
    }
    case 'program':
      return 'the program itself'
  }
}

/** Nothing was spawned, or nothing of it can be seen: then what would help. */
export function noTasksWords(
  { gaps }: Executor,
  width: number,
  style: TextStyle,
): readonly string[] {
  const sentences = gaps.includes('no-symbols')
    ? [
        'This image names none of its functions, so no poll and no waker can be recognised.',
        'Open the ELF file as `cargo build` leaves it, before `strip`.',
      ]
    : gaps.includes('no-futures')
      ? [
          'No boxed future was found in this program.',
          'Tasks are recognised by the tables of methods of `Box<dyn Future>`.',
        ]
      : ['No task has been spawned.']
  return sentences.flatMap((sentence) => wrapProse(sentence, width, style))
}
