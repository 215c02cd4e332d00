/** What the abbreviations and marks of this topic stand for, the least known first. */
import { EXCEPTION_MNEMONICS } from '../glossary'
import { paintPattern, type KeyPattern } from '../primitives/key-patterns'
import type { KeyItem } from '../primitives/picture-key'
import { rspTriangle } from './column'

const rspPattern = (name: string, meaning: string, isCurrent: boolean): KeyPattern => ({
  name,
  meaning,
  swatch: ({ x, y, height }, colours) =>
    rspTriangle(isCurrent, { x: x + 3, y: y + height / 2 }, 1, colours),
  isIn: (shape) => shape.kind === 'path' && shape.key === name,
})

export const STACK_KEY: readonly KeyItem[] = [
  'TSS',
  'IST',
  'IDT',
  'contributory',
  'benign',
  ...EXCEPTION_MNEMONICS,
  'RSP',
  'RIP',
  'CR2',
  'CPL',
  'IRETQ',
  rspPattern('rsp', 'RSP now', true),
  rspPattern('rsp-saved', 'RSP saved', false),
  paintPattern('frame', 'pushed by the processor', ({ stack, event }) => ({
    fill: stack.cpu,
    stroke: event.irq.ink,
  })),
  paintPattern('call', 'one call', ({ stack, line }) => ({ fill: stack.a, stroke: line })),
]
