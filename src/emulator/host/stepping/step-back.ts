/**
 * The backward twin of a step by source lines: goes to the last earlier instant at which such a step would have stopped.
 * The past is executed again by the scout, close before now first.
 */
import type { CodeReached } from '../../../shared/events'
import type { StepDepth } from '../../../shared/protocol'
import { instant, linearAddress, type Instant } from '../../../shared/units'
import { lastThat, type ReachedCollector } from '../../timeline/timeline'
import type { LoadedMachine } from '../loaded-machine'
import { activationAt, frameOf, stackPointerOf, type Activation } from './activation'
import {
  callsOf,
  functionLines,
  isAtOrInside,
  isInside,
  lineAt,
  type ScopedLine,
} from './function-lines'

/** A guest's memory of another time is not at hand: frames are told by registers alone. */
const NO_MEMORY = () => new Uint8Array(0)

type Steps<T> = Generator<Instant, T>

/** Yields how far it is; gives where to go. Throws `RangeError`, in a sentence, when there is nothing before. */
export function* findStepBack(loaded: LoadedMachine, depth: StepDepth): Steps<Instant> {
  const { machine, debugInfo, timeline } = loaded
  const here = activationAt(machine, debugInfo)
  if (!here)
    throw new RangeError(
      'Source lines are known of 64-bit code alone: Shift+F10 steps one instruction back.',
    )
  const line = lineAt(debugInfo, here.address)
  const now = timeline.now()
  const entry = yield* findEntry(loaded, here, now)
  if (depth === 'out') return yield* beforeEntry(loaded, here, line, entry)
  if (!line && entry === undefined) {
    throw new RangeError(
      'The debug information names no source line here: Shift+F10 steps one instruction back.',
    )
  }
  const over = line && (yield* lastLineStart(loaded, here, line, depth, entry, now))
  if (over !== undefined) {
    return depth === 'into' ? yield* intoCalls(loaded, here, over, now) : over
  }
  const target = yield* callersLine(loaded, here, entry)
  // What the line called before it called this function, it has returned from.
  return depth === 'into' && here.caller && entry !== undefined
    ? yield* intoCalls(loaded, here.caller, target, instant(entry - 1))
    : target
}

/** When this activation began; nothing when that is not known. */
function* findEntry(
  { debugInfo, scout }: LoadedMachine,
  { address, frame }: Activation,
  before: Instant,
): Steps<Instant | undefined> {
  const { entries } = functionLines(debugInfo, address)
  if (entries.length === 0) return undefined
  const isEntry = (reached: CodeReached) => stackPointerOf(reached) + 8n === frame
  const found = yield* scout
    .atNow()
    .findReached({ addresses: entries, before, begin: lastThat(isEntry) })
  return found?.instant
}

/** Out, backward: to the call; of an inlined function, to the last line outside of it. */
function* beforeEntry(
  loaded: LoadedMachine,
  here: Activation,
  line: ScopedLine | undefined,
  entry: Instant | undefined,
): Steps<Instant> {
  if (line && line.scopes.length > 1) {
    const outside = yield* lastLineStart(loaded, here, line, 'out', entry, loaded.timeline.now())
    if (outside !== undefined) return outside
  }
  if (entry === undefined || entry === 0) {
    const where = loaded.debugInfo.locate(here.address) ?? 'the code here'
    throw new RangeError(`Nobody is known to have called ${where} in this run.`)
  }
  return instant(entry - 1)
}

/** The last instant at which a line began in the activation, after another line of it. */
function* lastLineStart(
  { debugInfo, scout }: LoadedMachine,
  { address, frame }: Pick<Activation, 'address' | 'frame'>,
  line: ScopedLine,
  depth: StepDepth,
  entry: Instant | undefined,
  before: Instant,
): Steps<Instant | undefined> {
  const isWanted = (other: ScopedLine): boolean =>
    depth === 'out' ? !isAtOrInside(other, line) : depth === 'into' || !isInside(other, line)
  const all = functionLines(debugInfo, address).starts
  const starts = new Map([...all].filter(([, other]) => isWanted(other)))
  if (starts.size === 0) return undefined
  const begin = lineStarts((reached) => {
    const isOwn = frameOf(debugInfo, reached, NO_MEMORY) === frame
    return isOwn ? starts.get(reached.rip)?.key : undefined
  })
  const from = entry ?? instant(0)
  return yield* scout.atNow().findReached({ addresses: [...starts.keys()], from, before, begin })
}

