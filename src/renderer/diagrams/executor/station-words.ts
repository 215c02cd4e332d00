/** What stands at each station of the chain, and what is said of it. */
import type { ChainStation, StationKind } from '../../../shared/models/executor'
import { formatShortHex } from '../../../shared/format'
import { isRelease } from '../../../shared/scan-codes'
import { taskOf } from './drawing'
import type { ExecutorDrawing } from './drawing'
import { numberOf } from './facts'

export interface StationWords {
  readonly name: string
  /** A few words of the machine, monospaced. */
  readonly detail: string
  /** The same where there is no room for all. */
  readonly short?: string
}

/** What stands behind the lines of the interrupt controllers of a PC. */
const DEVICES: Readonly<Record<number, readonly [event: string, chip: string]>> = {
  0: ['timer tick', '8254'],
  1: ['keyboard', '8042'],
  3: ['serial byte', '16550'],
  4: ['serial byte', '16550'],
  8: ['clock', 'MC146818'],
  12: ['mouse', '8042'],
}

export function deviceWords(line: number, scanCode: number | undefined): StationWords {
  const [event, chip] = DEVICES[line] ?? ['device', `IRQ${line} pin`]
  if (scanCode === undefined) return { name: event, detail: chip }
  return {
    name: isRelease(scanCode) ? 'key release' : 'key press',
    detail: `scan code ${formatShortHex(scanCode)}`,
    short: `code ${formatShortHex(scanCode)}`,
  }
}

const taskWords = (drawing: TaskContext, key: string | undefined): string => {
  const task = taskOf(drawing, key)
  return task ? `task ${numberOf(task)}` : 'a task'
}

type TaskContext = Pick<ExecutorDrawing, 'executor' | 'progress'>

export function stationWords(drawing: TaskContext, station: ChainStation): StationWords {
  switch (station.kind) {
    case 'device':
      return deviceWords(station.line, station.scanCode)
    case 'interrupt':
      return { name: `IRQ${station.line}`, detail: `vector ${station.vector}` }
    case 'input-queue': {
      const bytes = station.bytes.map(formatShortHex).join(' ')
      const isFull = station.bytes.length === 0 && station.dropped > 0
      return {
        name: KIND_NAMES[station.kind],
        detail: isFull ? 'full: dropped' : `${station.queue} ${bytes}`,
        short: `byte ${bytes}`,
      }
    }
    case 'wake': {
      const task = taskWords(drawing, station.task)
      return { name: 'wake', detail: `waker of ${task}`, short: task }
    }
    case 'ready-queue': {
      const task = taskOf(drawing, station.task)
      const words = taskWords(drawing, station.task)
      const name = KIND_NAMES[station.kind]
      if (!station.wasThere) return { name, detail: `${station.queue} ${words}`, short: words }
      const short = task ? `${numberOf(task)} was there` : 'was there'
      return { name, detail: `${words} was there`, short }
    }
    case 'poll':
      return {
        name: station.wasUnderWay ? 'poll goes on' : 'poll',
        detail: taskWords(drawing, station.task),
      }
    case 'output':
      return outputWords(station)
  }
}

function outputWords({
  device,
  text,
  cell,
}: Extract<ChainStation, { kind: 'output' }>): StationWords {
  const shown = text.replace(/[^\x20-\x7e]+/g, ' ').trim()
  const quoted = shown === '' ? '' : `'${shown}'`
  if (device === 'serial') return { name: 'serial port', detail: quoted || 'bytes' }
  if (!cell) return { name: 'screen', detail: 'scrolled' }
  return {
    name: 'screen',
    detail: quoted === '' ? 'shows a blank' : `shows ${quoted}`,
    short: quoted || 'a blank',
  }
}

/** Of what did not come, and of what came instead. */
export const ABSENT_WORDS: Partial<Record<StationKind, StationWords>> = {
  wake: { name: 'nobody woken', detail: 'no waker called' },
  poll: { name: 'HLT', detail: 'asleep, no poll', short: 'no poll' },
}

/** Of a station that was not reached. */
export const KIND_NAMES: Readonly<Record<StationKind, string>> = {
  device: 'device',
  interrupt: 'interrupt',
  'input-queue': 'input queue',
  wake: 'wake',
  'ready-queue': 'ready queue',
  poll: 'poll',
  output: 'screen',
}
