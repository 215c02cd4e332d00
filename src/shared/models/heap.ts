/**
 * What the heap diagram shows: every byte of the heap by what it is now, the lists that the allocator keeps, the blocks
 * with those who asked for them, and how both came about.
 *
 * What could not be recognised in the program is absent, and `gaps` says what would help.
 */
import type { Instant, LinearAddress } from '../units'
import type { SourceLocation } from './debug'

/**
 * `bump`: one mark that moves. `list`: free regions that name the next one. `classes`: a list for each of several sizes,
 * and something larger behind them. `unknown`: blocks are given out, by what is not known.
 */
export const HEAP_DESIGNS = ['bump', 'list', 'classes', 'unknown'] as const
export type HeapDesign = (typeof HEAP_DESIGNS)[number]

/** The structure that changed when blocks were given and taken. */
export interface HeapAllocator {
  readonly design: HeapDesign
  /** As the program calls it: `HEAP.list`. */
  readonly place?: string
  /** Its type, without the path: `FreeList`. */
  readonly type?: string
  /** Where the structure of a `bump` keeps its mark, and what it is now. */
  readonly mark?: { readonly name: string; readonly address: LinearAddress }
}

/**
 * How it is known where the heap begins and ends: the allocator says so, it is a static array, it is all that is mapped
 * there, or it is no more than what has been seen of it.
 */
export type HeapBoundsOrigin = 'allocator' | 'static' | 'mapping' | 'seen'

export interface HeapRegion {
  readonly start: LinearAddress
  /** In bytes. */
  readonly size: number
  readonly origin: HeapBoundsOrigin
  /** Of the static, or of the allocator's fields. */
  readonly name?: string
  /** Whether its first page is mapped at all. */
  readonly isMapped: boolean
}

/**
 * What a byte is.
 * `used`: asked for by the owner of a live block. `padding`: given to that block beyond what was asked, and given back
 * with it. `free`: a later request can get it. `lost`: in no block and on no list. `unknown`: in a block that was given
 * out by a request which was not seen, or anything where the allocator's structure is not known.
 */
export const HEAP_BYTES = ['used', 'padding', 'free', 'lost', 'unknown'] as const
export type HeapByte = (typeof HEAP_BYTES)[number]

/** Stretches of equal bytes in ascending order, without gaps; columns of equal length, as there may be thousands. */
export interface HeapSpans {
  /** From the beginning of the region. */
  readonly offsets: readonly number[]
  readonly sizes: readonly number[]
  /** Places in `HEAP_BYTES`. */
  readonly kinds: readonly number[]
  /** The block that a used or padding stretch belongs to, by its place in `blocks`; −1 for none. */
  readonly blocks: readonly number[]
}

/** Live blocks, the oldest first; columns of equal length. */
export interface HeapBlocks {
  readonly offsets: readonly number[]
  /** As they were asked for. */
  readonly sizes: readonly number[]
  readonly alignments: readonly number[]
  /** Counts the requests of a run from 1. */
  readonly sequences: readonly number[]
  readonly instants: readonly number[]
  /** Places in the model's `sites`. */
  readonly sites: readonly number[]
}

/** Where in the program blocks are asked for. */
export interface HeapSite {
  /** The innermost function that is not the library's. */
  readonly function?: string
  readonly source?: SourceLocation
  /** Where the call returns to. */
  readonly address: LinearAddress
  /** What the library allocates it for: `Box<Task>`, `Vec<u8>`. */
  readonly owner?: string
}

export interface HeapNode {
  readonly address: LinearAddress
  /** Of the free region that begins there; absent where it is not known. */
  readonly size?: number
}

/**
 * Why a list was read no further. `none`: it ends. `cycle`: it leads back to one of its nodes. `unreadable`: a link leads
 * where nothing is mapped. `long`: there are more nodes than are read.
 */
export type HeapListEnd = 'none' | 'cycle' | 'unreadable' | 'long'

export interface HeapList {
  /** As the program calls it: `head`, `heads[3]`. */
  readonly name: string
  readonly role: 'regions' | 'class'
  /** Of a class: what its blocks are good for; absent where it could not be inferred. */
  readonly blockSize?: number
  /** In the order of the list, cut where there are many. */
  readonly nodes: readonly HeapNode[]
  /** Of all that were read. */
  readonly length: number
  /** Bytes of all that were read. */
  readonly bytes: number
  readonly end: HeapListEnd
  /** Where the link leads that was not followed. */
  readonly endsAt?: LinearAddress
}

/** How bytes were divided after a request. */
export interface HeapTotals {
  readonly used: number
  readonly padding: number
  readonly free: number
  readonly lost: number
  readonly unknown: number
  /** The largest single free region. */
  readonly largest: number
  /** Free regions, as the allocator keeps them: those that touch are not one unless it has joined them. */
  readonly holes: number
  /** Live blocks. */
  readonly live: number
}

export type HeapRequestKind = 'alloc' | 'alloc-zeroed' | 'realloc' | 'free'

