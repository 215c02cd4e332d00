/** Makes the stations of a chain from what was seen before and after something happened. */
import type {
  ChainStation,
  ExecutorMoment,
  QueueContents,
  TaskKey,
} from '../../../shared/models/executor'
import type { Instant, Vector } from '../../../shared/units'
import { COLUMNS } from '../../../shared/code-page-437'
import { queueChanges } from './queue-changes'
import { writtenText } from './screen-text'

const KEYBOARD_LINE = 1

/** What came from the devices last. */
export interface Requests {
  readonly scanCode?: { readonly instant: Instant; readonly code: number }
  readonly lines: readonly (readonly [line: number, at: Instant])[]
}

/** The request, where it was seen, and the delivery. */
export function firstStations(
  { scanCode, lines }: Requests,
  line: number,
  vector: Vector,
  at: Instant,
): readonly ChainStation[] {
  const delivered = { kind: 'interrupt', instant: at, isExact: true, line, vector } as const
  if (line === KEYBOARD_LINE && scanCode) {
    const { instant, code } = scanCode
    return [{ kind: 'device', instant, isExact: true, line, scanCode: code }, delivered]
  }
  const request = lines.find(([requested]) => requested === line)
  return request
    ? [{ kind: 'device', instant: request[1], isExact: true, line }, delivered]
    : [delivered]
}

/** Queues as they were at an instant of which nothing else is known. */
export type Queues = Pick<ExecutorMoment, 'ready' | 'inputs'>

/**
 * What a later look shows of an instant before anything but queues changed: no task was polled or woken in between, so
 * tasks stood as they stand now.
 */
export function asOf(
  station: ChainStation,
  queues: Queues | undefined,
  later: ExecutorMoment | undefined,
): ChainStation {
  if (!queues || !later) return station
  const { instant, tasks, counts, wakers } = { ...later, instant: station.instant }
  return { ...station, moment: { instant, tasks, counts, wakers, ...queues } }
}

/** When a store into a queue's counter was seen, after some instant. */
export type PushedAt = (queue: QueueContents, after: Instant) => Instant | undefined

/** What was put into a queue of input since `from`. */
export function inputStations(
  before: Queues | undefined,
  after: ExecutorMoment | undefined,
  from: Instant,
  pushedAt: PushedAt,
): readonly ChainStation[] {
  const [found] = before && after ? queueChanges(before.inputs, after.inputs) : []
  if (!found || !after) return []
  const at = pushedAt(found.queue, from)
  return [
    {
      kind: 'input-queue',
      instant: at ?? after.instant,
      isExact: at !== undefined,
      queue: found.queue.name,
      bytes: found.added.map(({ value }) => Number(value)),
      dropped: found.dropped,
      moment: after,
    },
  ]
}

export const wakeStation = (
  task: TaskKey | undefined,
  at: Instant,
  moment: ExecutorMoment | undefined,
): ChainStation => ({
  kind: 'wake',
  instant: at,
  isExact: true,
  ...(task !== undefined && { task }),
  ...(moment && { moment }),
})

/** What the waker's function, called at `from`, did to the ready queue, where there is one that could be read. */
export function readyStations(
  before: ExecutorMoment | undefined,
  after: ExecutorMoment | undefined,
  task: TaskKey | undefined,
  from: Instant,
  pushedAt: PushedAt,
): readonly ChainStation[] {
  const ready = after?.ready
  if (!before?.ready || !ready) return []
  const wasThere = queueChanges([before.ready], [ready]).length === 0
  const at = wasThere ? undefined : pushedAt(ready, from)
  return [
    {
      kind: 'ready-queue',
      instant: at ?? after.instant,
      isExact: at !== undefined,
      queue: ready.name,
      ...(task !== undefined && { task }),
      wasThere,
      moment: after,
    },
  ]
}

export const pollStation = (
  task: TaskKey,
  at: Instant,
  moment: ExecutorMoment | undefined,
  wasUnderWay: boolean,
): ChainStation => ({
  kind: 'poll',
  instant: at,
  isExact: true,
  task,
  wasUnderWay,
  ...(moment && { moment }),
})

/** What a poll has sent to the serial port. */
export interface SerialText {
  readonly text: string
  readonly at: Instant
}

/** What was seen of the screen and the serial port during a poll. */
export interface Writing {
  readonly before: Uint8Array
  readonly after: Uint8Array
  readonly serial: SerialText | undefined
  /** When a store into a cell was seen. */
  readonly writtenAt: (cell: number) => Instant | undefined
}

/** What a poll has written: to the screen, or else to the serial port. */
export function outputStations(
  { before, after, serial, writtenAt }: Writing,
  now: Instant,
  moment: ExecutorMoment | undefined,
): readonly ChainStation[] {
  const seen = moment && { moment }
  const written = writtenText(before, after)
  if (written) {
    const { text, cell } = written
    const at = cell && writtenAt(cell.row * COLUMNS + cell.column)
    return [
      {
        kind: 'output',
        instant: at ?? now,
        isExact: at !== undefined,
        device: 'screen',
        text,
        ...(cell && { cell }),
        ...seen,
      },
    ]
  }
  if (!serial) return []
  const fact = { kind: 'output', instant: serial.at, isExact: true, device: 'serial' } as const
  return [{ ...fact, text: serial.text, ...seen }]
}
