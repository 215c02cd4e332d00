/** Requests to the allocator as it answers them: `alloc`, `free`. Known on any kernel whose allocator has a name. */
import type { HeapRequest } from '../../../shared/models/heap'
import { QueryError } from '../../../shared/query/query-error'
import { allocatorFunctions } from '../../observers/heap/functions'
import type { Fields } from '../../query/event-record'
import type { Fact } from '../../query/recorder'
import { LANE_TOPICS } from '../../timeline/event-lanes'
import { followHeap } from '../heap-observer'
import type { CreateFactSource } from './fact-source'

const KINDS = ['alloc', 'free']

export const createHeapFacts: CreateFactSource = ({ loaded, mentions, text, tell }) => {
  const { machine, debugInfo } = loaded
  const mention = mentions.find(({ kind }) => KINDS.includes(kind))
  if (mention && allocatorFunctions(debugInfo.symbols).length === 0) {
    const sentence = 'The image names no function of an allocator.'
    throw new QueryError(sentence, { text, span: mention.span })
  }
  const observer = followHeap(machine, debugInfo, (request, live) =>
    tell(factsOf(request, live), request.returnedAt ?? request.instant),
  )
  // Whoever asks looks from now on.
  observer.model()
  const stopListening = machine.listen(LANE_TOPICS, observer.observe)
  return {
    stop() {
      observer.stop()
      stopListening()
    },
    save: observer.save,
    restore: observer.restore,
  }
}

/** What is given another size is freed and asked for anew. */
function factsOf(request: HeapRequest, live: number): readonly Fact[] {
  const { kind, before, isRefused } = request
  if (kind === 'free') return [{ kind: 'free', arguments: [], fields: freeFields(request, live) }]
  const fact: Fact = { kind: 'alloc', arguments: [], fields: allocFields(request) }
  if (!before || isRefused) return [fact]
  const { address, size } = before
  const freed = { ptr: address, ...numbers({ size, live: live - 1 }), ...byField(request) }
  return [{ kind: 'free', arguments: [], fields: freed }, fact]
}

const freeFields = (request: HeapRequest, live: number): Fields => ({
  ...placeFields(request),
  ...numbers({ live }),
})

function allocFields(request: HeapRequest): Fields {
  const { search, isRefused } = request
  return {
    ...placeFields(request),
    ok: isRefused ? 0n : 1n,
    ...(search && {
      ...numbers({
        scanned: search.scanned,
        skipped: search.taken ? search.scanned - 1 : search.scanned,
        rest: search.rest,
        lost: search.lost,
      }),
      split: search.rest > 0 ? 1n : 0n,
    }),
  }
}

const placeFields = (request: HeapRequest): Fields => ({
  ...(request.address !== undefined && { ptr: request.address }),
  ...numbers({ size: request.size, align: request.alignment }),
  ...byField(request),
})

/** `vec` for a `Vec<u8>`. */
function byField({ site: { owner, function: name } }: HeapRequest): Fields {
  const by = owner?.replace(/<.*$/s, '').toLowerCase() ?? name
  return by === undefined ? {} : { by }
}

const numbers = (values: Readonly<Record<string, number | undefined>>): Fields =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, BigInt(value)]],
    ),
  )
