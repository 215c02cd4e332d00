/** What the abbreviations and marks of this topic stand for, the least known first: a narrow window has room for those alone. */
import { EXCEPTION_MNEMONICS } from '../glossary'
import { ghostPattern, textPattern } from '../primitives/key-patterns'
import type { KeyItem } from '../primitives/picture-key'

export const DISPATCH_KEY: readonly KeyItem[] = [
  'IDT',
  'GDT',
  'IST',
  'TSS',
  'DPL',
  'CPL',
  'RPL',
  'IDTR',
  'IF',
  'RSP',
  'RIP',
  'RF',
  'IRETQ',
  textPattern('–', 'not asked'),
  ghostPattern('not taken'),
  ...EXCEPTION_MNEMONICS,
]
