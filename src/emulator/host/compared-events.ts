/** What happened on two branches, row beside row: from their fork on, with what is the same in both in one row. */
import type { ComparedEvent, ComparedEvents } from '../../shared/models/comparison'
import type { Lane } from '../../shared/models/timeline'
import { instant, type Instant } from '../../shared/units'
import { alignEvents, type Pair } from '../timeline/align-events'
import type { LoadedMachine } from './loaded-machine'

/** Bytes on the serial line are told as lines, page walks and port accesses not at all: there are thousands. */
const TOLD: readonly Lane[] = ['faults', 'interrupts', 'inputs', 'halts']
/** So many of a lane from the fork on. */
const MOST = 1500
const ROWS_AROUND = 60
const LONGEST_LINE = 60

export interface ComparedBranches {
  readonly left: number
  readonly right: number
  readonly forkedAt: Instant
  /** Where the branch on screen stands. */
  readonly now: Instant
}

function eventsOf(
  loaded: LoadedMachine,
  branch: number,
  from: Instant,
  end: Instant,
): ComparedEvent[] {
  const lanes = loaded.recordOf(branch)?.lanes
  if (!lanes) return []
  const events = TOLD.flatMap((lane) =>
    lanes
      .things(lane, from, end, MOST)
      .map(({ from: at, label }): ComparedEvent => ({ lane, instant: at, label: label ?? lane })),
  )
  return [...events, ...serialLines(lanes.things('serial', from, end, 20 * MOST))].sort(
    (a, b) => a.instant - b.instant,
  )
}

/** What was printed, a line at a time: each is an event at its first byte. */
function serialLines(
  bytes: readonly { readonly from: Instant; readonly label?: string }[],
): ComparedEvent[] {
  const lines: ComparedEvent[] = []
  let line: { instant: Instant; label: string } | undefined
  const end = () => {
    if (line) lines.push({ lane: 'serial', instant: line.instant, label: `"${line.label}"` })
    line = undefined
  }
  for (const { from, label = '?' } of bytes) {
    const character = characterOf(label)
    if (character === '\n') end()
    else if (character !== '\r') {
      line ??= { instant: from, label: '' }
      line.label += character
      if (line.label.length >= LONGEST_LINE) end()
    }
  }
  end()
  return lines
}

/** The lane labels a byte `'A'` or `0x0a`. */
function characterOf(label: string): string {
  if (label.startsWith("'")) return label.charAt(1)
  const code = Number(label)
  return code === 10 || code === 13 || code === 32 ? String.fromCharCode(code) : '.'
}

const nameOf = ({ lane, label }: ComparedEvent) => `${lane} ${label}`

interface Aligned {
  readonly mine: readonly ComparedEvent[]
  readonly theirs: readonly ComparedEvent[]
  readonly pairs: readonly Pair[]
}

function align(loaded: LoadedMachine, left: number, right: number, from: Instant): Aligned {
  // Where only one of them has been, nothing can be the same.
  const ends = loaded.timeline.branches().filter(({ id }) => id === left || id === right)
  const end = instant(Math.min(...ends.map((branch) => branch.end)) - 1)
  const mine = eventsOf(loaded, left, from, end)
  const theirs = eventsOf(loaded, right, from, end)
  return { mine, theirs, pairs: alignEvents(mine.map(nameOf), theirs.map(nameOf)) }
}

export function compareEvents(
  loaded: LoadedMachine,
  { left, right, forkedAt, now }: ComparedBranches,
): {
  readonly events: readonly ComparedEvents[]
  readonly nextEvent: number
  readonly firstDifference?: number
} {
  const { mine, theirs, pairs } = align(loaded, left, right, forkedAt)
  const rows = pairs.map(([a, b]): ComparedEvents => {
    const [one, other] = [a === undefined ? a : mine[a], b === undefined ? b : theirs[b]]
    return { ...(one && { left: one }), ...(other && { right: other }) }
  })
  const isOnLeft = loaded.timeline.present() === left
  const isAhead = (row: ComparedEvents) => ((isOnLeft ? row.left : row.right)?.instant ?? -1) >= now
  const next = rows.findIndex(isAhead)
  const nextEvent = next < 0 ? rows.length : next
  const start = Math.max(0, Math.min(nextEvent - ROWS_AROUND, rows.length - 2 * ROWS_AROUND))
  const first = rows.findIndex((row) => !row.left || !row.right)
  return {
    events: rows.slice(start, start + 2 * ROWS_AROUND),
    nextEvent: nextEvent - start,
    ...(first >= 0 && { firstDifference: first - start }),
  }
}

/** Where the other branch stands when it has come as far: so long after the last event that both have. */
export function sameEventAt(
  loaded: LoadedMachine,
  present: number,
  other: number,
  forkedAt: Instant,
  now: Instant,
): Instant {
  const { mine, theirs, pairs } = align(loaded, present, other, forkedAt)
  let here: Instant = forkedAt
  let there: Instant = forkedAt
  for (const [a, b] of pairs) {
    const one = a === undefined ? undefined : mine[a]
    const same = b === undefined ? undefined : theirs[b]
    if (one && one.instant > now) break
    if (one && same) [here, there] = [one.instant, same.instant]
  }
  return now < forkedAt ? now : instant(there + (now - here))
}
