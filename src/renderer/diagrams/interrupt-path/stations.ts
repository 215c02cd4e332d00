/**
 * The stations of a request: the steps in which the diagram tells its way. The last one passed is where the machine is
 * *now*, and with it come the registers as they were right after it.
 */
import type { PicRegisters } from '../../../shared/events'
import { CASCADE_LINE, isSlaveLine } from '../../../shared/interrupt-lines'
import type {
  InterruptPath,
  InterruptStanding,
  PathEnd,
  PathMoment,
  RequestWait,
} from '../../../shared/models/interrupt-path'

export type Station =
  | { readonly kind: 'request' | 'cascade' | 'intr' | 'inta' | 'gate' | 'handler' | 'return' }
  | { readonly kind: 'wait'; readonly wait: RequestWait }
  | { readonly kind: 'eoi'; readonly end: PathEnd }

export type StationKind = Station['kind']

/** More sets of reasons than these are not told one by one. */
const MOST_WAITS = 3

/** What a request waits for, as far as it is told: for one that still waits the last is how things stand. */
export function waitsOf(path: InterruptPath, standing: InterruptStanding): readonly RequestWait[] {
  const told = withoutRepeats(path.waits)
  const now = standing.waiting.find(({ sequence }) => sequence === path.sequence)
  if (!now || now.reasons.length === 0) return told.slice(0, MOST_WAITS)
  const { reasons, outrankedBy } = now
  const present = { ...standing, reasons, ...(outrankedBy !== undefined && { outrankedBy }) }
  const before = told.filter((wait) => wait.reasons[0] !== reasons[0])
  return [...before.slice(0, MOST_WAITS - 1), present]
}

/** Behind the same first reason others come and go, and change nothing. */
const withoutRepeats = (waits: readonly RequestWait[]): readonly RequestWait[] =>
  waits.filter(({ reasons }, index) => reasons[0] !== waits[index - 1]?.reasons[0])

/** The slave has asked the master: INTA went through its input, or the master's IRR says so. */
const didCascade = ({ line, acknowledged, waits }: InterruptPath): boolean =>
  isSlaveLine(line) &&
  (acknowledged !== undefined ||
    waits.some(({ master }) => (master.irr & (1 << CASCADE_LINE)) !== 0))

export function stationsOf(
  path: InterruptPath | undefined,
  standing: InterruptStanding,
): readonly Station[] {
  if (!path) return []
  const { requested, acknowledged, delivery, ends, returned } = path
  const after: readonly (readonly [number, Station])[] = [
    ...ends.map((end) => [end.instant, { kind: 'eoi', end }] as const),
    ...(returned ? [[returned.instant, { kind: 'return' }] as const] : []),
  ]
  return [
    ...(requested ? [{ kind: 'request' } as const] : []),
    ...(didCascade(path) ? [{ kind: 'cascade' } as const] : []),
    ...waitsOf(path, standing).map((wait) => ({ kind: 'wait', wait }) as const),
    ...(acknowledged ? [{ kind: 'intr' } as const, { kind: 'inta' } as const] : []),
    ...(delivery ? [{ kind: 'gate' } as const, { kind: 'handler' } as const] : []),
    ...[...after].sort(([a], [b]) => a - b).map(([, station]) => station),
  ]
}

/** Both controllers. */
export interface Chips {
  readonly master: PicRegisters
  readonly slave: PicRegisters
}

export interface Progress {
  readonly stations: readonly Station[]
  readonly passed: number
  readonly now: Station | undefined
  readonly isComplete: boolean
  readonly has: (kind: StationKind) => boolean
  readonly chips: Chips
  /** When the last station was passed. */
  readonly instant: number
}

export function progressOf(
  path: InterruptPath | undefined,
  standing: InterruptStanding,
  step?: number,
): Progress {
  const stations = stationsOf(path, standing)
  const passed = Math.max(0, Math.min(step ?? stations.length, stations.length))
  const behind = stations.slice(0, passed)
  return {
    stations,
    passed,
    now: behind.at(-1),
    isComplete: passed === stations.length,
    has: (kind) => behind.some((station) => station.kind === kind),
    chips: path ? chipsAfter(path, behind) : standing,
    instant: path ? instantAfter(path, behind) : standing.instant,
  }
}

/** The moment that a station left behind; some leave none of their own. */
function momentOf(path: InterruptPath, station: Station): PathMoment | undefined {
  switch (station.kind) {
    case 'request':
      return path.requested
    case 'wait':
      return station.wait
    case 'inta':
      return path.acknowledged
    case 'eoi':
      return station.end
    default:
      return undefined
  }
}

function chipsAfter(path: InterruptPath, behind: readonly Station[]): Chips {
  const moments = behind.flatMap((station) => momentOf(path, station) ?? [])
  const last = moments.at(-1)
  if (!last) return before(path)
  const isAsked = behind.some(({ kind }) => kind === 'cascade')
  const isTaken = behind.some(({ kind }) => kind === 'inta')
  // The slave's INT output rises with its request; the event of the request was told just before.
  return isAsked && !isTaken ? { ...last, master: withRequest(last.master, CASCADE_LINE) } : last
}

/** Before the line rose, or before INTA where nothing had risen. */
function before({ requested, acknowledged, line }: InterruptPath): Chips {
  if (!requested) return acknowledged ? takenBack(acknowledged, line) : NOTHING
  const bit = 1 << (line & 7)
  const without = (chip: PicRegisters) => ({
    ...chip,
    irr: chip.irr & ~bit,
    lines: chip.lines & ~bit,
  })
  return isSlaveLine(line)
    ? { master: requested.master, slave: without(requested.slave) }
    : { master: without(requested.master), slave: requested.slave }
}

const withRequest = (chip: PicRegisters, input: number): PicRegisters => ({
  ...chip,
  irr: chip.irr | (1 << input),
})

/** A spurious interrupt of the slave is a real one for the master. */
const takenBack = ({ master, slave }: PathMoment, line: number): Chips => ({
  master: isSlaveLine(line) ? { ...master, isr: master.isr & ~(1 << CASCADE_LINE) } : master,
  slave,
})

const EMPTY: PicRegisters = {
  irr: 0,
  imr: 0,
  isr: 0,
  base: 0,
  isAutomaticEoi: false,
  lines: 0,
  levelTriggered: 0,
  lowestPriority: 7,
}
const NOTHING: Chips = { master: EMPTY, slave: EMPTY }

function instantAfter(path: InterruptPath, behind: readonly Station[]): number {
  const { requested, acknowledged, delivery, returned } = path
  const first = requested?.instant ?? acknowledged?.instant ?? 0
  return behind.reduce<number>((instant, station) => {
    switch (station.kind) {
      case 'wait':
        return Math.max(instant, station.wait.instant)
      case 'intr':
      case 'inta':
        return acknowledged?.instant ?? instant
      case 'gate':
      case 'handler':
        return delivery?.instant ?? instant
      case 'eoi':
        return station.end.instant
      case 'return':
        return returned?.instant ?? instant
      default:
        return instant
    }
  }, first)
}
