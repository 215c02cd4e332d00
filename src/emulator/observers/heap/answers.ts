/** What becomes of a request when the allocator answers it: blocks that are given out and taken back, and mistakes. */
import type { HeapRequest } from '../../../shared/models/heap'
import { linearAddress } from '../../../shared/units'
import type { Extent, KnownHeap } from './extent'
import type { FreeMemory } from './free-memory'
import type { Ledger } from './ledger'
import type { Notes } from './notes'
import type { OpenRequest, Requests } from './requests'
import type { Before, Given } from './structure'

export interface AnswerSurroundings {
  readonly known: KnownHeap
  readonly extent: Extent
  readonly ledger: Ledger
  readonly notes: Notes
  readonly requests: Requests
  /** The program has begun anew: what was given out before is live no longer. */
  readonly beginAnew: () => void
}

/** `result`: what the function returned. */
export type AnswerTo = (open: OpenRequest, result: bigint) => Partial<HeapRequest>

export function createAnswers(surroundings: AnswerSurroundings): AnswerTo {
  const { known, extent, ledger, notes, requests, beginAnew } = surroundings

  function takeBack({
    arguments: { pointer, size, alignment },
  }: OpenRequest): Partial<HeapRequest> {
    if (pointer === undefined) return {}
    const { block, wasFree } = ledger.take(pointer)
    const needed = Math.max(Number(size ?? 0n), Number(alignment ?? 0n))
    known.structure()?.takenBack(pointer, needed)
    requests.count('freed')
    // Who began to look in the middle has not seen all that was given out.
    if (block || (!wasFree && !notes.isComplete())) return {}
    requests.count('mistakes')
    return { mistake: wasFree ? 'freed-twice' : 'never-given' }
  }

  function giveOut(one: OpenRequest, result: bigint): Partial<HeapRequest> {
    const { arguments: asked, request, before } = one
    const size = request.size ?? 0
    const alignment = request.alignment ?? 1
    if (result === 0n) {
      requests.count('refused')
      const search = known.structure()?.refused(before, Math.max(size, alignment))
      return { isRefused: true, ...(search && { search }) }
    }
    if (one.operation === 'realloc' && asked.pointer !== undefined) ledger.take(asked.pointer)
    if (isOfAnother(before, result)) beginAnew()
    extent.notice({ start: result, end: result + BigInt(size) })
    const given: Given = known.structure()?.given(before, result, size, alignment) ?? {}
    if (given.room !== undefined) ledger.learn(size, alignment, given.room)
    if (given.freeBefore) settleFirst(given.freeBefore)
    const room = given.room ?? ledger.roomFor(size, alignment)
    const { wasLive } = ledger.give({
      address: result,
      size,
      alignment,
      sequence: request.sequence,
      instant: request.instant,
      site: one.site,
      ...(room !== undefined && { room }),
    })
    requests.count('allocated')
    if (wasLive) requests.count('mistakes')
    return {
      address: linearAddress(result),
      ...(given.search && { search: given.search }),
      ...(wasLive && { mistake: 'given-twice' }),
    }
  }

  /**
   * A live block given out though the allocator that is known did not hold it to be free comes from another one, which a
   * program has that has begun anew: one that gives a block twice by mistake has it in its own lists.
   */
  const isOfAnother = ({ free }: Before, result: bigint): boolean =>
    free !== undefined &&
    ledger.block(result) !== undefined &&
    !free.ranges.some(({ start, end }) => result >= start && result < end)

  /** The first block of another allocator, and the only one before that was recognised, takes all up to what is free. */
  function settleFirst({ ranges }: FreeMemory): void {
    const [block, ...others] = ledger.blocks()
    if (!block?.isFirst || block.room !== undefined || others.length > 0) return
    const { address, size, alignment } = block
    const end = ranges.find(({ start }) => start >= address + BigInt(size))?.start
    if (end === undefined) return
    const room = Number(end - address)
    ledger.settle(block, room)
    ledger.learn(size, alignment, room)
  }

  return (open, result) => (open.operation === 'dealloc' ? takeBack(open) : giveOut(open, result))
}
