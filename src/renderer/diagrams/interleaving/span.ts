/**
 * The part of the past that is drawn: the last switches up to the one that is told, and an axis for them.
 *
 * A sleep takes millions of instructions and a handler a hundred, so the axis is not to scale: between two moments it grows
 * with the number of digits of the time that passes. Moments keep their order, and each stretch says how long it took.
 */
import type { Interleaving, LaneSwitch } from '../../../shared/models/interleaving'

export interface Span {
  /** Oldest first; the last is the one that is told. */
  readonly switches: readonly LaneSwitch[]
  readonly from: number
  readonly to: number
  /** 0 to 1. */
  readonly at: (instant: number) => number
}

/** As many as there is room for in every density. */
const MOST_SWITCHES = 12

/** What even the shortest stretch gets, and on top of that one in which somebody waits for a lock in vain. */
const LEAST = 1.2
const WAITING_SHARE = 0.16

const weight = (duration: number): number => LEAST + Math.log10(1 + duration)

export function spanOf(model: Interleaving): Span {
  const { recent, selected, instant } = model
  const last = recent.findIndex(({ sequence }) => sequence === selected?.sequence)
  const switches = recent.slice(Math.max(0, last + 1 - MOST_SWITCHES), last + 1)
  const next = recent[last + 1]?.instant ?? instant
  const from = switches[0]?.instant ?? instant
  const to = Math.max(next, from + 1)
  const waiting = Math.min(
    ...model.locks.flatMap(({ waits }) =>
      waits.filter((each) => each.to === undefined).map((each) => each.from),
    ),
  )
  const edges = [...switches.map((each) => each.instant), to]
  const marks = [...new Set([...edges, ...changesBetween(model, edges)])].sort(
    (one, other) => one - other,
  )
  const places = placesOf(marks, waiting)
  return { switches, from, to, at: (moment) => interpolate(places, moment) }
}

/** Of the many changes of locks in a long stretch only the last get room of their own. */
const MOST_CHANGES = 6

function changesBetween({ locks }: Interleaving, edges: readonly number[]): readonly number[] {
  const changes = locks
    .flatMap(({ held, waits }) =>
      [...held, ...waits].flatMap((each) => [
        each.from,
        ...(each.to === undefined ? [] : [each.to]),
      ]),
    )
    .sort((one, other) => one - other)
  return edges
    .slice(1)
    .flatMap((end, index) =>
      changes.filter((each) => each > (edges[index] ?? end) && each < end).slice(-MOST_CHANGES),
    )
}

type Place = readonly [moment: number, at: number]

function placesOf(marks: readonly number[], waiting: number): readonly Place[] {
  const plain = marks
    .slice(1)
    .reduce((sum, mark, index) => sum + weight(mark - (marks[index] ?? mark)), 0)
  let sum = 0
  const sums = marks.map((mark, index) => {
    if (index > 0) sum += weight(mark - (marks[index - 1] ?? mark))
    if (index > 0 && mark > waiting) sum += plain * WAITING_SHARE
    return [mark, sum] as const
  })
  return sums.map(([mark, at]) => [mark, sum === 0 ? 0 : at / sum])
}

function interpolate(places: readonly Place[], moment: number): number {
  const after = places.findIndex(([mark]) => mark >= moment)
  const [next, before] = [places[after], places[after - 1]]
  if (!next) return 1
  if (!before) return next[1]
  return before[1] + ((moment - before[0]) / (next[0] - before[0])) * (next[1] - before[1])
}
