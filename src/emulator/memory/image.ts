/** An executable image as its file describes it: what `boot` loads and `debuginfo` reads. */

/** Of the types of a segment, those that somebody here looks for. */
export const SegmentType = {
  load: 1,
  interpreter: 3,
  note: 4,
  threadLocal: 7,
} as const

export interface ImageSegment {
  readonly type: number
  readonly isReadable: boolean
  readonly isWritable: boolean
  readonly isExecutable: boolean
  readonly virtualAddress: bigint
  readonly physicalAddress: bigint
  /** Where `bytes` begin in the file. */
  readonly fileOffset: bigint
  /** Bytes from the file; what is missing up to `memorySize` is zero. */
  readonly bytes: Uint8Array
  readonly memorySize: bigint
}

export interface ImageSection {
  readonly name: string
  readonly type: number
  readonly flags: bigint
  readonly address: bigint
  /** Bytes in memory; `bytes` is empty for a section that the file does not hold. */
  readonly size: bigint
  readonly bytes: Uint8Array
  /** Index of the section that this one refers to: a symbol table's strings. */
  readonly link: number
}

export interface ElfImage {
  /** Linked to be moved by its loader (ET_DYN), not to a fixed address. */
  readonly isPositionIndependent: boolean
  readonly entry: bigint
  readonly segments: readonly ImageSegment[]
  /** Empty when the file has none, or when they make no sense: a stripped or damaged table costs names, not the boot. */
  readonly sections: readonly ImageSection[]
}
