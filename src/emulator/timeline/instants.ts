/**
 * A growing list of instants in ascending order, each with a small number, in bounded memory: beyond a limit the older
 * half is kept in pairs, so that what is long past is known more coarsely, and nothing is lost from the count.
 *
 * Lies in chunks that copies share, so that a copy costs next to nothing.
 */

export interface Instants {
  /** `at` is not before the last one. */
  add(at: number, detail: number): void
  /** How many things were added. */
  total(): number
  /** How many entries they are kept in. */
  count(): number
  /** One past the last instant: what is added must not be before it. */
  end(): number
  /** When the first thing of an entry was. */
  at(index: number): number
  /** When the last thing of an entry was. */
  last(index: number): number
  /** The number of the first thing of an entry. */
  detail(index: number): number
  /** How many things lie before an entry. */
  before(index: number): number
  /** The index of the first entry that begins after an instant. */
  indexAfter(instant: number): number
  /** Forgets what came after an instant. Of an entry that stands for several only the first is then known to be before. */
  dropAfter(instant: number): void
  copy(): Instants
}

interface Chunk {
  readonly starts: Float64Array
  readonly ends: Float64Array
  readonly befores: Float64Array
  readonly details: Uint32Array
}

const CHUNK_BITS = 12
const CHUNK = 1 << CHUNK_BITS
/** Of each some thirty bytes. */
const LIMIT = 1 << 20

function newChunk(from?: Chunk): Chunk {
  const chunk = {
    starts: new Float64Array(CHUNK),
    ends: new Float64Array(CHUNK),
    befores: new Float64Array(CHUNK),
    details: new Uint32Array(CHUNK),
  }
  if (!from) return chunk
  chunk.starts.set(from.starts)
  chunk.ends.set(from.ends)
  chunk.befores.set(from.befores)
  chunk.details.set(from.details)
  return chunk
}

/** What copies share. */
interface Contents {
  readonly chunks: readonly Chunk[]
  readonly count: number
  readonly total: number
}

/** Beyond `limit` entries pairs are made of the older ones; infinite where each thing matters. */
export function createInstants(
  limit = LIMIT,
  { chunks: initial, ...counts }: Contents = { chunks: [], count: 0, total: 0 },
): Instants {
  let chunks = [...initial]
  let { count, total } = counts
  /** Chunks from here on are nobody else's. */
  let own = chunks.length

  const chunkOf = (index: number): Chunk | undefined => chunks[index >> CHUNK_BITS]
  const placeOf = (index: number): number => index & (CHUNK - 1)
  const at = (index: number) => chunkOf(index)?.starts[placeOf(index)] ?? 0
  const last = (index: number) => chunkOf(index)?.ends[placeOf(index)] ?? 0
  const detail = (index: number) => chunkOf(index)?.details[placeOf(index)] ?? 0
  const before = (index: number) =>
    index < count ? (chunkOf(index)?.befores[placeOf(index)] ?? 0) : total

  /** The chunk for the next entry, for writing. */
  function writable(): Chunk {
    const index = count >> CHUNK_BITS
    const there = chunks[index]
    if (there && index >= own) return there
    const fresh = newChunk(placeOf(count) === 0 ? undefined : there)
    chunks[index] = fresh
    chunks.length = index + 1
    own = Math.min(own, index)
    return fresh
  }

  function append(start: number, end: number, things: number, number: number): void {
    const chunk = writable()
    const place = placeOf(count)
    chunk.starts[place] = start
    chunk.ends[place] = end
    chunk.befores[place] = total
    chunk.details[place] = number
    count += 1
    total += things
  }

  /** Keeps the older half in pairs, and the rest as it is. */
  function condense(): void {
    const old = { chunks, count, total }
    const source = createInstants(Infinity, old)
    chunks = []
    own = 0
    count = total = 0
    const half = old.count >> 1
    for (let index = 0; index < old.count;) {
      const step = index + 1 < half ? 2 : 1
      const things = source.before(index + step) - source.before(index)
      append(source.at(index), source.last(index + step - 1), things, source.detail(index))
      index += step
    }
  }

  function indexAfter(instant: number): number {
    let low = 0
    let high = count
    while (low < high) {
      const middle = (low + high) >> 1
      if (at(middle) <= instant) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    add(start, number) {
      append(start, start, 1, number)
      if (count > limit) condense()
    },
    total: () => total,
    count: () => count,
    end: () => (count === 0 ? 0 : last(count - 1) + 1),
    at,
    last,
    detail,
    before,
    indexAfter,
    dropAfter(instant) {
      const kept = indexAfter(instant)
      if (kept === count && (count === 0 || last(count - 1) <= instant)) return
      const cut = kept > 0 && last(kept - 1) > instant ? kept - 1 : undefined
      total = cut === undefined ? before(kept) : before(cut)
      count = cut ?? kept
      if (cut !== undefined) append(at(cut), at(cut), 1, detail(cut))
    },
    copy() {
      own = chunks.length
      return createInstants(limit, { chunks, count, total })
    },
  }
}
