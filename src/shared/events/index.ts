/** Every event that the machine can report: past-tense facts, topic first. */
import type { ControlRegisterWritten, Halted, MsrWritten } from './control'
import type { DeliveryFailed } from './delivery'
import type {
  ExceptionDelivered,
  ExceptionRaised,
  ExceptionReturned,
  ShutdownEntered,
} from './exception'
import type { InstructionEvent } from './instruction'
import type { InterruptLineEvent } from './interrupt-line'
import type { AddressRefused, PageWalkCompleted, TlbFlushed } from './page-walk'

export type MachineEvent =
  | PageWalkCompleted
  | AddressRefused
  | TlbFlushed
  | ExceptionRaised
  | ExceptionDelivered
  | DeliveryFailed
  | ExceptionReturned
  | ShutdownEntered
  | InterruptLineEvent
  | InstructionEvent
  | ControlRegisterWritten
  | MsrWritten
  | Halted

export type * from './code'
export type * from './control'
export type * from './delivery'
export type * from './exception'
export type * from './instruction'
export type * from './interrupt-line'
export type * from './memory-access'
export type * from './page-walk'
