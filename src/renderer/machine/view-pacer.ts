/**
 * Decides which views to watch. While the machine runs fast, nobody can read sixty disassemblies a
 * second, so the views that are read and not watched come a few times a second only; the machine
 * then does not even make them. As soon as it stands still, all of them are there.
 */
import {
  DIAGRAM_TOPICS,
  type Command,
  type Frame,
  type Speed,
  type View,
} from '../../shared/protocol'

/** What moves like a film, as the guest's own screen does. */
const FLUENT: ReadonlySet<View> = new Set(['screen', 'serial'])

/** So often the other views are shown while the machine runs fast. */
const GLANCE_MS = 200

/** All diagrams together take several times as long to make and to draw as one. */
const GLANCE_AT_MANY_MS = 600
const MANY = 3

const isDiagram = (view: View): boolean => DIAGRAM_TOPICS.some((topic) => topic === view)

/** Up to this speed each instruction is worth a frame. */
const FASTEST_READABLE = 1000

export interface ViewPacer {
  /** The views on screen. */
  want(views: readonly View[]): void
  setSpeed(speed: Speed): void
  onFrame(frame: Frame): void
  /** A fresh machine knows nothing of what was watched before. */
  startOver(): void
}

type Later = (callback: () => void, delay: number) => void

export function createViewPacer(
  send: (command: Command) => void,
  later: Later = (callback, delay) => void setTimeout(callback, delay),
): ViewPacer {
  let wanted: readonly View[] = []
  let isFast = true
  let isResting = false

  function watch(): void {
    const views = isResting ? wanted.filter((view) => FLUENT.has(view)) : wanted
    send({ type: 'watch', views })
  }

  function wake(): void {
    if (!isResting) return
    isResting = false
    watch()
  }

  return {
    want(views) {
      wanted = views
      watch()
    },
    setSpeed(speed) {
      isFast = typeof speed !== 'number' || speed > FASTEST_READABLE
      if (!isFast) wake()
    },
    startOver() {
      isResting = false
      watch()
    },
    onFrame(frame) {
      if (frame.status.activity !== 'running' || !isFast) return wake()
      // A frame that answers an earlier wish may come without them: rest only once they were seen.
      if (isResting || !wanted.some((view) => !FLUENT.has(view) && frame.models[view])) return
      isResting = true
      watch()
      later(wake, wanted.filter(isDiagram).length >= MANY ? GLANCE_AT_MANY_MS : GLANCE_MS)
    },
  }
}
