/** Facts about the processor's control state, as the core records them. */
import type { Instant, LinearAddress } from '../units'

export type ControlRegister =
  'CR0' | 'CR2' | 'CR3' | 'CR4' | 'CR8' | 'IA32_EFER' | 'GDTR' | 'IDTR' | 'LDTR' | 'TR'

export interface ControlRegisterWritten {
  readonly topic: 'control'
  readonly type: 'control.register-written'
  readonly instant: Instant
  readonly rip: LinearAddress
  readonly register: ControlRegister
  readonly old: bigint
  readonly new: bigint
}

export interface MsrWritten {
  readonly topic: 'control'
  readonly type: 'control.msr-written'
  readonly instant: Instant
  readonly rip: LinearAddress
  readonly msr: number
  readonly old: bigint
  readonly new: bigint
}

export interface Halted {
  readonly topic: 'control'
  readonly type: 'control.halted'
  readonly instant: Instant
  readonly rip: LinearAddress
  readonly interruptsEnabled: boolean
}
