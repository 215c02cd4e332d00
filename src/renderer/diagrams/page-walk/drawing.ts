/** What every part of the page-walk drawing is given. */
import type { PageWalk } from '../../../shared/models/page-walk'
import type { DiagramOptions } from '../diagram'
import { palettes } from '../tokens/tokens'
import type { Palette } from '../tokens/tokens'
import { columnsOf } from './columns'
import type { WalkColumn } from './columns'
import { pageWalkLayout } from './layout'
import type { PageWalkLayout } from './layout'
import { progressOf } from './stations'
import type { Progress } from './stations'

export interface PageWalkDrawing {
  readonly walk: PageWalk
  readonly colours: Palette
  readonly layout: PageWalkLayout
  readonly columns: readonly WalkColumn[]
  readonly progress: Progress
}

export const pageWalkDrawing = (
  walk: PageWalk,
  { theme, density, step, size }: DiagramOptions,
): PageWalkDrawing => ({
  walk,
  colours: palettes[theme],
  layout: pageWalkLayout(density, size),
  columns: columnsOf(walk),
  progress: progressOf(walk, step),
})

/** The hue of a level, or of the offset. */
export const hueOf = (colours: Palette, field: WalkColumn['field']) => colours.level[field]
