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
  /** Of the changes made there the last: one that is made at the end of a run leads to no other branch. */
  readonly edit: number | undefined
}

/** Where a pinned picture is from, as things stand. */
export interface PinPlace {
  /** Its branch as it is called now. */
  readonly branch: Branch | undefined
  /** The machine is on another one. */
  readonly isElsewhere: boolean
  /** The branch was deleted: nothing leads there any more. */
  readonly isGone: boolean
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

  function placeOf({ branch: id }: Pin): PinPlace {
    const branch = timeline.branches.find((one) => one.id === id)
    const isElsewhere = id !== timeline.presentBranch?.id
    return { branch, isElsewhere, isGone: isElsewhere && !branch }
  }

  const lastEdit = (at: Instant): number | undefined =>
    machine.models.branches?.inputs.filter((input) => input.isEdit && input.instant === at).at(-1)
      ?.index

  /**
   * The machine stands where it stood when the picture was pinned, and nothing was changed there since. A key that was
   * pressed there before the machine went on is no such change: it reaches the guest later.
   */
  const isThere = (pin: Pin): boolean =>
    machine.status.instant === pin.instant &&
    !placeOf(pin).isElsewhere &&
    lastEdit(pin.instant) === pin.edit

  return {
    pinOf: (place: DiagramPlace, topic: DiagramTopic) => pins.get(placeKey(place, topic)),
    pin(place: DiagramPlace, topic: DiagramTopic, diagram: Diagram): void {
      const { instant } = machine.status
      const branch = timeline.presentBranch?.id
      pins.set(placeKey(place, topic), { diagram, instant, branch, edit: lastEdit(instant) })
    },
    unpin: (place: DiagramPlace, topic: DiagramTopic) => pins.delete(placeKey(place, topic)),
    placeOf,
    isThere,
    /** To an instant of the run that a pinned picture is of. */
    goTo(pin: Pin, instant: Instant): void {
      const { branch, isElsewhere } = placeOf(pin)
      if (!isElsewhere) machine.seek(instant)
      else if (branch) timeline.goOver(branch.id, instant)
    },
  }
})
