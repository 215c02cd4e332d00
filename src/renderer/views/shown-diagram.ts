/** The diagram that the reader looks at: what an export, and the pane of words, speak of. */
import { inject, provide, shallowRef, type InjectionKey, type ShallowRef } from 'vue'
import type { DiagramTopic } from '../../shared/protocol'
import type { Diagram } from '../diagrams/diagram'
import type { DiagramPlace } from './pins'

export interface ShownDiagram {
  readonly topic: DiagramTopic
  readonly place: DiagramPlace
  /** Absent while nothing of the topic has happened yet. */
  readonly diagram: Diagram | undefined
  /** What the machine shows now, also where something pinned is looked at. */
  readonly present: () => Diagram | undefined
  readonly askForExport: () => void
  /** One entry, one check, one word forth or back. */
  readonly subStep: (distance: -1 | 1) => void
  readonly togglePin: () => void
}

const KEY: InjectionKey<ShallowRef<ShownDiagram | undefined>> = Symbol('shown diagram')

/** To be called once, by the window. */
export function provideShownDiagram(): ShallowRef<ShownDiagram | undefined> {
  const shown = shallowRef<ShownDiagram>()
  provide(KEY, shown)
  return shown
}

export function useShownDiagram(): ShallowRef<ShownDiagram | undefined> {
  const shown = inject(KEY)
  if (!shown) throw new Error('No window provides the shown diagram.')
  return shown
}
