/** The steps in which the diagram tells: each segment that is placed, then each step of the modes that was taken. */
import type { ImageMap, LoadedSegment, Rung } from '../../../shared/models/image-map'
import type { Caption } from '../primitives/figure-frame'
import { rungCaption, segmentCaption } from './words'

export type Station =
  | { readonly kind: 'segment'; readonly index: number; readonly segment: LoadedSegment }
  | { readonly kind: 'rung'; readonly index: number; readonly rung: Rung }

/** Of very many segments the first are told. */
export const MOST_SEGMENTS = 6

export function stationsOf({ segments, rungs }: ImageMap): readonly Station[] {
  const taken = rungs
    .map((rung, index) => ({ kind: 'rung' as const, index, rung }))
    .filter(({ rung }) => rung.state !== 'pending')
  return [
    ...segments
      .slice(0, MOST_SEGMENTS)
      .map((segment, index) => ({ kind: 'segment' as const, index, segment })),
    ...taken,
  ]
}

export const captionOf = (station: Station): Caption =>
  station.kind === 'segment' ? segmentCaption(station.segment) : rungCaption(station.rung)
