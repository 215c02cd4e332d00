/** Where drawings are seen: the exported figure, the window at both sizes, the hall; and every state in each of them. */
import type { DiagramOptions } from '../../src/renderer/diagrams/diagram'
import type { Scene } from '../../src/renderer/diagrams/scene'
import { tween } from '../../src/renderer/diagrams/tween'
import type { ThemeName } from '../../src/renderer/diagrams/tokens/tokens'

export interface GalleryCase {
  /** Folder and file name of the golden drawing, without theme and ending. */
  readonly name: string
  readonly themes: readonly ThemeName[]
  readonly draw: (theme: ThemeName) => Scene
  /** Of a drawing that is between two: both of them. */
  readonly ends?: readonly [from: (theme: ThemeName) => Scene, to: (theme: ThemeName) => Scene]
}

/** What a window of 1440 × 900, and one of 1280 × 720, has for a diagram. */
export const WINDOW_1440 = { width: 828, height: 690 }
export const WINDOW_1280 = { width: 660, height: 500 }

/** A frame that no model describes by itself: the marker on its way from a step to the next, in the figure. */
export const between = (
  name: string,
  step: number,
  draw: (options: DiagramOptions) => Scene,
): GalleryCase => {
  const at = (passed: number) => (theme: ThemeName) =>
    draw({ theme, density: 'figure', step: passed })
  const [from, to] = [at(step), at(step + 1)]
  return {
    name: `${name}.between-step-${step}-and-${step + 1}`,
    themes: ['light'],
    draw: (theme) => tween(from(theme), to(theme))(0.4),
    ends: [from, to],
  }
}

/** The figure, the windows with and without lists beside the drawing, as small as it is ever drawn, and the hall. */
const LAYOUTS: readonly (readonly [string, Omit<DiagramOptions, 'theme'>])[] = [
  ['figure', { density: 'figure', hasWaypoints: true }],
  ['window', { density: 'laptop', size: WINDOW_1440, hasWaypoints: true }],
  ['small-window', { density: 'laptop', size: WINDOW_1280, hasWaypoints: true }],
  ['wide, low window', { density: 'laptop', size: { width: 926, height: 471 } }],
  ['low window', { density: 'laptop', size: { width: 766, height: 465 } }],
  ['lowest window', { density: 'laptop', size: { width: 660, height: 470 } }],
  ['lecture', { density: 'projector', hasWaypoints: true }],
]

export interface LayoutStates {
  readonly name: string
  /** The drawing after each number of steps, from none to all. */
  readonly draw: (theme: ThemeName) => readonly Scene[]
}

/** A situation in every layout and window at every step: too many to keep, all of them to be legible. */
export function everyState(
  situation: string,
  stepCount: number,
  draw: (options: DiagramOptions) => Scene,
): LayoutStates[] {
  const steps = [...Array(stepCount + 1).keys()]
  return LAYOUTS.map(([layout, options]) => ({
    name: `${situation} in the ${layout}`,
    draw: (theme) => steps.map((step) => draw({ ...options, theme, step })),
  }))
}

/** Makes the cases of a topic: `TOPIC/SITUATION` and what tells them apart, in light alone where nothing else is said. */
export const caseMaker =
  (topic: string, draw: (situation: string, options: DiagramOptions) => Scene) =>
  (
    situation: string,
    suffix: string,
    options: Omit<DiagramOptions, 'theme'>,
    themes: readonly ThemeName[] = ['light'],
  ): GalleryCase => ({
    name: `${topic}/${situation}${suffix}`,
    themes,
    draw: (theme) => draw(situation, { ...options, theme }),
  })
