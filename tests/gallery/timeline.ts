/** Every case of the timeline: what the golden tests pin down and the gallery shows. */
import type { Timeline } from '../../src/shared/models/timeline'
import { heightFor } from '../../src/renderer/diagrams/timeline/layout'
import { timelineDiagram } from '../../src/renderer/diagrams/timeline/timeline'
import { THEMES } from '../../src/renderer/diagrams/tokens/tokens'
import type { ThemeName } from '../../src/renderer/diagrams/tokens/tokens'
import { instant } from '../../src/shared/units'
import type { GalleryCase, LayoutStates } from './layouts'
import { timelineNames, timelineOf } from './timelines'

/** The strip of a window of 1440 × 900, and of one of 1280 × 720. */
const STRIPS = [
  ['window', { width: 1440, isTall: true }],
  ['small-window', { width: 1280, isTall: false }],
] as const

type Strip = (typeof STRIPS)[number][1]

/** Situations that are drawn in every theme; the others in light alone. */
const IN_ALL_THEMES = new Set(['past', 'busy', 'bookmarks', 'two-branches'])

/** Where somebody points, in one of them. */
const POINTED_AT = { situation: 'session', at: instant(12_300_000) }

/** When what a diagram shows happened, in one of them. */
const DRAWN_AT = { situation: 'past', at: instant(5_000_000) }

const sizeOf = ({ branches }: Timeline, { width, isTall }: Strip) => ({
  width,
  height: heightFor(branches.length, isTall),
})

function timelineCase(situation: string, suffix: string, strip: Strip): GalleryCase {
  const themes: readonly ThemeName[] =
    strip.isTall && IN_ALL_THEMES.has(situation) ? THEMES : ['light']
  return {
    name: `timeline/${situation}.${suffix}`,
    themes,
    draw(theme) {
      const model = timelineOf(situation)
      return timelineDiagram(model, {
        theme,
        ...sizeOf(model, strip),
        selected: 'faults',
        ...(situation === POINTED_AT.situation && { hover: POINTED_AT.at }),
        ...(situation === DRAWN_AT.situation && { drawn: DRAWN_AT.at }),
      })
    },
  }
}

export const timelineCases = (): GalleryCase[] =>
  timelineNames().flatMap((situation) =>
    STRIPS.map(([suffix, strip]) => timelineCase(situation, suffix, strip)),
  )

/** Every situation in every layout, to be checked for legibility. */
export const everyTimelineState = (): LayoutStates[] =>
  timelineCases().map(({ name, draw }) => ({ name, draw: (theme) => [draw(theme)] }))
