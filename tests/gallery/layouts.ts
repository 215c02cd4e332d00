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

const LAYOUTS = [
  ['figure', { density: 'figure' }],
  ['window', { density: 'laptop', size: WINDOW_1440 }],
  ['small-window', { density: 'laptop', size: WINDOW_1280 }],
  ['lecture', { density: 'projector' }],
] as const satisfies readonly (readonly [string, Omit<DiagramOptions, 'theme'>])[]

export interface LayoutStates {
  readonly name: string
  /** The drawing after each number of steps, from none to all. */
  readonly draw: (theme: ThemeName) => readonly Scene[]
}

/** A situation in every layout at every step: too many to keep, all of them to be legible. */
export function everyState(
  situation: string,
  stepCount: number,
  draw: (options: DiagramOptions) => Scene,
): LayoutStates[] {
  const steps = [...Array(stepCount + 1).keys()]
  return LAYOUTS.map(([layout, options]) => ({
    name: `${situation} in the ${layout}`,
    draw: (theme) => steps.map((step) => draw({ ...options, theme, step, hasWaypoints: true })),
  }))
}

/** What the window has for the drawing beside its tabs and lists: wide and low, and as small as it is ever drawn. */
const OTHER_WINDOWS = {
  'wide, low window': { width: 926, height: 471 },
  'lowest window': { width: 660, height: 470 },
} as const

/** The same, and in the windows that are neither the one nor the other. */
export function everyStateAndWindow(
  situation: string,
  stepCount: number,
  draw: (options: DiagramOptions) => Scene,
): LayoutStates[] {
  const others = Object.entries(OTHER_WINDOWS).map(([name, size]): LayoutStates => ({
    name: `${situation} in the ${name}`,
    draw: (theme) =>
      Array.from({ length: stepCount + 1 }, (_, step) =>
        draw({ theme, density: 'laptop', size, step }),
      ),
  }))
  return [...everyState(situation, stepCount, draw), ...others]
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