/** What became of the free memory through a request, where it could be compared. */
export interface HeapSearch {
  /** Nodes that were looked at, in this order: all that were refused, then the one that was taken. */
  readonly scanned: number
  readonly refused: readonly HeapNode[]
  /** The free region that was taken, as it was before. */
  readonly taken?: HeapNode
  /** The class whose list served or should have served it: its place among the lists. */
  readonly list?: number
  /** Bytes of the region that are free again. */
  readonly rest: number
  /** Bytes in front of the block that are in no list now. */
  readonly lost: number
  /** Bytes behind what was asked for that belong to the block. */
  readonly padding: number
}

/** A request that looks like a mistake of the program. */
export type HeapMistake =
  /** The block was free already. */
  | 'freed-twice'
  /** No such block was given out since somebody looks. */
  | 'never-given'
  /** The block that was given out is in use already. */
  | 'given-twice'

export interface HeapRequest {
  /** Counts the requests of a run from 1. */
  readonly sequence: number
  readonly kind: HeapRequestKind
  /** When the allocator was called, and when it returned; the latter is absent while it runs. */
  readonly instant: Instant
  readonly returnedAt?: Instant
  /** In bytes, as asked for; of a `free` as the owner gives it back. */
  readonly size?: number
  readonly alignment?: number
  /** The block; absent for a request that was refused or has not returned. */
  readonly address?: LinearAddress
  /** Of a `realloc`: the block before. */
  readonly before?: { readonly address: LinearAddress; readonly size?: number }
  readonly isRefused: boolean
  readonly site: HeapSite
  /** It was made by the handler of an interrupt or exception. */
  readonly isInHandler: boolean
  /** It was made while another request was under way. */
  readonly duringAnother: boolean
  readonly search?: HeapSearch
  readonly mistake?: HeapMistake
}

/**
 * Where an address leads. `itself`: into the block that keeps it. `block`: into another live one. `heap`: to memory of the
 * heap that is in no live block. `stack`: to a call that has not returned, or to what is left of one that has. `program`:
 * to code or a static. `memory`: to what is mapped and not known. `nowhere`: nothing is mapped there.
 */
export type HeapLead =
  | { readonly kind: 'itself'; readonly offset: number }
  | { readonly kind: 'block'; readonly sequence: number; readonly offset: number }
  | { readonly kind: 'heap'; readonly byte: HeapByte }
  | {
      readonly kind: 'stack'
      /** As the image calls it. */
      readonly stack?: string
      /** Whose frame it is; absent where no call's is known to reach there. */
      readonly function?: string
    }
  | { readonly kind: 'program'; readonly symbol: string }
  | { readonly kind: 'memory' | 'nowhere' | 'null' }

/** A part of a block that has no parts itself. */
export interface HeapField {
  /** From the beginning of the block. */
  readonly offset: number
  readonly size: number
  /** `to_value`, `task.id`; absent where the whole block is one value, or nothing is known of it but the address. */
  readonly name?: string
  readonly type?: string
  /** As Rust prints it; of an address, what lies where it leads. */
  readonly text?: string
  readonly address?: LinearAddress
  readonly lead?: HeapLead
}

/** What lies in a block now. */
export interface HeapContents {
  /** Of the request that got the block. */
  readonly sequence: number
  readonly address: LinearAddress
  /** As it was asked for. */
  readonly size: number
  /** Absent where the debug information does not say it: then only addresses are told. */
  readonly type?: string
  /** A buffer has room for so many of the type; how many of them are filled, it does not know. */
  readonly room?: number
  /** In the order of their bytes. */
  readonly fields: readonly HeapField[]
  /** So many more there are; of very many, not all are counted. */
  readonly more: number
}

/** The state after a request, for the curves; where there were many, only some are kept. */
export interface HeapMoment extends HeapTotals {
  readonly sequence: number
  readonly instant: Instant
}

/** What is not known of a program. */
export const HEAP_GAPS = [
  'no-symbols', //     nothing names its functions
  'no-allocator', //   no function of an allocator has a name: there is none, or all were inlined
  'no-free', //        blocks are given back by a function that was inlined or is empty
  'no-types', //       the lists of the allocator need the types of the debug information
  'no-structure', //   no structure was recognised that changes when blocks are given out
  'late', //           blocks were given out before anybody looked; going back before that makes it good
  'inlined', //        free memory changed between the requests that were seen
  'no-arguments', //   the compiler does not say where size and alignment of a request are
] as const
export type HeapGap = (typeof HEAP_GAPS)[number]

export interface Heap {
  readonly instant: Instant
  readonly allocator: HeapAllocator
  /** Absent as long as nothing has been seen of it. */
  readonly region?: HeapRegion
  readonly totals: HeapTotals
  readonly spans: HeapSpans
  readonly lists: readonly HeapList[]
  readonly blocks: HeapBlocks
  readonly sites: readonly HeapSite[]
  readonly counts: {
    readonly allocated: number
    readonly freed: number
    readonly refused: number
    readonly mistakes: number
    /** Of all requests together. */
    readonly requests: number
  }
  readonly history: readonly HeapMoment[]
  /** The recent ones, oldest first. */
  readonly requests: readonly HeapRequest[]
  /** The one that the reader looks at, or the last. */
  readonly request?: HeapRequest
  /** Of the block that it got, if that is live still and something is known of what lies in it. */
  readonly contents?: HeapContents
  readonly gaps: readonly HeapGap[]
}

/** So many heaps can be shown beside each other. */
export const MOST_COMPARED = 4
