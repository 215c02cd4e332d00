/** The kinds of facts that the machine can be asked to report. One noun a phenomenon. */

export const TOPICS = [
  'page-walk', //      paging-structure walks, TLB fills and invalidations
  'exception', //      exceptions detected, delivered, returned from; shutdown
  'interrupt', //      interrupt lines requested, blocked, acknowledged, delivered, ended; the timer and the keyboard behind them
  'control', //        CR, MSR, GDTR, IDTR, TR writes; HLT and waking from it
  'instruction', //    LIDT, STI, IN and others as they retire; system flags; SS; first instructions of handlers: many
] as const

export type Topic = (typeof TOPICS)[number]

export const isTopic = (text: string): text is Topic => (TOPICS as readonly string[]).includes(text)
