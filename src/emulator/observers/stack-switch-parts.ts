/** What lies on each stack: the calls that the backtrace finds, and between them the frames that the processor pushed. */
import { littleEndianNumber } from '../../shared/little-endian'
import type { FrameWord } from '../../shared/events'
import type { StackPart, Span } from '../../shared/models/stack-switch'
import { linearAddress, type LinearAddress } from '../../shared/units'
import { callsFrom, type Call, type Calls } from './stack-switch-backtrace'
import type { FrameRun, PushedFrame } from './stack-switch-frames'
import { RSP, type StackReader } from './stack-switch-reader'
import { wordSize, type FoundStack, type KnownStacks } from './stack-switch-stacks'

/** Interrupted programs that are followed from the frame, where the backtrace from RIP did not come to them. */
const CONTEXT_LIMIT = 8
/** Parts at each end of a stack that are told one by one. */
const EDGE_PARTS = 24

/** A thing on the stack by its lowest byte; what it is made of is known when its upper neighbour is. */
interface Item {
  readonly from: bigint
  /** Its highest byte plus one, where it does not reach up to the item above. */
  readonly to?: bigint
  readonly parts: (span: Span) => readonly StackPart[]
}

/** The parts of every stack, by its key, the highest address first. */
export function partsOf(
  reader: StackReader,
  stacks: KnownStacks,
): ReadonlyMap<string, readonly StackPart[]> {
  const items = new Map<string, Item[]>()
  const add = (address: LinearAddress, item: Item) => {
    const key = stacks.at(address)?.key
    if (key !== undefined) items.set(key, [...(items.get(key) ?? []), item])
  }
  // Frames first: a handler that has pushed nothing yet has its RSP where its frame begins.
  for (const run of stacks.live) add(run.last.rspAfter, frameItem(reader, run))
  for (const { calls, isCut } of contexts(reader, stacks)) {
    const known = isCut ? calls.slice(0, -1) : calls
    for (const call of known) add(call.stackPointer, callItem(call))
    const [beyond] = calls.slice(known.length)
    if (beyond) add(beyond.stackPointer, unknownItem(beyond.stackPointer))
  }

  return new Map(
    stacks.all().map((stack) => {
      const { pointer } = stacks.useOf(stack)
      const parts = partsFrom(items.get(stack.key) ?? [], stack, pointer)
      return [stack.key, shortened(gathered(parts))]
    }),
  )
}

/** The calls of the running program, and of those interrupted programs that they do not lead to. */
function contexts(plain: StackReader, stacks: KnownStacks): readonly Calls[] {
  const reader = withEmptyGuards(plain, stacks)
  const all = [callsFrom(reader, reader.processor())]
  const isCovered = ({ rspBefore, returnRip }: PushedFrame) =>
    all.some(({ calls }) =>
      calls.some((call) => call.stackPointer === rspBefore && call.address === returnRip),
    )
  for (const { first } of stacks.live.slice(0, CONTEXT_LIMIT)) {
    const isCode = reader.read(first.returnRip, 1).length > 0
    if (isCode && !isCovered(first)) all.push(callsAt(reader, first))
  }
  return all
}

/** Of the interrupted program only RIP and RSP are known. */
function callsAt(reader: StackReader, { returnRip: rip, rspBefore }: PushedFrame): Calls {
  const general = Array.from({ length: 16 }, (_, register) => (register === RSP ? rspBefore : 0n))
  const { calls, isCut } = callsFrom(reader, { rip, general })
  const [innermost, ...others] = calls
  const origin = 'interrupt-frame'
  return { calls: innermost ? [{ ...innermost, origin }, ...others] : [], isCut }
}

/** RSP may have left its stack: what is not there holds no return address, and what lies above it may. */
function withEmptyGuards(reader: StackReader, stacks: KnownStacks): StackReader {
  const missing = stacks.all().flatMap((stack) => {
    const { pointer } = stacks.useOf(stack)
    const bottom = stack.bottom?.address
    return pointer !== undefined && bottom !== undefined && pointer < bottom
      ? [{ from: pointer, to: bottom }]
      : []
  })
  if (missing.length === 0) return reader
  return {
    ...reader,
    read(address, length) {
      const hole = missing.find(({ from, to }) => address >= from && address < to)
      if (!hole) return reader.read(address, length)
      const empty = Math.min(length, Number(hole.to - address))
      const above = reader.read(hole.to, length - empty)
      const bytes = new Uint8Array(empty + above.length)
      bytes.set(above, empty)
      return bytes
    },
  }
}

const callItem = (call: Call): Item => ({
  from: call.stackPointer,
  parts: (span) => (call.count > 1 ? runParts(call, span) : [functionPart(call, span)]),
})

const functionPart = ({ name, source, origin }: Call, span: Span): StackPart => ({
  kind: 'function',
  ...span,
  ...(name === undefined ? {} : { name }),
  ...(source === undefined ? {} : { source }),
  origin,
})

