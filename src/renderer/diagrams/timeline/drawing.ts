/** What every part of the timeline's drawing is given. */
import type { Lane, Timeline } from '../../../shared/models/timeline'
import type { Instant } from '../../../shared/units'
import { palettes, typeScales } from '../tokens/tokens'
import type { Palette, ThemeName, TypeScale } from '../tokens/tokens'
import { runAxis, shownAxis, timelineLayout, type Axis, type TimelineLayout } from './layout'

export interface TimelineDiagramOptions {
  readonly theme: ThemeName
  /** The space that the window has, in pixels. */
  readonly width: number
  readonly height: number
  /** The lane that the arrow keys go along. */
  readonly selected?: Lane
  /** The instant that somebody points at. */
  readonly hover?: Instant
  /** When what a diagram beside it shows happened. */
  readonly drawn?: Instant | undefined
}

export interface TimelineDrawing {
  readonly model: Timeline
  readonly colours: Palette
  readonly type: TypeScale
  readonly layout: TimelineLayout
  readonly shown: Axis
  readonly run: Axis
  readonly selected: Lane | undefined
  readonly hover: Instant | undefined
  readonly drawn: Instant | undefined
}

export function timelineDrawing(
  model: Timeline,
  { theme, width, height, selected, hover, drawn }: TimelineDiagramOptions,
): TimelineDrawing {
  const layout = timelineLayout(width, height, model, selected)
  return {
    model,
    colours: palettes[theme],
    type: typeScales.laptop,
    layout,
    shown: shownAxis(layout, model),
    run: runAxis(layout, model),
    selected,
    hover,
    drawn,
  }
}
