/**
 * What a pointer does on the timeline: a press or a drag goes through time, a drag on the bar moves what is shown, a
 * wheel zooms. Goes somewhere at most once a frame; knows nothing of elements or events.
 */
import type { Timeline } from '../../shared/models/timeline'
import { instant, type Instant } from '../../shared/units'
import { runAxis, type TimelineLayout } from '../diagrams/timeline/layout'
import { destinationOf, pointingAt, type Pointing } from '../diagrams/timeline/pointing'
import type { Point } from '../diagrams/scene'

export interface GestureTarget {
  model(): Timeline | undefined
  layout(): TimelineLayout
  seek(target: Instant): void
  /** Shows as much as now, from here on. */
  showFrom(from: number): void
  zoom(factor: number, around: Instant): void
  choose(pointing: Pointing): void
  /** Goes over to another branch, to an instant there. */
  goOver(branch: number, target: Instant): void
  point(pointing: Pointing | undefined): void
}

export interface Gestures {
  press(at: Point): void
  move(at: Point): void
  release(): void
  leave(): void
  wheel(at: Point, distance: Point): void
}

type Schedule = (callback: () => void) => void

/** So many pixels of a wheel show twice or half as much. */
const DOUBLING = 240

export function createTimelineGestures(
  target: GestureTarget,
  schedule: Schedule = (callback) => void requestAnimationFrame(callback),
): Gestures {
  /** What a drag does with a place; nothing while no button is down. */
  let drag: ((at: Point) => void) | undefined
  let waiting: (() => void) | undefined

  /** Only the last wish of a frame is carried out. */
  function soon(wish: () => void): void {
    if (!waiting) {
      schedule(() => {
        waiting?.()
        waiting = undefined
      })
    }
    waiting = wish
  }

  let isPointing = false

  function point(pointing: Pointing | undefined): void {
    isPointing = pointing !== undefined
    target.point(pointing)
  }

  /** What is dragged says itself where it is: what was pointed at before is over. */
  function dragTo(at: Point, go: (at: Point) => void): void {
    if (isPointing) point(undefined)
    go(at)
  }

  function pressBar(at: Point, model: Timeline): void {
    const layout = target.layout()
    const onBar = (x: number) => runAxis(layout, model).instantAt(x)
    const held = onBar(at.x)
    const isInside = held >= model.from && held <= model.to
    const grip = isInside ? held - model.from : (model.to - model.from) / 2
    drag = ({ x }) => soon(() => target.showFrom(onBar(x) - grip))
    if (!isInside) drag(at)
  }

  return {
    press(at) {
      const model = target.model()
      if (!model) return
      const pointing = pointingAt(model, target.layout(), at)
      target.choose(pointing)
      const { branch } = pointing
      if (branch && !branch.isPresent) return target.goOver(branch.id, pointing.instant)
      if (pointing.place === 'bar') return pressBar(at, model)
      if (pointing.place === 'names') return
      soon(() => target.seek(destinationOf(pointing)))
      drag = (to) => {
        const now = target.model() ?? model
        soon(() => target.seek(pointingAt(now, target.layout(), to).instant))
      }
    },
    move(at) {
      if (drag) return dragTo(at, drag)
      const model = target.model()
      if (!model) return
      const pointing = pointingAt(model, target.layout(), at)
      const hasWords = pointing.place !== 'names' && (pointing.place !== 'bar' || pointing.branch)
      point(hasWords ? pointing : undefined)
    },
    release() {
      drag = undefined
    },
    leave() {
      point(undefined)
    },
    wheel(at, { x, y }) {
      const model = target.model()
      if (!model) return
      const around = pointingAt(model, target.layout(), at).instant
      if (Math.abs(y) >= Math.abs(x)) return target.zoom(2 ** (y / DOUBLING), around)
      const { left, right } = target.layout()
      target.showFrom(instant(model.from + (x / (right - left)) * (model.to - model.from)))
    },
  }
}
