/** What the abbreviations and signs of this topic stand for, in the order in which they appear. */
import { newPattern, textPattern } from '../primitives/key-patterns'
import type { KeyItem } from '../primitives/picture-key'
import type { Density } from '../tokens/tokens'

/** The figure has their names beside them. */
const TABLES: readonly KeyItem[] = ['PML4', 'PDPT', 'PD', 'PT', 'TLB', 'CR2']

const FLAGS: readonly KeyItem[] = [
  'P',
  'R/W',
  'U/S',
  'PWT',
  'PCD',
  'A',
  'D',
  'PS',
  'G',
  'XD',
  textPattern('–', 'ignored'),
  'WP',
  newPattern,
]

export const walkKey = (density: Density): readonly KeyItem[] =>
  density === 'figure' ? FLAGS : [...TABLES, ...FLAGS]
