/** What it costs to look at a diagram: how much slower a kernel runs from then on, and what a checkpoint holds for it. */
import { serialize } from 'node:v8'
import { modelOf } from '../../src/emulator/host/observers'
import { DIAGRAM_TOPICS, type DiagramTopic } from '../../src/shared/protocol'
import { busySession, type BusyKernel } from './busy-kernels'
import { milliseconds } from './timeline'

/** Past the boot, so that there is something to look at. */
const BEFORE = 1_000_000
/** Several looks, as frames take them: the first one reads the types of the program. */
const LOOKS = 10

export interface LookMeasurement {
  readonly topic: DiagramTopic
  /** Milliseconds of the processor for the same stretch, before anybody looks at the topic and from then on. */
  readonly unseen: number
  readonly seen: number
  /** Milliseconds for one model. */
  readonly model: number
  /** Bytes of one checkpoint, if it shares nothing with the next. */
  readonly saved: number
}

export const measureLooking = (kernel: BusyKernel, length: number): readonly LookMeasurement[] =>
  DIAGRAM_TOPICS.map((topic) => {
    const [unseen] = runLooking(kernel, length)
    const [seen, { observers }] = runLooking(kernel, length, topic)
    const model = milliseconds(() => {
      for (let look = 0; look < LOOKS; look++) modelOf(observers, topic)
    })
    const saved = serialize(observers[topic].save()).length
    return { topic, unseen, seen, model: model / LOOKS, saved }
  })

function runLooking(kernel: BusyKernel, length: number, topic?: DiagramTopic) {
  const session = busySession(kernel, BEFORE + length)
  session.timeline.run(BEFORE)
  if (topic) modelOf(session.observers, topic)
  return [milliseconds(() => session.timeline.run(length)), session] as const
}
