/**
 * The way from one state of a drawing to the next, as a pure function of time.
 *
 * The marker travels along its route; then what is gone fades out and what is new fades in. Both
 * ends are the exact Scenes, so a paused animation is always a correct figure.
 */
import { roundedPolyline } from './primitives/connectors'
import { routeUntil } from './primitives/route'
import { circle, path } from './primitives/shapes'
import type { Scene, Shape } from './scene'
import { identityOf, sharingShapes } from './shared-shapes'
import { parseEasing } from './tokens/easing'
import { motion, strokes } from './tokens/tokens'

export interface TweenOptions {
  /** The reader asked for less motion: nothing travels, the new state fades in. */
  readonly isMotionReduced?: boolean
}

const MARKER_RADIUS = 7
const HALO_SCALE = 0.72

const travelEase = parseEasing(motion.travel.ease)
const appearEase = parseEasing(motion.appear.ease)
const leaveEase = parseEasing(motion.leave.ease)
const markEase = parseEasing(motion.mark.ease)

/** How the time of a move is shared out, in milliseconds. */
interface Schedule {
  readonly travel: number
  readonly leave: number
  readonly mark: number
  readonly appear: number
  readonly total: number
}

function scheduleOf(to: Scene, { isMotionReduced }: TweenOptions): Schedule {
  if (isMotionReduced) {
    const appear = motion.reduced.appear
    return { travel: 0, leave: 0, mark: 0, appear, total: appear }
  }
  const travel = to.arrival ? motion.travel.ms : 0
  const appear = motion.appear.ms
  const total = Math.max(travel + appear, motion.mark.ms)
  const { leave, mark } = { leave: motion.leave.ms, mark: motion.mark.ms }
  return { travel, leave, mark, appear, total }
}

/** How long a move takes, in milliseconds. A step back plays it in half the time. */
export const tweenDuration = (to: Scene, options: TweenOptions = {}): number =>
  scheduleOf(to, options).total

export function tween(from: Scene, to: Scene, options: TweenOptions = {}): (time: number) => Scene {
  const schedule = scheduleOf(to, options)
  const plan = planOf(from.shapes, sharingShapes(to, from).shapes)
  return (time) => {
    if (time <= 0) return from
    if (time >= 1) return to
    const clock = time * schedule.total
    const marker = markerAt(to, clock, schedule)
    const shapes = plan.map((change) => shapeAt(change, clock, schedule))
    return { ...to, shapes: [...shapes, ...marker] }
  }
}

const progress = (clock: number, length: number): number =>
  length === 0 ? 1 : Math.max(0, Math.min(1, clock / length))

/** The marker, and the way that it has come. */
function markerAt({ arrival }: Scene, clock: number, { travel }: Schedule): readonly Shape[] {
  if (!arrival || clock >= travel) return []
  const { route, fill, stroke } = arrival
  const behind = routeUntil(route, travelEase(progress(clock, travel)))
  const at = behind.at(-1)
  if (!at) return []
  const data = roundedPolyline(behind)
  return [
    path('marker-halo', data, { stroke: fill, strokeWidth: strokes.halo * HALO_SCALE }),
    path('marker-way', data, { stroke, strokeWidth: strokes.strong }),
    circle('marker', at, MARKER_RADIUS, { fill, stroke, strokeWidth: strokes.now }),
  ]
}

type Change =
  | { readonly how: 'stays'; readonly shape: Shape }
  | { readonly how: 'leaves'; readonly shape: Shape }
  | { readonly how: 'enters'; readonly shape: Shape }
  | { readonly how: 'changes'; readonly from: Shape; readonly to: Shape }
  | { readonly how: 'group'; readonly to: Shape; readonly parts: readonly Change[] }

/**
 * What leaves lies below what enters, so that the new state is never hidden by the old one. What stays is the very shape
 * that was there before.
 */
function planOf(from: readonly Shape[], to: readonly Shape[]): readonly Change[] {
  const before = new Map(from.map((shape) => [identityOf(shape), shape]))
  const after = new Set(to.map(identityOf))
  const leaving = from.filter((shape) => !after.has(identityOf(shape)))
  return [
    ...leaving.map((shape): Change => ({ how: 'leaves', shape })),
    ...to.map((shape): Change => {
      const old = before.get(identityOf(shape))
      if (!old) return { how: 'enters', shape }
      if (old === shape) return { how: 'stays', shape }
      if (old.kind === 'group' && shape.kind === 'group') {
        return { how: 'group', to: shape, parts: planOf(old.children, shape.children) }
      }
      return { how: 'changes', from: old, to: shape }
    }),
  ]
}

function shapeAt(change: Change, clock: number, schedule: Schedule): Shape {
  switch (change.how) {
    case 'stays':
      return change.shape
    case 'leaves':
      return faded(change.shape, 1 - leaveEase(progress(clock - schedule.travel, schedule.leave)))
    case 'enters': {
      const since = clock - schedule.travel
      return faded(change.shape, since <= 0 ? 0 : appearEase(progress(since, schedule.appear)))
    }
    case 'group': {
      const children = change.parts.map((part) => shapeAt(part, clock, schedule))
      return { ...change.to, children } as Shape
    }
    case 'changes': {
      // What a shape looks like changes when the marker arrives; where it is changes on the way.
      const hasArrived = clock >= schedule.travel
      const share = markEase(progress(clock, schedule.mark))
      return moved(hasArrived ? change.to : change.from, change.from, change.to, share)
    }
  }
}

const faded = (shape: Shape, opacity: number): Shape => ({
  ...shape,
  opacity: (shape.opacity ?? 1) * opacity,
})

const MOVABLE = ['x', 'y', 'width', 'height', 'radius'] as const

/** `look` at the place between two shapes of one kind. */
function moved(look: Shape, from: Shape, to: Shape, share: number): Shape {
  const start = from as Partial<Record<(typeof MOVABLE)[number], number>>
  const end = to as Partial<Record<(typeof MOVABLE)[number], number>>
  const place = MOVABLE.flatMap((name) => {
    const [a, b] = [start[name], end[name]]
    return a === undefined || b === undefined ? [] : [[name, a + (b - a) * share] as const]
  })
  return { ...look, ...Object.fromEntries(place) }
}
