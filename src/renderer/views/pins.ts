/**
 * Diagrams that were pinned: they show what they showed, while the machine goes on. A picture is a value, and nothing
 * changes it; what is pinned is found again when its tab is turned to.
 */
import { defineStore } from 'pinia'
import { shallowReactive, watch } from 'vue'
import type { DiagramTopic } from '../../shared/protocol'
import type { Branch } from '../../shared/models/timeline'
import type { Instant } from '../../shared/units'
import type { Diagram } from '../diagrams/diagram'
import { useMachineStore } from '../stores/machine'
import { useTimelineStore } from '../stores/timeline'

/** Where a diagram stands in the window: alone or on the left, or beside another. */
export type DiagramPlace = 'diagram' | 'diagram-beside'

export interface Pin {
  readonly diagram: Diagram
  readonly instant: Instant
  /** The branch of the run that it was seen in. */
  readonly branch: number | undefined
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

  /** Its branch as it is called now, unless it was deleted, and whether the machine is on another one. */
  function placeOf({ branch: id }: Pin): { branch: Branch | undefined; isElsewhere: boolean } {
    const branch = timeline.branches.find((one) => one.id === id)
    return { branch, isElsewhere: id !== timeline.presentBranch?.id }
  }

  /** The machine stands where it stood when the picture was pinned. */
  const isThere = (pin: Pin): boolean =>
    machine.status.instant === pin.instant && !placeOf(pin).isElsewhere

  return {
    pinOf: (place: DiagramPlace, topic: DiagramTopic) => pins.get(placeKey(place, topic)),
    pin(place: DiagramPlace, topic: DiagramTopic, diagram: Diagram): void {
      pins.set(placeKey(place, topic), {
        diagram,
        instant: machine.status.instant,
        branch: timeline.presentBranch?.id,
      })
    },
    unpin: (place: DiagramPlace, topic: DiagramTopic) => pins.delete(placeKey(place, topic)),
    placeOf,
    isThere,
    /** To an instant of the run that a pinned picture is of. */
    goTo(pin: Pin, instant: Instant): void {
      const place = placeOf(pin)
      if (place.isElsewhere && place.branch) timeline.goOver(place.branch.id, instant)
      else if (!place.isElsewhere) machine.seek(instant)
    },
  }
})
