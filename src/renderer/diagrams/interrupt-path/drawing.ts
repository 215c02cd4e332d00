/** What every part of the interrupt-path drawing is given. */
import type {
  InterruptPath,
  InterruptPaths,
  InterruptStanding,
  RequestWait,
} from '../../../shared/models/interrupt-path'
import type { DiagramOptions } from '../diagram'
import { palettes } from '../tokens/tokens'
import type { Palette } from '../tokens/tokens'
import { pathLayout } from './layout'
import type { PathLayout } from './layout'
import { progressOf } from './stations'
import type { Progress, StationKind } from './stations'

/** What the reader looks at: a request on its way, or without one the lines as they stand. */
export type PathSubject = Pick<InterruptPaths, 'selected' | 'standing'>

export interface PathDrawing {
  readonly path: InterruptPath | undefined
  readonly standing: InterruptStanding
  readonly colours: Palette
  readonly layout: PathLayout
  readonly progress: Progress
}

export const pathDrawing = (
  { selected, standing }: PathSubject,
  { theme, density, step, size }: DiagramOptions,
): PathDrawing => ({
  path: selected,
  standing,
  colours: palettes[theme],
  layout: pathLayout(density, size),
  progress: progressOf(selected, standing, step),
})

/** What the request waits for at the station that is told now. */
export const presentWait = ({ progress }: PathDrawing): RequestWait | undefined =>
  progress.now?.kind === 'wait' ? progress.now.wait : undefined

export const isAt = ({ progress }: PathDrawing, kind: StationKind): boolean =>
  progress.now?.kind === kind
