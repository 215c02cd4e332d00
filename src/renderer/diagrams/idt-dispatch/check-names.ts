/** What each check asks, in a few words. */
import type { DeliveryCheck } from '../../../shared/events/delivery'

export const CHECK_NAMES: Readonly<Record<DeliveryCheck, string>> = {
  'idt-limit': 'the gate lies within the IDT',
  'gate-read': 'the gate can be read',
  'gate-type': 'it is an interrupt or trap gate',
  'gate-dpl': 'INT n may use it: CPL is not above DPL',
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
  'handler-canonical': 'the address of the handler is canonical',
  'frame-push': 'the whole frame can be stored',
}

/** What is said of a delivery that a check ended, in a list. */
export const CHECK_FAILURES: Readonly<Record<DeliveryCheck, string>> = {
  'idt-limit': 'beyond the IDT limit',
  'gate-read': 'gate not readable',
  'gate-type': 'no gate',
  'gate-dpl': 'CPL > DPL of the gate',
  'gate-present': 'gate P = 0',
  'selector-not-null': 'null selector',
  'selector-limit': 'selector beyond its table',
  'descriptor-read': 'descriptor not readable',
  'code-segment': 'not a code segment',
  'code-dpl': 'code of an outer ring',
  'code-64-bit': 'not 64-bit code',
  'code-present': 'code segment P = 0',
  'tss-limit': 'TSS too short',
  'tss-read': 'TSS not readable',
  'stack-segment': 'bad stack segment',
  'stack-canonical': 'stack not canonical',
  'handler-canonical': 'handler not canonical',
  'frame-push': 'no stack for the frame',
}
