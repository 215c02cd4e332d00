/** Two sentences for each step: what happens at the station, and what it leaves behind. */
import { formatCount, formatShortHex } from '../../../shared/format'
import type { ChainStation, Executor } from '../../../shared/models/executor'
import { taskOf } from './drawing'
import { callOf, numberOf } from './facts'
import { deviceWords } from './station-words'
import { progressOf } from './stations'
import { causeWords } from './task-words'
import { headlineOf } from './words'

export interface Caption {
  readonly headline: string
  readonly detail: string
}

/** Of the state after so many steps; nothing before the first. */
export function captionOf(executor: Executor, step?: number): Caption | undefined {
  const progress = progressOf(executor, step)
  if (progress.isComplete) {
    const { title, subtitle } = headlineOf(executor)
    return { headline: `${title}.`, detail: subtitle }
  }
  const station = progress.stations.at(-1)
  return station && stationCaption({ executor, progress }, station)
}

type Context = { readonly executor: Executor; readonly progress: ReturnType<typeof progressOf> }

function stationCaption(context: Context, station: ChainStation): Caption {
  const named = (key: string | undefined): string => {
    const task = taskOf(context, key)
    return task ? `task ${numberOf(task)}, \`${callOf(context.executor, task)}\`` : 'a task'
  }
  switch (station.kind) {
    case 'device': {
      const { name } = deviceWords(station.line, station.scanCode)
      return {
        headline: `A ${name} raises IRQ${station.line}.`,
        detail:
          station.scanCode === undefined
            ? 'The line asks for the processor.'
            : `The byte \`${formatShortHex(station.scanCode)}\` lies in the 8042 until port 0x60 is read.`,
      }
    }
    case 'interrupt':
      return {
        headline: `The processor calls the handler of vector ${station.vector}.`,
        detail: 'Whatever ran before is interrupted between two instructions.',
      }
    case 'input-queue':
      return station.bytes.length === 0
        ? {
            headline: 'The queue has no room for the byte.',
            detail: `\`${station.queue}\` drops it and counts ${formatCount(station.dropped)}.`,
          }
        : {
            headline: `The handler puts \`${station.bytes.map(formatShortHex).join(' ')}\` into a queue.`,
            detail: `\`${station.queue}\` keeps it until somebody takes it.`,
          }
    case 'wake': {
      const cause = taskOf(context, station.task)?.lastWake?.cause
      return {
        headline: `The handler calls the waker of ${named(station.task)}.`,
        detail: cause
          ? `Woken by ${causeWords(context, cause)}: nothing of the task runs yet.`
          : 'Nothing of the task runs yet.',
      }
    }
    case 'ready-queue': {
      const task = taskOf(context, station.task)
      const number = task ? numberOf(task) : ''
      return station.wasThere
        ? {
            headline: `${number} is in the ready queue already.`,
            detail: 'A task that was woken twice is polled once.',
          }
        : {
            headline: `The waker puts ${number} into the ready queue.`,
            detail: `\`${station.queue}\` now says whom to poll; the handler is done.`,
          }
    }
    case 'poll':
      return {
        headline: `The executor polls ${named(station.task)}.`,
        detail: station.wasUnderWay
          ? 'The poll was under way when the interrupt came, and goes on.'
          : 'It goes on from its last await, on the stack of the executor.',
      }
    case 'output':
      return {
        headline:
          station.device === 'screen'
            ? 'The task writes to the screen.'
            : 'The task writes to the serial port.',
        detail: station.isExact
          ? 'Here the byte has become something that a person sees.'
          : 'It happened some time during the poll.',
      }
  }
}
