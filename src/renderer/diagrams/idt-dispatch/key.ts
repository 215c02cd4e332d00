/** What the abbreviations and marks of this topic stand for, the least known first: a narrow window has room for those alone. */
import { EXCEPTION_MNEMONICS } from '../glossary'
import { ghostPattern, nowPattern, pushedPattern, textPattern } from '../primitives/key-patterns'
import type { KeyItem } from '../primitives/picture-key'

export const DISPATCH_KEY: readonly KeyItem[] = [
  nowPattern,
  pushedPattern,
  'IST',
  'CPL',
  'DPL',
  'IF',
  'GDT',
  'IDT',
  'TSS',
  'RPL',
  'IDTR',
  'RSP',
  'RIP',
  'RF',
  'IRETQ',
  textPattern('–', 'not checked'),
  ghostPattern('not taken'),
  ...EXCEPTION_MNEMONICS,
]
