/**
 * What the abbreviations in the drawings stand for: in the words of the SDM, and of the interrupt controllers in those of
 * the 8259A's data sheet.
 */
import { EXCEPTIONS } from '../../shared/x86/exceptions'

const CONTRIBUTORY = EXCEPTIONS.filter((each) => each.class === 'contributory')
  .map(({ mnemonic }) => mnemonic)
  .join(' ')

const ABBREVIATIONS = {
  '.await': 'waits for another future',
  '8042': 'keyboard controller',
  '8259': 'interrupt controller',
  A: 'accessed',
  benign: 'every other exception',
  contributory: CONTRIBUTORY,
  CPL: 'current privilege level',
  CR2: 'page-fault linear address',
  D: 'dirty',
  DPL: 'descriptor privilege level',
  EOI: 'end of interrupt',
  G: 'global',
  GDT: 'global descriptor table',
  HLT: 'halt',
  IDT: 'interrupt descriptor table',
  IDTR: 'IDT register',
  IF: 'interrupt enable flag',
  IMR: 'interrupt mask register, 1 holds back',
  INTA: 'interrupt acknowledge',
  INTR: 'interrupt request',
  IRETQ: 'interrupt return',
  IRQ: 'interrupt request line',
  IRR: 'interrupt request register',
  ISR: 'in-service register',
  IST: 'interrupt stack table',
  P: 'present',
  PCD: 'cache disable',
  PD: 'page directory',
  PDPT: 'page-directory-pointer table',
  PML4: 'page-map level 4',
  PS: 'page size',
  PT: 'page table',
  PWT: 'write-through',
  Pending: 'not done yet',
  PollFn: 'a future made of a function',
  'R/W': 'read/write',
  RF: 'resume flag',
  RIP: 'instruction pointer',
  RPL: 'requested privilege level',
  RSP: 'stack pointer',
  RSP0: 'RSP for what interrupts user mode',
  served: 'the second gets its handler',
  STI: 'set interrupt flag',
  TLB: 'translation lookaside buffer',
  TSS: 'task-state segment',
  poll: 'runs a task until it waits',
  'U/S': 'user/supervisor',
  WP: 'write protect',
  XD: 'execute disable',
} as const satisfies Readonly<Record<string, string>>

/** As the SDM writes exceptions: `#PF`. */
type Mnemonic = `#${string}` | 'NMI'

/** A name that is explained here. */
export type Abbreviation = keyof typeof ABBREVIATIONS | Mnemonic

/** The names of exceptions, as they stand within a line. */
const EXCEPTION_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  EXCEPTIONS.map(({ mnemonic, name }) => [
    mnemonic,
    name.replace(/\b[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase()),
  ]),
)

export const EXCEPTION_MNEMONICS = Object.keys(EXCEPTION_NAMES).filter(
  (name): name is Mnemonic => name === 'NMI' || name.startsWith('#'),
)

/** Whole, or nothing where the name is none of these. */
export const longName = (name: string): string | undefined =>
  (ABBREVIATIONS as Readonly<Record<string, string>>)[name] ?? EXCEPTION_NAMES[name]

/** `IMR (interrupt mask register)`. */
export function withLongName(name: string): string {
  const long = longName(name)
  return long === undefined ? name : `${name} (${long})`
}

/** `benign: every other exception`, for a line of its own. */
export const explained = (name: Abbreviation): string => `${name}: ${longName(name) ?? ''}`

/** The words of a text that may be abbreviations; of a numbered one, `IST1` or `RSP0`, the one without its number too. */
export function abbreviationsIn(text: string): readonly string[] {
  const words = text.split(/[^\w#/]+/)
  return words.flatMap((word) => [word, word.replace(/\d+$/, '')])
}
