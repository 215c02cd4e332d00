/** What one thing of each lane looks like: a shape of its own, so that no colour is needed to tell them apart. */
import type { Lane } from '../../../shared/models/timeline'
import { decimal } from '../primitives/shapes'
import type { Paint } from '../scene'
import type { Palette } from '../tokens/tokens'

export interface LaneStyle {
  readonly name: string
  /** Path data around a centre; `radius` is half the height that the lane has for it. */
  readonly glyph: (x: number, y: number, radius: number) => string
  /** Two marks nearer than this would touch. */
  readonly room: (radius: number) => number
  readonly paint: (colours: Palette) => Paint
  /** The colour of many marks in one place. */
  readonly ink: (colours: Palette) => string
}

const move = (x: number, y: number): string => `M${decimal(x)} ${decimal(y)}`

function octagon(x: number, y: number, radius: number): string {
  const cut = decimal(radius * 0.6)
  const side = decimal(radius * 0.8)
  return (
    `${move(x - radius * 0.4, y - radius)}h${side}l${cut} ${cut}v${side}` +
    `l-${cut} ${cut}h-${side}l-${cut} -${cut}v-${side}z`
  )
}

function ring(x: number, y: number, radius: number): string {
  const [r, across] = [decimal(radius), decimal(2 * radius)]
  return `${move(x - radius, y)}a${r} ${r} 0 1 0 ${across} 0a${r} ${r} 0 1 0 -${across} 0`
}

const tick = (x: number, y: number, radius: number): string =>
  `${move(x, y - radius)}v${decimal(2 * radius)}`

/** Two bars, as on a button that pauses. */
function pauseBars(x: number, y: number, radius: number): string {
  const bar = `h2v${decimal(2 * radius - 1)}h-2z`
  return `${move(x - 3, y - radius + 0.5)}${bar}${move(x + 1, y - radius + 0.5)}${bar}`
}

const square = (x: number, y: number): string => `${move(x - 2.5, y - 2.5)}h5v5h-5z`

const arrowDown = (x: number, y: number): string => `${move(x - 4, y - 3)}h8l-4 6z`

/** An octagon must be larger than a circle not to be taken for one. */
const FAULT_SCALE = 1.3

const muted = ({ muted: ink }: Palette): string => ink

export const LANE_STYLES: Readonly<Record<Lane, LaneStyle>> = {
  faults: {
    name: 'Faults',
    glyph: (x, y, radius) => octagon(x, y, radius * FAULT_SCALE),
    room: (radius) => 2 * radius * FAULT_SCALE + 1,
    paint: ({ event }) => ({ fill: event.exception.ink }),
    ink: ({ event }) => event.exception.ink,
  },
  interrupts: {
    name: 'Interrupts',
    glyph: (x, y, radius) => ring(x, y, radius - 0.5),
    room: (radius) => 2 * radius + 2,
    paint: ({ event, surface }) => ({ fill: surface, stroke: event.irq.ink, strokeWidth: 1.5 }),
    ink: ({ event }) => event.irq.ink,
  },
  'page-walks': {
    name: 'Page walks',
    glyph: tick,
    room: () => 3,
    paint: ({ ink }) => ({ stroke: ink, strokeWidth: 1.25 }),
    ink: ({ ink }) => ink,
  },
  inputs: {
    name: 'Inputs',
    glyph: arrowDown,
    room: () => 9,
    paint: ({ ink }) => ({ fill: ink }),
    ink: ({ ink }) => ink,
  },
  halts: {
    name: 'HLT',
    glyph: pauseBars,
    room: () => 8,
    paint: ({ muted: fill }) => ({ fill }),
    ink: muted,
  },
  serial: {
    name: 'Serial',
    glyph: square,
    room: () => 7,
    paint: ({ muted: fill }) => ({ fill }),
    ink: muted,
  },
  ports: {
    name: 'Ports',
    glyph: tick,
    room: () => 3,
    paint: ({ muted: stroke }) => ({ stroke, strokeWidth: 1.25 }),
    ink: muted,
  },
}
