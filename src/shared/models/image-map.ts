/** How a kernel comes into memory and the processor into 64-bit mode: the file's segments, the steps of the modes, memory. */
import type { Instant, LinearAddress, PhysicalAddress } from '../units'

/** A PT_LOAD program header, and where its bytes went. */
export interface LoadedSegment {
  readonly virtualAddress: LinearAddress
  /** Where it lies; absent where nothing maps it now. */
  readonly physicalAddress?: PhysicalAddress
  readonly fileOffset: number
  /** Bytes in the file, and in memory; the difference was zeroed. */
  readonly fileSize: number
  readonly memorySize: number
  readonly isReadable: boolean
  readonly isWritable: boolean
  readonly isExecutable: boolean
  readonly holdsEntry: boolean
}

/** The steps to 64-bit mode, in the order in which the SDM takes them. */
export const RUNGS = ['PE', 'PAE', 'CR3', 'LME', 'PG', 'L'] as const
export type RungName = (typeof RUNGS)[number]

export interface Rung {
  readonly name: RungName
  /** `entry`: the loader had done it. `pending`: it has not been done. */
  readonly state: 'entry' | 'done' | 'pending'
  /** Of a step that was seen. */
  readonly instant?: Instant
  readonly rip?: LinearAddress
  /** `_start+0x12`. */
  readonly symbol?: string
  /** The register that was written. */
  readonly old?: bigint
  readonly value?: bigint
}

/** A piece of physical memory that something lies in. */
export interface MemoryPiece {
  readonly kind: 'screen' | 'segment' | 'boot-info' | 'paging' | 'stack'
  readonly start: PhysicalAddress
  readonly size: number
  /** Of a segment. */
  readonly segment?: number
}

/** A spin lock among the image's statics: the one byte that it is. */
export interface LockWord {
  readonly name: string
  readonly address: LinearAddress
  readonly value: number
  readonly isTaken: boolean
  /** Of the image, that it lies in. */
  readonly segment?: number
}

export interface ImageMap {
  readonly instant: Instant
  readonly loader: 'PVH' | 'bootloader'
  /** Of the ELF header. */
  readonly entry: LinearAddress
  /** Where the first instruction was. */
  readonly firstRip: LinearAddress
  readonly rip: LinearAddress
  readonly symbol?: string
  readonly mode: 16 | 32 | 64
  readonly segments: readonly LoadedSegment[]
  /** As they were taken; what is to be done in the order of the manual. */
  readonly rungs: readonly Rung[]
  /** Lowest address first. */
  readonly pieces: readonly MemoryPiece[]
  /** Physical places of what registers point at, where they are mapped. */
  readonly pointers: {
    readonly RIP?: PhysicalAddress
    readonly RSP?: PhysicalAddress
    readonly CR3?: PhysicalAddress
  }
  /** Those alone that are mapped: what is taken first, then by address. Of very many not all. */
  readonly locks: readonly LockWord[]
  /** Bytes of RAM. */
  readonly memorySize: number
}
