/**
 * Finds where two branches part: the first instant at which their states differ, by comparing hashes and halving what
 * lies between; then the first instruction that is another, step by step on both.
 */
import type { Divergence } from '../../shared/models/comparison'
import { formatCount, formatHex, formatShortHex } from '../../shared/format'
import { instant, linearAddress, type Instant } from '../../shared/units'
import type { LoggedInput } from '../machine/input-log'
import type { Machine } from '../machine/machine-api'
import { differenceOf } from '../timeline/memory-difference'
import type { BranchComparison } from './branch-comparison'
import type { LoadedMachine } from './loaded-machine'
import type { PastSearch } from './past-search'
import { registersModel } from './registers-model'
import type { Stand } from './scout'

/** Steps between two breaths, and steps after which the search for another instruction is given up. */
const STRETCH = 20_000
const MOST_STEPS = 4_000_000
/** So many registers are told by their names. */
const TOLD = 3

export function beginDivergenceSearch(
  loaded: LoadedMachine,
  comparison: BranchComparison,
): PastSearch {
  const steps = search(loaded, comparison)
  return {
    command: 'compare',
    kind: 'search',
    next() {
      const step = steps.next()
      return step.done ? { isOver: true } : { isOver: false, at: step.value }
    },
    cancel: () => void steps.return(undefined),
  }
}

function* search(loaded: LoadedMachine, comparison: BranchComparison): Generator<Instant, void> {
  const { timeline } = loaded
  const isLeft = timeline.present() === comparison.left
  const here: Stand = loaded.scout.standAt(timeline.now())
  const there = comparison.twin.standAt(timeline.now())
  const [left, right] = isLeft ? [here, there] : [there, here]
  const at = yield* firstDifference(loaded, comparison, left, right)
  if (at === undefined) {
    comparison.tell({ words: 'The two are in the same state wherever both have been.' })
    return
  }
  seekBoth(left, right, at)
  const found = { instant: at, words: differenceWords(left.machine, right.machine) }
  comparison.tell(found)
  yield at
  // A frame that was made meanwhile has moved the twin.
  seekBoth(left, right, at)
  comparison.tell({ ...found, ...(yield* firstPath(loaded, left, right)) })
}

function seekBoth(left: Stand, right: Stand, at: Instant): boolean {
  left.timeline.seek(at)
  right.timeline.seek(at)
  return left.machine.stateHash() !== right.machine.stateHash()
}

function* firstDifference(
  { timeline }: LoadedMachine,
  { left: leftId, right: rightId, forkedAt }: BranchComparison,
  left: Stand,
  right: Stand,
): Generator<Instant, Instant | undefined> {
  const ends = timeline.branches().filter(({ id }) => id === leftId || id === rightId)
  const end = instant(Math.min(...ends.map((branch) => branch.end)))
  let same: Instant = instant(Math.max(0, forkedAt - 1))
  const inputs = [...othersOf(timeline.inputs(leftId), timeline.inputs(rightId)), end]
  for (const point of inputs.filter((one) => one >= forkedAt && one <= end)) {
    let differs = seekBoth(left, right, point)
    yield point
    if (!differs) {
      same = point
      continue
    }
    let [low, high] = [same, point]
    while (high - low > 1) {
      const middle = instant(Math.floor((low + high) / 2))
      differs = seekBoth(left, right, middle)
      yield middle
      if (differs) high = middle
      else low = middle
    }
    return high
  }
  return undefined
}

/** The instants of inputs that only one of them has. */
function othersOf(left: readonly LoggedInput[], right: readonly LoggedInput[]): Instant[] {
  const keyOf = ({ instant: at, input }: LoggedInput) =>
    `${at} ${JSON.stringify(input, (_name, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    )}`
  const [mine, theirs] = [new Set(left.map(keyOf)), new Set(right.map(keyOf))]
  const others = [
    ...left.filter((input) => !theirs.has(keyOf(input))),
    ...right.filter((input) => !mine.has(keyOf(input))),
  ]
  return [...new Set(others.map((input) => input.instant))].sort((a, b) => a - b)
}

/** Registers first, then memory, then chips. */
function differenceWords(left: Machine, right: Machine): string {
  const { general, rip, rflags, control, segments, tables } = registersModel(
    left.processor(),
    right.processor(),
  )
  const registers = [...general, rip, rflags, ...control, ...segments, ...tables]
  const others = registers.filter(({ isChanged }) => isChanged)
  if (others.length > 0) {
    const told = others
      .slice(0, TOLD)
      .map(
        ({ name, value, previous = 0n }) =>
          `${name}: ${formatShortHex(value)} on the left, ${formatShortHex(previous)} on the right`,
      )
    const more = others.length - told.length
    return `${told.join('; ')}${more > 0 ? `; and ${more} more registers` : ''}.`
  }
  const [mine, theirs] = [left.snapshot(), right.snapshot()]
  const { byteCount, pages } = differenceOf(mine.pages, theirs.pages)
  const row = pages[0]?.rows[0]
  if (row) {
    const place = row.left.findIndex((byte, index) => byte !== row.right[index])
    const value = (bytes: readonly number[]) => formatShortHex(BigInt(bytes[place] ?? 0))
    const address = formatHex(BigInt(row.address + place), 8)
    const count = byteCount > 1 ? `, the first of ${formatCount(byteCount)} bytes that differ` : ''
    return `The byte at physical ${address}: ${value(row.left)} on the left, ${value(row.right)} on the right${count}.`
  }
  return `What the chips hold: ${chipsThatDiffer(mine.chips, theirs.chips)}.`
}

function chipsThatDiffer(left: unknown, right: unknown): string {
  const [mine, theirs] = [left, right] as Readonly<Record<string, unknown>>[]
  const names = Object.keys(mine ?? {}).filter(
    (name) => JSON.stringify(mine?.[name]) !== JSON.stringify(theirs?.[name]),
  )
  return names.length > 0 ? names.join(', ') : 'what the processor remembers of the page tables'
}

/** From where both stand: the first instruction that is another, or how it is known that there is none so soon. */
function* firstPath(
  { debugInfo }: LoadedMachine,
  left: Stand,
  right: Stand,
): Generator<Instant, Pick<Divergence, 'path' | 'pathWords'>> {
  const rip = ({ machine }: Stand) => machine.register('RIP')
  const placeOf = (stand: Stand) => {
    const at = linearAddress(rip(stand))
    return debugInfo.locate(at) ?? formatHex(at)
  }
  for (let count = 0; count < MOST_STEPS; count++) {
    const at = instant(Math.min(left.machine.instant(), right.machine.instant()))
    if (rip(left) !== rip(right)) {
      return { path: { instant: at, left: placeOf(left), right: placeOf(right) } }
    }
    if (left.machine.instant() !== right.machine.instant()) {
      return {
        pathWords: `From instr ${formatCount(at)} on they do the same at other instants.`,
      }
    }
    if (count % STRETCH === 0) {
      if (count > 0 && left.machine.stateHash() === right.machine.stateHash()) {
        const at = formatCount(left.machine.instant())
        return { pathWords: `At instr ${at} both are in the same state again.` }
      }
      const here = left.machine.instant()
      yield here
      seekBoth(left, right, here)
    }
    const stops = [left.machine.step(1), right.machine.step(1)]
    if (stops.every(({ reason }) => reason !== 'budget')) {
      return { pathWords: 'Both execute the same instructions to the end.' }
    }
  }
  return {
    pathWords: `Both execute the same instructions for the next ${formatCount(MOST_STEPS)}.`,
  }
}
