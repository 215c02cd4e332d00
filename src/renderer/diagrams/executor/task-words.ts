/** What is said of a task in a line: where it stands and how its last poll went; and why no task is shown. */
import { formatCount } from '../../../shared/format'
import type { Executor, Task, WakeCause } from '../../../shared/models/executor'
import { proseRuns, runsWidth, wrapProse } from '../primitives/prose'
import type { TextStyle } from '../primitives/shapes'
import { kindOf, taskOf } from './drawing'
import type { ExecutorDrawing } from './drawing'
import { machinesOf, numberOf } from './facts'

/** Where it stands and what it keeps, how it was polled, who woke it: what fits on a line each, two on one where they do. */
export function standingLines(
  drawing: ExecutorDrawing,
  task: Task,
  { width, machines, style }: StandingRoom,
): readonly string[] {
  const fits = (words: string) => runsWidth(proseRuns(words, style)) <= width
  const fitting = (ways: readonly string[]) => ways.find(fits) ?? ''
  const sentences = [
    fitting([awaitWords(drawing, task, machines)]),
    fitting(keepWays(drawing, task)),
    fitting(pollWays(drawing, task)),
    fitting([wakeWords(drawing, task)]),
  ].filter((words) => words !== '')
  return sentences.reduce<readonly string[]>((lines, sentence) => {
    const longer = `${lines.at(-1) ?? ''} · ${sentence}`
    return lines.length > 0 && fits(longer) ? [...lines.slice(0, -1), longer] : [...lines, sentence]
  }, [])
}

/** `keeps editor (128 bytes)`: what an await has to leave behind, having no stack. */
function keepWays({ executor }: ExecutorDrawing, task: Task): readonly string[] {
  const saved = machinesOf(executor, task).flatMap(({ states, present }) =>
    present === undefined ? [] : (states[present]?.saved ?? []),
  )
  if (task.status === 'done' || saved.length === 0) return []
  const what = saved.map(({ name, size }) => `\`${name}\` (${size} bytes)`).join(', ')
  return [`the task keeps ${what} for when it goes on`, `the task keeps ${what}`, `keeps ${what}`]
}

interface StandingRoom {
  readonly width: number
  /** Futures whose states are drawn; more of them may have some. */
  readonly machines: number
  readonly style: TextStyle
}

/** What the pills do not say. */
function awaitWords({ executor }: ExecutorDrawing, task: Task, machines: number): string {
  if (task.status === 'done') return 'its future is gone'
  const [first] = task.awaiting
  const state = first?.state === undefined ? undefined : kindOf(executor, task).states[first.state]
  const isRunning = task.status === 'running'
  if (state?.kind === 'start') {
    return isRunning ? 'this poll began at its start' : 'nothing of it has run'
  }
  const inner = task.awaiting.at(-1)
  if (!inner || task.awaiting.length < 2 || machines > machinesOf(executor, task).length - 1)
    return ''
  return `${isRunning ? 'went on in' : 'waits in'} \`${kindOf(executor, inner).name}\``
}

function pollWays({ progress }: ExecutorDrawing, { lastPoll, polls }: Task): readonly string[] {
  if (!lastPoll) return []
  const count = polls === 1 ? 'polled once' : `polled ${formatCount(polls)} times`
  if (lastPoll.duration === undefined) {
    const since = progress.moment.instant - lastPoll.startedAt
    return [`${count}, now for ${formatCount(since)} instructions`]
  }
  const result = lastPoll.result === 'ready' ? 'Ready' : 'Pending'
  const took = `${formatCount(lastPoll.duration)} instructions`
  const last = polls === 1 ? 'it' : 'the last one'
  return [
    `${count}; ${last} took ${took} and returned ${result}`,
    `${count}, last ${took}, ${result}`,
  ]
}

const wakeWords = (drawing: ExecutorDrawing, { lastWake }: Task): string =>
  lastWake ? `woken last by ${causeWords(drawing, lastWake.cause)}` : ''

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
