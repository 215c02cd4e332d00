/**
 * Finds where a stack begins and ends, without asking the kernel: by the pages around a pointer that can be written,
 * by symbols, and by the pointers of the TSS. The nearest of them counts.
 */
import type { BoundSource, GuardPage, StackBound } from '../../shared/models/stack-switch'
import type { TaskState } from '../../shared/models/stack-switch'
import { linearAddress, type LinearAddress } from '../../shared/units'
import type { StackReader, SymbolSpan } from './stack-switch-reader'

export interface StackBounds {
  readonly top?: StackBound
  readonly bottom?: StackBound
  readonly guard?: GuardPage
}

const PAGE = 0x1000n
/** A pointer may have left its stack by so many pages and still be told to belong to it. */
const OVERSHOOT_PAGES = 16n
/** A static that is smaller than this is not a stack, whatever points into it. */
const LEAST_STATIC = 256n

interface Candidate {
  readonly address: bigint
  readonly source: BoundSource
}

/** The bounds of the stack that a pointer lies on; nothing when it points at no memory that can be written. */
export function findStack(
  reader: StackReader,
  pointer: LinearAddress,
  taskState: TaskState | undefined,
): StackBounds | undefined {
  const inside = insideOf(reader, pointer, taskState)
  if (inside === undefined) return undefined
  const range = reader.writableAround(inside)
  if (!range) return undefined
  const tops: Candidate[] = []
  const bottoms: Candidate[] = []
  if (range.to !== undefined) tops.push({ address: range.to, source: { kind: 'mapping' } })
  if (range.from !== undefined) bottoms.push({ address: range.from, source: { kind: 'mapping' } })
  for (const { field, value } of taskState?.pointers ?? []) {
    if (value === 0n) continue
    const list = value > inside ? tops : bottoms
    list.push({ address: value, source: { kind: 'tss', field } })
  }
  const symbols = reader.symbolAround(inside)
  if (symbols) addSymbols(symbols, tops, bottoms)

  const top = boundOf(tops, (a, b) => a < b)
  const bottom = boundOf(bottoms, (a, b) => a > b)
  const isEdge = bottom !== undefined && bottom.address === range.from
  const page = bottom && linearAddress(bottom.address - PAGE)
  return {
    ...(top ? { top } : {}),
    ...(bottom ? { bottom } : {}),
    ...(isEdge && page !== undefined && range.absentBelow
      ? { guard: { page, stoppedAt: range.absentBelow } }
      : {}),
  }
}

/**
 * A byte of the stack: the one at the pointer; the one below it where nothing has been pushed yet; or, for a pointer that
 * has left its stack, the lowest above it.
 */
function insideOf(
  reader: StackReader,
  pointer: LinearAddress,
  taskState: TaskState | undefined,
): LinearAddress | undefined {
  const isWritable = (address: LinearAddress) => reader.outcomeOfStore(address) === 'mapped'
  const below = linearAddress(pointer - 1n)
  const isTop = taskState?.pointers.some(({ value }) => value === pointer) ?? false
  if ((isTop || isNamedTop(reader, pointer)) && isWritable(below)) return below
  if (isWritable(pointer)) return pointer
  if (pointer % PAGE === 0n && isWritable(below)) return below
  const page = pointer - (pointer % PAGE)
  for (let pages = 1n; pages <= OVERSHOOT_PAGES; pages++) {
    const above = linearAddress(page + pages * PAGE)
    if (isWritable(above)) return above
  }
  return undefined
}

/** A label says that a stack ends exactly here. */
function isNamedTop({ symbolAround }: StackReader, pointer: LinearAddress): boolean {
  const { start, isSized } = symbolAround(pointer) ?? {}
  const isHere = start?.address === pointer && !isSized
  return isHere && /stack/i.test(start.name) && /top|end/i.test(start.name)
}

/** The size of a static is the compiler's word. A label only counts when it says that it marks a stack. */
function addSymbols({ start, end, isSized }: SymbolSpan, tops: Candidate[], bottoms: Candidate[]) {
  const isStatic = isSized && end.address - start.address >= LEAST_STATIC
  const saysStack = (name: string) => /stack/i.test(name)
  if (isStatic || (!isSized && saysStack(start.name))) {
    bottoms.push({ address: start.address, source: { kind: 'symbol', name: start.name } })
  }
  const top = isStatic ? start.name : isSized ? undefined : end.names.find(saysStack)
  if (top !== undefined) tops.push({ address: end.address, source: { kind: 'symbol', name: top } })
}

/** The nearest candidate, with all that say the same. */
function boundOf(
  candidates: readonly Candidate[],
  isNearer: (address: bigint, than: bigint) => boolean,
): StackBound | undefined {
  const [first] = candidates
  if (!first) return undefined
  const address = candidates.reduce(
    (nearest, candidate) => (isNearer(candidate.address, nearest) ? candidate.address : nearest),
    first.address,
  )
  const foundBy = candidates
    .filter((candidate) => candidate.address === address)
    .map(({ source }) => source)
  return { address: linearAddress(address), foundBy }
}
