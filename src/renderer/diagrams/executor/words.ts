/** What the drawing says in sentences: its title, which says the point, and the line below it. */
import { formatCount } from '../../../shared/format'
import type { ChainStation, Executor, ExecutorChain } from '../../../shared/models/executor'
import {
  callOf,
  hogOf,
  isBeforeRelease,
  numberOf,
  overflowingQueue,
  sleepsThoughReady,
  stationOf,
  taskCount,
  wokenBeforeSleep,
} from './facts'
import { deviceWords, stationWords } from './station-words'
import { progressOf } from './stations'
import type { Headline } from '../primitives/figure-frame'

/** A crowd is told as such. */
const CROWD = 100

/** The most telling thing that is so. */
export const headlineOf = (executor: Executor): Headline =>
  trouble(executor) ??
  (executor.chain ? chainHeadline(executor, executor.chain) : standingHeadline(executor))

function trouble(executor: Executor): Headline | undefined {
  const { now, gaps } = executor
  if (gaps.includes('no-symbols')) {
    return {
      title: 'This image names none of its functions',
      subtitle: 'Without names neither polls nor wakers can be recognised.',
    }
  }
  if (gaps.includes('no-futures')) {
    return {
      title: 'This program boxes no future',
      subtitle:
        'An executor keeps its tasks as `Box<dyn Future>`; there is no such table of methods here.',
    }
  }
  if (sleepsThoughReady(executor)) {
    return {
      title: 'The processor sleeps though a task is ready',
      subtitle: wokenBeforeSleep(executor)
        ? 'The wake came between the look at the queue and HLT, and nobody looks again before the next interrupt.'
        : `It lies in \`${now.ready?.name ?? ''}\`, and HLT was executed without a poll of it.`,
    }
  }
  const hog = hogOf(executor)
  if (hog?.lastPoll) {
    const since = formatCount(now.instant - hog.lastPoll.startedAt)
    return {
      title: 'One poll goes on and on, and all other tasks wait',
      subtitle: `Task ${numberOf(hog)}, \`${callOf(executor, hog)}\`, has not returned for ${since} instructions. Nothing takes the processor from it.`,
    }
  }
  const full = overflowingQueue(executor)
  return (
    full && {
      title: 'The input queue is full, and what comes now is lost',
      subtitle: `\`${full.name}\` holds ${full.capacity} bytes that nobody has taken; ${formatCount(full.dropped ?? 0)} more were dropped.`,
    }
  )
}

function standingHeadline(executor: Executor): Headline {
  const { now, sleep, polls } = executor
  const { counts } = now
  const total = taskCount(now)
  if (total === 0) {
    return {
      title: 'No task has been spawned yet',
      subtitle: 'An executor polls boxed futures; none of them lives here now.',
    }
  }
  if (total >= CROWD) {
    return {
      title: `${formatCount(total)} tasks share one processor`,
      subtitle: `${formatCount(counts.ready)} are ready, ${formatCount(counts.waiting)} wait to be woken, ${formatCount(counts.done)} are done.`,
    }
  }
  if (counts.spawned === total) {
    return {
      title: 'A task was made, and nothing of it has run',
      subtitle: 'Calling an async function builds a value. Its body begins with the first poll.',
    }
  }
  if (counts.done === total) return doneHeadline(total, polls.total)
  if (counts.running > 0 && polls.total > 0) {
    return {
      title: 'A poll is under way: one task runs, the others stand where they stopped',
      subtitle: 'A task has no stack of its own. What it needs later lies in its future.',
    }
  }
  if (asksWithoutWakers(executor)) {
    return {
      title: 'Every task is polled again and again, woken or not',
      subtitle: 'The wakers of this executor do nothing: it asks each task in turn.',
    }
  }
  return sleep?.isAsleep
    ? {
        title: 'Every task waits, so the processor sleeps',
        subtitle: 'No task is polled before a waker names it.',
      }
    : {
        title: 'Tasks stand at an await until somebody wakes them',
        subtitle: 'Each future keeps the point at which it stopped, and what it needs from there.',
      }
}

const doneHeadline = (total: number, polls: number): Headline =>
  total === 1 && polls === 1
    ? {
        title: 'With nothing to wait for, one poll runs a task to its end',
        subtitle: 'An await does not suspend when what it awaits is ready.',
      }
    : {
        title: 'All tasks are done',
        subtitle: `It took ${formatCount(polls)} polls.`,
      }

function chainHeadline(executor: Executor, chain: ExecutorChain): Headline {
  const { stations, end } = chain
  const [first] = stations
  const isLastButRelease = isBeforeRelease(executor)
  const begin = first ? beginOf(first, isLastButRelease) : 'an interrupt'
  const since = isLastButRelease ? ' A key release has come since.' : ''
  const output = stationOf(stations, 'output')
  if (end === 'nobody-woken') return unwokenHeadline(executor, stations)
  if (end === 'under-way') {
    const last = stations.at(-1)
    const { name = '' } = last ? stationWords(contextOf(executor), last) : {}
    return {
      title: `${capitalized(begin)} is on its way to a task`,
      subtitle: `It has come as far as station ${stations.length}, ${name}. The executor does the work later, in poll.`,
    }
  }
  return {
    title: output
      ? `From ${begin} to ${endOf(output)}`
      : `From ${begin} to a poll that writes nothing`,
    subtitle: `The interrupt handler only ${
      stationOf(stations, 'input-queue') ? 'queues a byte and wakes a task' : 'wakes a task'
    }. The executor does the work later, in poll.${since}`,
  }
}

/** Tasks wait, and all that they could leave behind to be woken by wakes nobody. */
const asksWithoutWakers = ({ now: { wakers } }: Executor): boolean =>
  wakers.some(({ holds }) => holds === 'noop') && !wakers.some(({ holds }) => holds === 'waker')

function unwokenHeadline(executor: Executor, stations: readonly ChainStation[]): Headline {
  const poll = stationOf(stations, 'poll')
  const isNoop = executor.now.wakers.some(({ holds }) => holds === 'noop')
  if (poll) {
    return {
      title: 'Nobody is woken: the next poll finds the byte by itself',
      subtitle: isNoop
        ? 'This executor asks every task again and again. Its wakers do nothing.'
        : 'The byte lay in its queue until a poll that was made for another reason.',
    }
  }
  if (!stationOf(stations, 'input-queue')) {
    return {
      title: 'The handler of the interrupt has returned, and called no waker',
      subtitle:
        'No queue was recognised: what the handler left behind, and who takes it, is not known.',
    }
  }
  return {
    title: 'The byte is queued, and nobody is woken',
    subtitle:
      'The handler found no waker to call, so the task that waits for the byte does not learn of it.',
  }
}

const contextOf = (executor: Executor) => ({ executor, progress: progressOf(executor) })

function beginOf(station: ChainStation, isLatest: boolean): string {
  if (station.kind === 'interrupt') return `an interrupt on line ${station.line}`
  if (station.kind !== 'device') return 'an interrupt'
  const { name } = deviceWords(station.line, station.scanCode)
  return isLatest ? `the latest ${name}` : `a ${name}`
}

function endOf({ device, text }: Extract<ChainStation, { kind: 'output' }>): string {
  const what = /^\S$/.test(text.trim()) ? 'a character' : 'text'
  return device === 'screen' ? `${what} on the screen` : `${what} on the serial line`
}

export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
