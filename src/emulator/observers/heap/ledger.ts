/** Which blocks are live, by all that was given out and taken back. */
import type { Instant } from '../../../shared/units'
import { joined, type Range } from './ranges'

export interface Block {
  readonly address: bigint
  /** As it was asked for. */
  readonly size: number
  readonly alignment: number
  readonly sequence: number
  readonly instant: Instant
  /** Place among the sites. */
  readonly site: number
  /** What it really takes, from its address on; absent where that was never seen. */
  readonly room?: number
  /** The heap was begun anew, and all of it was free before this block. */
  readonly isFirst?: true
}

export interface LedgerState {
  readonly blocks: readonly Block[]
  readonly used: number
  readonly rooms: readonly (readonly [string, number])[]
  readonly recentlyFreed: readonly bigint[]
  readonly isRenewed: boolean
}

export interface Ledger {
  give(block: Omit<Block, 'isFirst'>): { readonly wasLive: boolean }
  take(address: bigint): { readonly block: Block | undefined; readonly wasFree: boolean }
  /** What a live block really takes has come to light. */
  settle(block: Block, room: number): void
  /** All blocks are gone: the heap was begun anew, and another allocator may divide it in another way. */
  clear(): void
  block(address: bigint): Block | undefined
  /** The oldest first. */
  blocks(): Iterable<Block>
  readonly count: () => number
  /** Bytes that were asked for, and what their blocks take beyond that where it is known. */
  readonly used: () => number
  readonly padding: () => number
  /** What a request of this size and alignment takes, from what was seen of another. */
  roomFor(size: number, alignment: number): number | undefined
  learn(size: number, alignment: number, room: number): void
  state(): LedgerState
  restore(state: LedgerState): void
}

/** Addresses of blocks that were freed last: to tell a block that is freed twice from one that never was. */
const MOST_FREED = 4_096
const MOST_ROOMS = 10_000

export function createLedger(): Ledger {
  let live = new Map<bigint, Block>()
  let rooms = new Map<string, number>()
  let freed = new Set<bigint>()
  let used = 0
  let padding = 0
  /** The heap was begun anew, and nothing was given out since. */
  let isRenewed = false

  const paddingOf = ({ size, room }: Block) => (room === undefined ? 0 : room - size)

  function remove(block: Block): void {
    live.delete(block.address)
    used -= block.size
    padding -= paddingOf(block)
  }

  return {
    give(block) {
      const before = live.get(block.address)
      if (before) remove(before)
      freed.delete(block.address)
      live.set(block.address, isRenewed ? { ...block, isFirst: true } : block)
      isRenewed = false
      used += block.size
      padding += paddingOf(block)
      return { wasLive: before !== undefined }
    },
    take(address) {
      const block = live.get(address)
      const wasFree = freed.has(address)
      if (block) remove(block)
      freed.delete(address)
      freed.add(address)
      const [oldest] = freed
      if (freed.size > MOST_FREED && oldest !== undefined) freed.delete(oldest)
      return { block, wasFree }
    },
    settle(block, room) {
      live.set(block.address, { ...block, room })
      padding += room - block.size
    },
    clear() {
      live.clear()
      freed.clear()
      rooms.clear()
      isRenewed = true
      used = 0
      padding = 0
    },
    block: (address) => live.get(address),
    blocks: () => live.values(),
    count: () => live.size,
    used: () => used,
    padding: () => padding,
    roomFor: (size, alignment) => rooms.get(`${size}/${alignment}`),
    learn(size, alignment, room) {
      if (rooms.size < MOST_ROOMS) rooms.set(`${size}/${alignment}`, room)
    },
    state: () => ({
      blocks: [...live.values()],
      used,
      rooms: [...rooms],
      recentlyFreed: [...freed],
      isRenewed,
    }),
    restore(state) {
      live = new Map(state.blocks.map((block) => [block.address, block]))
      rooms = new Map(state.rooms)
      freed = new Set(state.recentlyFreed)
      used = state.used
      isRenewed = state.isRenewed
      padding = state.blocks.reduce((sum, block) => sum + paddingOf(block), 0)
    },
  }
}

/** What blocks take, in ascending order; those that touch are one. */
export const roomsOf = (blocks: Iterable<Block>): readonly Range[] =>
  joined(
    [...blocks].map(({ address, size, room = size }) => ({
      start: address,
      end: address + BigInt(room),
    })),
  )
