/** What each check asks, in a few words. */
import type { DeliveryCheck } from '../../../shared/events/delivery'

export const CHECK_NAMES: Readonly<Record<DeliveryCheck, string>> = {
  'idt-limit': 'the gate lies within the IDT',
  'gate-read': 'the gate can be read',
  'gate-type': 'it is an interrupt or trap gate',
  'gate-dpl': 'INT n may use it: CPL ≤ DPL',
  'gate-present': 'the gate is present',
  'selector-not-null': 'its selector is not null',
  'selector-limit': 'the descriptor lies within its table',
  'descriptor-read': 'the descriptor can be read',
  'code-segment': 'it describes code',
  'code-dpl': 'the code is not further out',
  'code-64-bit': 'it is 64-bit code',
  'code-present': 'the segment is present',
  'tss-limit': 'the stack pointer lies within the TSS',
  'tss-read': 'the stack pointer can be read',
  'stack-segment': 'the stack segment can be used',
  'stack-canonical': 'the stack pointer is canonical',
  'handler-canonical': 'the handler’s address is canonical',
  'frame-push': 'the whole frame can be stored',
}