/** Where a line begins that goes on until `instant`, as far as the stretches that were looked at tell. */
interface LineRun {
  readonly key: string
  readonly instant: Instant
}

/**
 * Collectors for stretches of the past, the latest first. A line goes on as long as what is reached has its key; where it
 * is the first of its stretch, an earlier stretch must tell whether it began there.
 */
function lineStarts(keyOf: (reached: CodeReached) => string | undefined) {
  let unsure: LineRun | undefined
  return (isWhole: boolean): ReachedCollector<Instant> => {
    let first: LineRun | undefined
    let run: LineRun | undefined
    return {
      take(reached) {
        const key = keyOf(reached)
        if (key === undefined || key === run?.key) return
        run = { key, instant: reached.instant }
        first ??= run
      },
      found() {
        const later = unsure
        if (later && run?.key !== later.key && (run || isWhole)) return later.instant
        if (run && (run !== first || isWhole)) return run.instant
        unsure = run ?? later
        return undefined
      },
    }
  }
}

/** Before the first line of an activation comes the line that called it, or that was interrupted. */
function* callersLine(
  loaded: LoadedMachine,
  { caller }: Activation,
  entry: Instant | undefined,
): Steps<Instant> {
  if (entry === undefined) throw new RangeError('No source line comes before this one in the run.')
  // A call belongs to the line that it stands in, which the return address may not.
  const line = caller && lineAt(loaded.debugInfo, caller.address - 1n)
  const found =
    caller && line && (yield* lastLineStart(loaded, caller, line, 'over', undefined, entry))
  return found ?? instant(Math.max(0, entry - 1))
}

/**
 * Where the line between `target` and `before` called functions with lines, the last of them: where it had returned, or
 * its last line when that is where one stands.
 */
function* intoCalls(
  loaded: LoadedMachine,
  here: Pick<Activation, 'address' | 'frame'>,
  target: Instant,
  before: Instant,
): Steps<Instant> {
  const { debugInfo, scout, machine } = loaded
  const calls = callsOf(debugInfo, here.address, machine.readLinear)
  const isOwn = (reached: CodeReached) => frameOf(debugInfo, reached, NO_MEMORY) === here.frame
  let end = before
  for (let tries = 0; tries < MOST_CALLS && calls.length > 0; tries++) {
    const call = yield* scout.atNow().findReached({
      addresses: calls.map(({ address }) => address),
      from: target,
      before: end,
      begin: lastThat(isOwn),
    })
    if (!call) return target
    end = call.instant
    const from = instant(call.instant + 1)
    const { rip, general } = scout.standAt(from).machine.processor()
    const line = lineAt(debugInfo, rip)
    if (!line || stackPointerOf({ general }) !== stackPointerOf(call) - 8n) continue
    const next = calls.find(({ address }) => address === call.rip)?.next
    const isBack = (reached: CodeReached) => stackPointerOf(reached) === stackPointerOf(call)
    const returned = yield* scout.atNow().findReached({
      addresses: next === undefined ? [] : [next],
      from,
      before,
      begin: lastThat(isBack),
    })
    if (returned) return returned.instant
    const callee = { address: linearAddress(rip), frame: stackPointerOf(call) }
    const inside = yield* lastLineStart(loaded, callee, line, 'into', from, before)
    if (inside !== undefined) return yield* intoCalls(loaded, callee, inside, before)
  }
  return target
}

/** Calls of functions without lines are passed over, so many at most. */
const MOST_CALLS = 1000
