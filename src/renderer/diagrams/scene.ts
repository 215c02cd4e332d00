/**
 * A Scene: a whole drawing as plain data, which a pure function made from a model.
 *
 * Every shape has a key that stays the same from one Scene to the next, so that the screen can
 * move what moved and leave alone what stayed. It knows nothing of SVG elements or of the DOM;
 * `src/renderer/svg` turns it into text for export and into elements for the window.
 */
import type { FontFamily, FontWeight } from './tokens/text-metrics'

export interface Scene {
  /** What every id in the drawing begins with: `page-walk`. */
  readonly name: string
  readonly width: number
  readonly height: number
  /** The point of the drawing, as a sentence. */
  readonly title: string
  /** The drawing in words, for those who hear it. */
  readonly description: string
  readonly background: string
  readonly shapes: readonly Shape[]
  /** How the marker came here from the state before; absent when nothing travels. */
  readonly arrival?: Arrival
}

/** The way of the marker, and what it looks like while it is on its way. */
export interface Arrival {
  readonly route: readonly Point[]
  readonly fill: string
  readonly stroke: string
}

export interface Point {
  readonly x: number
  readonly y: number
}

export type Shape = Group | Rect | Path | Circle | Text

interface Keyed {
  /** Unique in the whole Scene for a group, among its siblings for any other shape. */
  readonly key: string
  /** 0 to 1; absent for 1. */
  readonly opacity?: number
}

export interface Paint {
  readonly fill?: string
  readonly stroke?: string
  readonly strokeWidth?: number
  /** Dash pattern, as SVG writes it: `5 4`. */
  readonly dash?: string
  readonly roundCaps?: boolean
}

export interface Group extends Keyed {
  readonly kind: 'group'
  readonly children: readonly Shape[]
}

export interface Rect extends Keyed, Paint {
  readonly kind: 'rect'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly radius?: number
}

export interface Path extends Keyed, Paint {
  readonly kind: 'path'
  /** SVG path data, made by the functions of `primitives/`. */
  readonly data: string
}

export interface Circle extends Keyed, Paint {
  readonly kind: 'circle'
  readonly x: number
  readonly y: number
  readonly radius: number
}

export type Anchor = 'start' | 'middle' | 'end'

/** One line of text. Its runs push one another, so a substitute font cannot make them collide. */
export interface Text extends Keyed {
  readonly kind: 'text'
  readonly x: number
  /** The baseline. */
  readonly y: number
  readonly anchor: Anchor
  readonly runs: readonly Run[]
}

export interface Run {
  readonly text: string
  readonly size: number
  readonly weight: FontWeight
  readonly font: FontFamily
  readonly fill: string
  /** Space before the run, in pixels: blanks at the ends of a run are not kept by every viewer. */
  readonly gap?: number
}

/** Every shape of a Scene, groups before their children, in drawing order. */
export function* shapesOf(shapes: readonly Shape[]): Generator<Shape> {
  for (const shape of shapes) {
    yield shape
    if (shape.kind === 'group') yield* shapesOf(shape.children)
  }
}
