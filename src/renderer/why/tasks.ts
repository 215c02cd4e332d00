/** Why a task is not polled, why bytes for it are lost, and why an executor never rests. */
import { formatCount } from '../../shared/format'
import type { Executor, QueueContents, Task, WakerPlace } from '../../shared/models/executor'
import type { Situation } from '../../shared/models/situation'
import {
  callOf,
  hogOf,
  numberOf,
  overflowingQueue,
  wokenBeforeSleep,
} from '../diagrams/executor/facts'
import { link, say, type Piece } from './explanation'
import type { Answer } from './question'

const MANUAL = 'The Rust standard library, "core::task::Waker"'
const DIAGRAM = { kind: 'diagram', topic: 'executor' } as const

const taskWords = (executor: Executor, task: Task): Piece =>
  link(`task ${numberOf(task)}, \`${callOf(executor, task)}\``, DIAGRAM)

export function tasks({ executor }: Situation): readonly Answer[] {
  return [
    ...asleepThoughReady(executor),
    ...hog(executor),
    ...missedWake(executor),
    ...full(executor),
    ...busy(executor),
  ]
}

/** The wake came between the look at the queue and HLT. */
function asleepThoughReady(executor: Executor): readonly Answer[] {
  const { now } = executor
  const task = wokenBeforeSleep(executor)
  if (!task?.lastWake || !now.ready) return []
  return [
    {
      question: `Why is task ${numberOf(task)} not polled, though it is ready?`,
      paragraph: [
        say`The ready queue \`${now.ready.name}\` holds ${taskWords(executor, task)}, and the processor sleeps in HLT.`,
        say`The wake came ${formatCount(now.instant - task.lastWake.instant)} instants ago, after the executor had found the queue empty and before HLT began.`,
        say`HLT waits for the next interrupt, and only then is the queue looked at again.`,
      ],
      cure: say`The look at the queue with RFLAGS.IF = 0, then STI and HLT as one pair: the shadow of STI lets nothing in between.`,
      manual: 'SDM Vol. 2B, "STI—Set Interrupt Flag"',
    },
  ]
}

/** A poll that does not return keeps the processor. */
function hog(executor: Executor): readonly Answer[] {
  const { now, sleep } = executor
  const task = hogOf(executor)
  const others = now.counts.ready + now.counts.spawned + now.counts.waiting
  // A poll that sleeps in HLT has not taken the processor from anybody.
  if (!task?.lastPoll || others === 0 || sleep?.isAsleep) return []
  const ran = formatCount(now.instant - task.lastPoll.startedAt)
  return [
    {
      question: 'Why are the other tasks not polled?',
      paragraph: [
        say`The poll of ${taskWords(executor, task)} has not returned for ${ran} instants.`,
        say`Tasks are cooperative: an executor gets the processor back only when poll returns. Interrupts are served meanwhile, and their wakes wait in the queue.`,
        say`${others} other ${others === 1 ? 'task waits' : 'tasks wait'}.`,
      ],
      cure: say`An \`await\` inside the loop that lets the task return Pending now and then.`,
      manual: 'The Rust standard library, "core::future::Future"',
    },
  ]
}

/** A byte lies in a queue, everybody sleeps, and nobody was woken for it. */
function missedWake(executor: Executor): readonly Answer[] {
  const { now, sleep } = executor
  const queue = now.inputs.find(({ length, dropped = 0 }) => length > 0 && dropped === 0)
  const task = now.tasks.find(({ status }) => status === 'waiting')
  const isQuiet = (sleep?.isAsleep ?? false) && (now.ready?.length ?? 0) === 0
  if (!queue || !task || !isQuiet) return []
  const place = now.wakers.find(
    (waker) =>
      waker.holds === 'waker' && waker.task === task.key && !isExecutorsOwn(executor, waker),
  )
  return [
    {
      question: `Why is task ${numberOf(task)} not polled, though a byte is there?`,
      paragraph: [
        say`${link(`\`${queue.name}\``, DIAGRAM)} holds ${bytesWords(queue)}, ${taskWords(executor, task)} waits, and nobody has called its waker since its last poll began.`,
        place
          ? say`Its waker lies in \`${place.place}\` now. The handler that queued the byte found none there to call: the task put it there after it had looked at the empty queue, and the byte came in between.`
          : say`It has no waker registered: whoever queued the byte had none to call, and no later byte wakes it either.`,
      ],
      cure: say`Registering the waker first, and looking at the queue once more before poll returns Pending.`,
      manual: MANUAL,
    },
  ]
}

/** No handler looks there: a local variable of whoever runs the executor, or the static in which its queue lies as well. */
const isExecutorsOwn = ({ now: { ready } }: Executor, { place, localOf }: WakerPlace): boolean =>
  localOf !== undefined || (ready !== undefined && variableOf(place) === variableOf(ready.name))

/** `executor.waker_cache[1]` lies in `executor`. */
const variableOf = (place: string): string => place.split(/[.[]/)[0] ?? place

const bytesWords = ({ length }: QueueContents) => (length === 1 ? '1 byte' : `${length} bytes`)

function full(executor: Executor): readonly Answer[] {
  const queue = overflowingQueue(executor)
  if (!queue) return []
  return [
    {
      question: `Why are bytes lost at \`${queue.name}\`?`,
      paragraph: [
        say`${link(`\`${queue.name}\``, DIAGRAM)} has room for ${queue.capacity} bytes and holds ${queue.length}, so ${formatCount(queue.dropped ?? 0)} that came later were dropped.`,
        say`Handlers fill it, and only a poll of the task that reads it makes room; none has taken a byte since it became full.`,
      ],
      cure: say`A task that reads it and is polled, or a larger queue for bursts.`,
      manual: MANUAL,
    },
  ]
}

/** From so many polls that changed nothing on. */
const MANY_POLLS = 1000

/** Wakers that do nothing: every task is polled again and again. */
function busy(executor: Executor): readonly Answer[] {
  const { now, polls, sleep, wakes } = executor
  const isIdle = sleep?.isAsleep ?? false
  const isNoop = now.wakers.some(({ holds }) => holds === 'noop')
  if (isIdle || !isNoop || wakes > 0 || polls.pending < MANY_POLLS) return []
  return [
    {
      question: 'Why does the executor never rest?',
      paragraph: [
        say`It made ${formatCount(polls.total)} ${link('polls', DIAGRAM)}, and ${formatCount(polls.pending)} of them returned Pending: nothing had changed.`,
        say`The waker that it hands to its tasks does nothing, so no event can name a task, and the executor has to ask all of them again and again.`,
      ],
      cure: say`A waker that puts its task into a ready queue, and HLT while that queue is empty.`,
      manual: MANUAL,
    },
  ]
}
