/** What the abbreviations and marks of this topic stand for, the least known first: a narrow window has room for those alone. */
import { ghostPattern, type KeyPattern } from '../primitives/key-patterns'
import type { KeyItem } from '../primitives/picture-key'
import { levelShape } from './devices'

const levelPattern = (name: 'high' | 'low'): KeyPattern => ({
  name,
  meaning: `${name} line`,
  swatch: ({ x, y, height }, { muted }) => levelShape(name === 'high', { x, y: y + height }, muted),
  isIn: (shape) => shape.kind === 'path' && shape.key === name,
})

export const PATH_KEY: readonly KeyItem[] = [
  'IRR',
  'IMR',
  'ISR',
  'EOI',
  '8259',
  'INTR',
  'INTA',
  'CR8',
  'IDT',
  'IF',
  levelPattern('high'),
  levelPattern('low'),
  ghostPattern('not come to'),
  'IRETQ',
  'HLT',
  'IRQ',
  'STI shadow',
  'STI',
  'APIC',
]
