/** Every case of the timeline: what the golden tests pin down and the gallery shows. */
import { timelineDiagram } from '../../src/renderer/diagrams/timeline/timeline'
import { THEMES } from '../../src/renderer/diagrams/tokens/tokens'
import type { ThemeName } from '../../src/renderer/diagrams/tokens/tokens'
import { instant } from '../../src/shared/units'
import type { GalleryCase, LayoutStates } from './layouts'
import { TIMELINES } from './timelines'

/** The strip of a window of 1440 × 900, and of one of 1280 × 720. */
const STRIPS = [
  ['window', { width: 1440, height: 124 }],
  ['small-window', { width: 1280, height: 86 }],
] as const

type Size = (typeof STRIPS)[number][1]

/** Situations that are drawn in every theme; the others in light alone. */
const IN_ALL_THEMES = new Set(['past', 'busy'])

const POINTED_AT = instant(16_300_000)

function timelineCase(situation: string, suffix: string, size: Size): GalleryCase {
  const isWide = suffix === 'window'
  const themes: readonly ThemeName[] = isWide && IN_ALL_THEMES.has(situation) ? THEMES : ['light']
  const isPointedAt = situation === 'two-branches'
  return {
    name: `timeline/${situation}.${suffix}`,
    themes,
    draw: (theme) =>
      timelineDiagram(timelineOf(situation), {
        theme,
        ...size,
        selected: 'faults',
        ...(isPointedAt && { hover: POINTED_AT }),
      }),
  }
}

export function timelineOf(situation: string) {
  const make = TIMELINES[situation]
  if (!make) throw new Error(`there is no timeline '${situation}'`)
  return make()
}

export const timelineCases = (): GalleryCase[] =>
  Object.keys(TIMELINES).flatMap((situation) =>
    STRIPS.map(([suffix, size]) => timelineCase(situation, suffix, size)),
  )

/** Every situation in every layout, to be checked for legibility. */
export const everyTimelineState = (): LayoutStates[] =>
  timelineCases().map(({ name, draw }) => ({ name, draw: (theme) => [draw(theme)] }))