/** The outermost of many calls, whose caller is another function, is told by itself. */
function runParts(call: Call, { from, to }: Span): readonly StackPart[] {
  const { count, name, outermost } = call
  const others = { from, to: outermost, count: count - 1, ...(name === undefined ? {} : { name }) }
  return [functionPart(call, { from: outermost, to }), { kind: 'functions', ...others }]
}

const unknownItem = (from: bigint): Item => ({
  from,
  parts: (span) => [{ kind: 'unknown', ...span, reason: 'not-looked-at' }],
})

function frameItem(reader: StackReader, { first, last, count, stride }: FrameRun): Item {
  const [highest] = first.words
  const to = linearAddress((highest?.address ?? first.rspAfter) + BigInt(wordSize(first.words)))
  const { vector, instant, rspAfter: from } = last
  const lowest = linearAddress(from + stride)
  return {
    from,
    to,
    parts: () => [
      ...(count > 1
        ? [{ kind: 'processor-frames', from: lowest, to, vector, count: count - 1 } as const]
        : []),
      {
        kind: 'processor-frame',
        from,
        to: count > 1 ? lowest : to,
        vector,
        instant,
        words: wordsNow(reader, last),
      },
    ],
  }
}

/** The words of a frame as they lie in memory now: a handler may have changed where it returns to. */
function wordsNow(reader: StackReader, { words }: PushedFrame): readonly FrameWord[] {
  const size = wordSize(words)
  return words.map((word) => {
    const bytes = reader.read(word.address, size)
    if (bytes.length < size) return word
    const value = littleEndianNumber(bytes)
    return { ...word, value }
  })
}

/** Each item reaches up to the one above it, the highest to the top of the stack. */
function partsFrom(
  items: readonly Item[],
  { top }: FoundStack,
  pointer: LinearAddress | undefined,
): readonly StackPart[] {
  const parts: StackPart[] = []
  const sorted = [...items].sort((a, b) => (a.from > b.from ? -1 : a.from < b.from ? 1 : 0))
  let upper: bigint = top?.address ?? sorted[0]?.to ?? sorted[0]?.from ?? 0n
  const span = (from: bigint): Span => ({ from: linearAddress(from), to: linearAddress(upper) })
  for (const item of sorted) {
    if (item.to !== undefined && item.to < upper) {
      const reason = parts.length > 0 ? 'alignment' : 'no-caller'
      parts.push({ kind: 'unknown', ...span(item.to), reason })
      upper = item.to
    }
    if (item.from >= upper && top !== undefined) continue
    parts.push(...item.parts(span(item.from)))
    upper = item.from
  }
  if (pointer !== undefined && pointer < upper && top !== undefined) {
    parts.push({ kind: 'unknown', ...span(pointer), reason: 'no-caller' })
  }
  return parts
}

/** Calls of one function in a row: from the fifth on, all but the outermost and the innermost are told as so many. */
function gathered(parts: readonly StackPart[]): readonly StackPart[] {
  const groups: (readonly StackPart[])[] = []
  for (const part of parts) {
    const last = groups.at(-1)
    const [head] = last ?? []
    if (last && head && isSameFunction(head, part)) groups[groups.length - 1] = [...last, part]
    else groups.push([part])
  }
  return groups.flatMap(gatheredGroup)
}

const isSameFunction = (one: StackPart, other: StackPart): boolean =>
  (one.kind === 'function' || one.kind === 'functions') &&
  (other.kind === 'function' || other.kind === 'functions') &&
  one.name !== undefined &&
  one.name === other.name

const FEW = 4

function gatheredGroup(group: readonly StackPart[]): readonly StackPart[] {
  const outermost = group[0]
  const innermost = group.at(-1)
  const count = group.reduce((sum, part) => sum + ('count' in part ? part.count : 1), 0)
  if (count <= FEW || outermost?.kind !== 'function' || innermost?.kind !== 'function') return group
  const { name } = outermost
  const span = { from: innermost.to, to: outermost.from }
  const middle = {
    kind: 'functions',
    ...span,
    count: count - 2,
    ...(name ? { name } : {}),
  } as const
  return [outermost, middle, innermost]
}

/** A stack of hundreds of different calls is told from both ends. */
function shortened(parts: readonly StackPart[]): readonly StackPart[] {
  const middle = parts.slice(EDGE_PARTS, -EDGE_PARTS)
  const [highest] = middle
  const lowest = middle.at(-1)
  if (!highest || !lowest || middle.length < 2) return parts
  const count = middle.reduce((sum, part) => sum + ('count' in part ? part.count : 1), 0)
  return [
    ...parts.slice(0, EDGE_PARTS),
    { kind: 'functions', from: lowest.from, to: highest.to, count },
    ...parts.slice(-EDGE_PARTS),
  ]
}
