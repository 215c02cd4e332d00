/**
 * Facts about the interrupt controllers and the devices behind them, each with the registers as they are afterwards.
 * 8259A data sheet, "Interrupt Sequence" and "End of Interrupt".
 */
import type { Instant, LinearAddress, Vector } from '../units'

/** The registers of one 8259A; bit n belongs to its input n. */
export interface PicRegisters {
  readonly irr: number
  readonly imr: number
  readonly isr: number
  /** The vector of input 0: ICW2. */
  readonly base: number
  /** Automatic end of interrupt: ICW4. */
  readonly isAutomaticEoi: boolean
  /** Levels of the inputs as their devices, or the slave, drive them. */
  readonly lines: number
  /** Inputs that are sensed by level; the others by their rising edge. */
  readonly levelTriggered: number
  /** The input of lowest priority; the next one up, modulo 8, has the highest. */
  readonly lowestPriority: number
}

interface InterruptLineFact {
  readonly topic: 'interrupt'
  readonly instant: Instant
  readonly rip: LinearAddress
  /** RFLAGS.IF. */
  readonly interruptsEnabled?: boolean
  readonly master: PicRegisters
  readonly slave: PicRegisters
}

/** A device raised a line, and IRR keeps the request. */
export interface InterruptRequested extends InterruptLineFact {
  readonly type: 'interrupt.requested'
  /** 0 to 15. */
  readonly line: number
}

/** Why a request is not taken, in the order in which the controllers and the processor ask. */
export type BlockReason =
  | 'masked' //               IMR bit of the line
  | 'in-service' //           a line of equal or higher priority is in service: its EOI is missing or yet to come
  | 'cascade-masked' //       IMR bit 2 of the master, for the lines of the slave
  | 'cascade-in-service' //   the master serves a line of equal or higher priority than the slave's
  | 'interrupts-disabled' //  RFLAGS.IF = 0
  | 'interrupt-shadow' //     STI or MOV SS holds interrupts off for one instruction

/** A request that waits was looked at and not taken. Told once for each reason that it waits for. */
export interface InterruptBlocked extends InterruptLineFact {
  readonly type: 'interrupt.blocked'
  readonly line: number
  /** All that hold, first asked first; at least one. */
  readonly reasons: readonly BlockReason[]
}

/** INTA: the request moved from IRR to ISR, and the processor got a vector. */
export interface InterruptAcknowledged extends InterruptLineFact {
  readonly type: 'interrupt.acknowledged'
  readonly vector: Vector
  readonly line: number
  /** No request was left at INTA: the controller answered with its input 7, and ISR keeps nothing. */
  readonly isSpurious: boolean
}

/** An EOI cleared bits of ISR, or found none to clear. */
export interface InterruptEnded extends InterruptLineFact {
  readonly type: 'interrupt.ended'
  readonly controller: 'master' | 'slave'
  /** The line whose ISR bit was cleared; absent when none was set. */
  readonly line?: number
  readonly isSpecific: boolean
  /** OCW2 as it was written to the controller's even port. */
  readonly value: number
}

/** The mask, the vector base or a mode of a controller was written. */
export interface InterruptControllerWritten extends InterruptLineFact {
  readonly type: 'interrupt.controller-written'
  readonly controller: 'master' | 'slave'
  readonly register: 'IMR' | 'ICW1' | 'ICW2' | 'ICW3' | 'ICW4' | 'OCW3'
  readonly value: number
}

/** The 8254's counter 0 expired. */
export interface TimerExpired {
  readonly topic: 'interrupt'
  readonly type: 'interrupt.timer-expired'
  readonly instant: Instant
  /** Counted from 1 since reset. */
  readonly count: number
}

/** A byte entered the 8042's output buffer. */
export interface KeyBuffered {
  readonly topic: 'interrupt'
  readonly type: 'interrupt.key-buffered'
  readonly instant: Instant
  /** Of set 1 when the 8042 translates. */
  readonly scanCode: number
}

export type InterruptLineEvent =
  | InterruptRequested
  | InterruptBlocked
  | InterruptAcknowledged
  | InterruptEnded
  | InterruptControllerWritten
  | TimerExpired
  | KeyBuffered
