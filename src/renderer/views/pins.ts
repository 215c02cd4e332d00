/**
 * Diagrams that were pinned: they show what they showed, while the machine goes on. A picture is a value, and nothing
 * changes it; what is pinned is found again when its tab is turned to.
 */
import { defineStore } from 'pinia'
import { shallowReactive, watch } from 'vue'
import type { DiagramTopic } from '../../shared/protocol'
import type { Instant } from '../../shared/units'
import type { Diagram } from '../diagrams/diagram'
import { useMachineStore } from '../stores/machine'
import { useTimelineStore } from '../stores/timeline'

/** Where a diagram stands in the window: alone or on the left, or beside another. */
export type DiagramPlace = 'diagram' | 'diagram-beside'

export interface Pin {
  readonly diagram: Diagram
  readonly instant: Instant
  /** The branch of the run that it was seen in; its name where there are several. */
  readonly branch: number | undefined
  readonly branchName: string | undefined
}

const placeKey = (place: DiagramPlace, topic: DiagramTopic): string => `${place} ${topic}`

export const usePinsStore = defineStore('pins', () => {
  const machine = useMachineStore()
  const timeline = useTimelineStore()
  const pins = shallowReactive(new Map<string, Pin>())

  /** What another kernel has done is of no use beside this one. */
  watch(
    () => machine.loads,
    () => pins.clear(),
  )

  return {
    pinOf: (place: DiagramPlace, topic: DiagramTopic) => pins.get(placeKey(place, topic)),
    pin(place: DiagramPlace, topic: DiagramTopic, diagram: Diagram): void {
      const present = timeline.branches.find(({ isPresent }) => isPresent)
      pins.set(placeKey(place, topic), {
        diagram,
        instant: machine.status.instant,
        branch: present?.id,
        branchName: timeline.branches.length > 1 ? present?.name : undefined,
      })
    },
    unpin: (place: DiagramPlace, topic: DiagramTopic) => pins.delete(placeKey(place, topic)),
  }
})
