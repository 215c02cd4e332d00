/** What can be said and asked of one drawn box: its words, the bits behind it, and where it leads. */
import type { SourceLocation } from '../../shared/models/debug'
import type { AddressSpace, MemoryBits, SettableRegister } from '../../shared/state-edit'
import type { Instant, LinearAddress } from '../../shared/units'

export interface DetailBytes {
  readonly space: AddressSpace
  readonly address: bigint
  readonly length: number
}

/** A value with a name: a flag of an entry, a field of a gate. */
export interface DetailField {
  /** As the SDM names it. */
  readonly name: string
  readonly value: string
  /** What the value means. */
  readonly remark?: string
  /** The bits of memory that hold it: they can be changed. */
  readonly bits?: MemoryBits
}

export interface DiagramDetail {
  /** A sentence, with machine values in backticks. */
  readonly words: string
  readonly fields?: readonly DetailField[]
  /** What the box stands for: who wrote it can be asked. */
  readonly bytes?: DetailBytes
  /** The same of a register. */
  readonly register?: SettableRegister
  /** Code that belongs to the box: its source can be shown. */
  readonly code?: LinearAddress
  /** Where it is written. */
  readonly source?: SourceLocation
  /** The key of another box of the same drawing, to which this one points. */
  readonly box?: string
  /** Another thing of the same topic, to be selected. */
  readonly item?: number
  /** An address whose translation can be shown. */
  readonly translate?: LinearAddress
  /** When something was done with it. */
  readonly moment?: DetailMoment
}

export interface DetailMoment {
  /** What it was: `last poll`. */
  readonly what: string
  readonly instant: Instant
}

export const linearBytes = (address: bigint, length: number): DetailBytes => ({
  space: 'linear',
  address,
  length,
})

export const physicalBytes = (address: bigint, length: number): DetailBytes => ({
  space: 'physical',
  address,
  length,
})
