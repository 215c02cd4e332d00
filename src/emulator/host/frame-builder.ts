/**
 * Puts together what a renderer asked for: the models of the views that are watched, and only those that changed
 * since they were last sent.
 */
import {
  DIAGRAM_TOPICS,
  VIEWS,
  type DiagramTopic,
  type Frame,
  type View,
  type ViewModels,
} from '../../shared/protocol'
import type { LoadedMachine } from './loaded-machine'
import { VIEW_SOURCES, type Showing } from './view-models'

export interface FrameBuilder {
  build(loaded: LoadedMachine, showing: Showing): Frame
  /** A view that was not watched has missed things: it is to be sent whole. */
  forget(view: View): void
}

/** Of a machine that runs, a topic on screen is asked for a few times a second: one that is not for so long was left. */
const UNSEEN_FRAMES = 120

type Models = { -readonly [Name in View]?: ViewModels[Name] }

export function createFrameBuilder(): FrameBuilder {
  /** What was last sent of each view, by a key that is equal for equal models. */
  const sent = new Map<View, string>()
  let forgetsSerial = true
  /** For how many frames of a machine that runs a topic that was looked at has not been asked for. */
  const unseen = new Map<DiagramTopic, number>()

  /** One that stands still costs nothing, and its reader comes back to what happened before. */
  function restUnseen({ observers }: LoadedMachine, { views, status }: Showing): void {
    const isRunning = status.activity === 'running'
    for (const topic of DIAGRAM_TOPICS) {
      const frames = unseen.get(topic)
      if (views.has(topic)) unseen.set(topic, 0)
      else if (!isRunning) continue
      else if (frames === UNSEEN_FRAMES) {
        observers[topic].rest?.()
        unseen.delete(topic)
      } else if (frames !== undefined) unseen.set(topic, frames + 1)
    }
  }

  function serialOutput({ record, machine }: LoadedMachine): ViewModels['serial'] | undefined {
    if (forgetsSerial) record().serial.forget()
    forgetsSerial = false
    return record().serial.take(machine.instant())
  }

  function add<Name extends Exclude<View, 'serial'>>(
    models: Models,
    view: Name,
    loaded: LoadedMachine,
    showing: Showing,
  ): void {
    const source = VIEW_SOURCES[view]
    const key = source.key(loaded, showing)
    if (sent.get(view) === key) return
    sent.set(view, key)
    models[view] = source.model(loaded, showing)
  }

  return {
    forget(view) {
      sent.delete(view)
      if (view === 'serial') forgetsSerial = true
    },

    build(loaded, showing) {
      restUnseen(loaded, showing)
      const models: Models = {}
      for (const view of VIEWS) {
        if (showing.views.has(view) && view !== 'serial') add(models, view, loaded, showing)
      }
      const serial = showing.views.has('serial') ? serialOutput(loaded) : undefined
      if (serial) models.serial = serial
      return { status: showing.status, models }
    },
  }
}
