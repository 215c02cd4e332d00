/** The whole IDT as it lies in memory at an instant: all 256 gates. SDM Vol. 3A, "Interrupt Descriptor Table (IDT)". */
import type { TableRegister } from '../events'
import type { Instant, LinearAddress } from '../units'

/** `beyond`: behind the limit. `unread`: on a page that is not there. `empty`: all zero. `no gate`: of a wrong type. */
export type GateState = 'present' | 'absent' | 'empty' | 'no gate' | 'beyond' | 'unread'

export interface IdtTableGate {
  readonly vector: number
  readonly address: LinearAddress
  readonly state: GateState
  /** `interrupt gate`, of a gate that was read and is one. */
  readonly type?: string
  readonly dpl?: number
  readonly ist?: number
  /** Where it leads; of a gate that is present. */
  readonly offset?: LinearAddress
  /** The function there, where one is known. */
  readonly symbol?: string
}

export interface IdtTable {
  readonly instant: Instant
  readonly idtr: TableRegister
  readonly gateBytes: 8 | 16
  /** By vector. */
  readonly gates: readonly IdtTableGate[]
}

/** The number to select in place of a delivery's, to look at the whole table. */
export const WHOLE_TABLE = 0
