/** What went over the ports: each IN and OUT with the chip that answers there and what it means to that chip. */
import type { Instant } from '../units'
import type { InstructionReference } from './page-walk'

export interface PortDevice {
  readonly key: string
  /** `PIC 1`. */
  readonly name: string
  /** `8259A`. */
  readonly chip: string
}

/** An access, or several that are the same one after the other: a poll. */
export interface PortAccesses {
  /** Of the last of them; counts accesses from 1. */
  readonly sequence: number
  /** How many. */
  readonly count: number
  /** Of the last of them. */
  readonly instant: Instant
  readonly direction: 'in' | 'out'
  readonly port: number
  /** Bytes. */
  readonly width: number
  readonly value: number
  /** Index into the devices. */
  readonly device: number
  /** In the words of the chip's data sheet: `OCW2: non-specific EOI`. */
  readonly meaning: string
}

export interface PortStrip {
  readonly instant: Instant
  readonly devices: readonly PortDevice[]
  /** Oldest first. */
  readonly recent: readonly PortAccesses[]
  /** Accesses since reset. */
  readonly total: number
  readonly selected?: PortAccesses & { readonly instruction?: InstructionReference }
}
