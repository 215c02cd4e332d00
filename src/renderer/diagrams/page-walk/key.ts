/** What the abbreviations and signs of this topic stand for, in the order in which they appear. */
import { newPattern, nowPattern, textPattern } from '../primitives/key-patterns'
import type { KeyItem } from '../primitives/picture-key'
import type { Density } from '../tokens/tokens'

const FLAG_COUNT = 10

/** The figure has their names beside them. */
const TABLES: readonly KeyItem[] = ['PML4', 'PDPT', 'PD', 'PT', 'TLB', 'CR2']

const OTHER_TABLES = TABLES.filter((name) => name !== 'PDPT')

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

/** Bit 63 on the left, as the list of entries has them. */
const FLAGS_AS_LISTED = [...FLAGS.slice(0, FLAG_COUNT)].reverse()

export const walkKey = (density: Density): readonly KeyItem[] =>
  density === 'figure' ? [...FLAGS, nowPattern] : [...TABLES, ...FLAGS, nowPattern]

/** Of a low window, which has room for a few: those of the list, and where there is none the tables, the least known first. */
export const spareKey = (hasList: boolean): readonly KeyItem[] =>
  hasList
    ? [...FLAGS_AS_LISTED, 'PDPT', ...FLAGS.slice(FLAG_COUNT), nowPattern, ...OTHER_TABLES]
    : [nowPattern, 'PDPT', ...OTHER_TABLES, ...FLAGS]
