/** Loads, stores and uses of the TLB: `read`, `write`, `tlb hit`. As little is watched as the conditions let through. */
import type { MemoryAccessed } from '../../../shared/events'
import type { EventQuery } from '../../../shared/query/syntax'
import { linearAddress, physicalAddress } from '../../../shared/units'
import { CELL_BYTES, SCREEN_BYTES, TEXT_WINDOW } from '../../../shared/vga-text'
import type { WatchedAccesses, WatchedRange } from '../../machine/access-watch'
import { wantedRanges, type WantedRange } from '../../query/wanted-ranges'
import type { Fields } from '../../query/event-record'
import { ACCESS_LETTERS } from '../../query/record-walk'
import type { Fact } from '../../query/recorder'
import type { LoadedMachine } from '../loaded-machine'
import { sourceOf, type CreateFactSource, type FactRequest } from './fact-source'

export const createAccessFacts: CreateFactSource = (request) => {
  const stops = (['read', 'write', 'tlb'] as const).map((kind) => watchKind(request, kind))
  return sourceOf(...stops)
}

type Kind = 'read' | 'write' | 'tlb'

function watchKind(request: FactRequest, kind: Kind): () => void {
  const mentions = request.mentions.filter((mention) => mention.kind === kind && isHit(mention))
  if (mentions.length === 0) return () => undefined
  const { machine } = request.loaded
  const ranges = mentions
    .flatMap((mention) => wantedRanges(mention, request.context, request.text))
    .flatMap((range) => watchedRange(range, BigInt(machine.memorySize)) ?? [])
  return machine.watchAccesses(ranges, accessesOf(kind, mentions), (access) =>
    request.tell([factOf(kind, access, request.loaded)], access.instant),
  )
}

/** `tlb fill` and `tlb flush` are events of the machine. */
const isHit = ({ kind, arguments: [word] }: EventQuery) =>
  kind !== 'tlb' || (word?.type !== 'number' && (word === undefined || word.text === 'hit'))

function accessesOf(kind: Kind, mentions: readonly EventQuery[]): WatchedAccesses {
  if (kind === 'read') return { reads: true }
  if (kind === 'write') return { writes: true }
  return { tlbHits: mentions.every(asksForStale) ? 'stale' : 'all' }
}

const asksForStale = ({ conditions }: EventQuery) =>
  conditions.some(
    ({ left, comparator, right }) =>
      left.type === 'name' &&
      left.name === 'stale' &&
      comparator === '=' &&
      ((right.type === 'name' && right.name === 'true') ||
        (right.type === 'number' && right.value === 1n)),
  )

function watchedRange(
  { space, lo, hi }: WantedRange,
  memorySize: bigint,
): WatchedRange | undefined {
  if (space === 'linear') return { linear: linearAddress(lo), length: hi - lo }
  const end = hi < memorySize ? hi : memorySize
  return lo < end ? { physical: physicalAddress(lo), length: end - lo } : undefined
}

function factOf(kind: Kind, access: MemoryAccessed, loaded: LoadedMachine): Fact {
  if (kind === 'tlb') return { kind, arguments: ['hit'], fields: hitFields(access) }
  return { kind, arguments: [], fields: accessFields(access, loaded) }
}

const placeFields = ({ linearAddress: va, physicalAddress: pa, rip }: MemoryAccessed): Fields => ({
  ...(va !== undefined && { va }),
  pa,
  rip,
})

const hitFields = (access: MemoryAccessed): Fields => ({
  ...placeFields(access),
  access: ACCESS_LETTERS[access.access],
  stale: access.isStale ? 1n : 0n,
  ...(access.pageSize && { size: access.pageSize }),
})

function accessFields(access: MemoryAccessed, { debugInfo }: LoadedMachine): Fields {
  const { linearAddress: va, size, value, old, segment, rip } = access
  const character = characterOf(access)
  const symbol = va === undefined ? undefined : debugInfo.symbols.at(va)?.symbol.name
  const writer = old === undefined ? undefined : debugInfo.symbols.at(rip)?.symbol.name
  return {
    ...placeFields(access),
    size: BigInt(size),
    value,
    ...(character !== undefined && { char: character }),
    ...(symbol !== undefined && { sym: symbol }),
    ...(segment && { seg: segment.toLowerCase() }),
    ...(old !== undefined && { old }),
    ...(writer !== undefined && { by: writer }),
  }
}

/** Of a cell of the text screen the code point, which is its even byte. */
function characterOf({ physicalAddress: pa, value }: MemoryAccessed): bigint | undefined {
  const offset = Number(pa) - TEXT_WINDOW.start
  const isCell = offset >= 0 && offset < SCREEN_BYTES && offset % CELL_BYTES === 0
  return isCell ? value & 0xffn : undefined
}
