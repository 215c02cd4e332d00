/** The run as the reader goes through it: which lane they follow, which part they look at, and on which branch they are. */
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { LANES, type Branch, type Lane, type Timeline } from '../../shared/models/timeline'
import type { TimeRange } from '../../shared/protocol'
import { instant, type Instant } from '../../shared/units'
import { useMachineStore } from './machine'
import { useNoticesStore } from './notices'
import { movedRange, rangeAround, zoomedRange } from './timeline-range'

/** Whether a run has just been left on another way, and not another session opened: what was left is as it was. */
function isForked(now: Timeline, { branches, end }: Timeline): boolean {
  const newest = now.branches.at(-1)
  const left = now.branches.find(({ id }) => id === newest?.parent)
  return now.branches.length > branches.length && left?.end === end
}

const isShown = ({ now, from, to }: Timeline): boolean => now >= from && now <= to

export const useTimelineStore = defineStore('timeline', () => {
  const machine = useMachineStore()
  const notices = useNoticesStore()
  const lane = ref<Lane>('faults')
  const isComparing = ref(false)
  const branches = computed(() => {
    const end = machine.models.now?.end
    return (machine.models.branches?.branches ?? []).map((branch) =>
      branch.isPresent && end !== undefined ? { ...branch, end } : branch,
    )
  })
  const presentBranch = computed(() => branches.value.find(({ isPresent }) => isPresent))
  const bookmarks = computed(() => machine.models.branches?.bookmarks ?? [])
  const model = computed<Timeline | undefined>(() => {
    const { timeline: lanes, now } = machine.models
    return (
      lanes && now && { ...lanes, ...now, branches: branches.value, bookmarks: bookmarks.value }
    )
  })
  /** Asked for, and not yet in the model: the next wish goes on from there. */
  let asked: TimeRange | undefined
  /** The reader has gone somewhere, and wants to see where that is. */
  let isTravelling = false
  let hasToldOfBranches = false

  function showRange(range: TimeRange | 'whole-run'): void {
    asked = range === 'whole-run' ? undefined : range
    machine.showRange(range)
  }

  function zoom(factor: number, around?: Instant): void {
    const now = model.value
    if (!now) return
    const middle = isShown(now) ? now.now : instant(Math.round((now.from + now.to) / 2))
    showRange(zoomedRange(asked ?? now, now.end, around ?? middle, factor))
  }

  /** Shows as much as before, beginning at another instant. */
  function showFrom(from: number): void {
    const now = model.value
    if (now) showRange(movedRange(asked ?? now, now.end, from))
  }

  function travel(go: () => void): void {
    isTravelling = true
    go()
  }

  /** Follows the machine out of the part that is shown, unless the reader has looked away from it. */
  function follow(now: Timeline, before: Timeline | undefined): void {
    const wasWatched = before !== undefined && isShown(before) && before.now !== now.now
    if ((wasWatched || isTravelling) && !isShown(now)) showRange(rangeAround(now, now.end, now.now))
    if (before?.now !== now.now) isTravelling = false
  }

  function tellOfBranch(): void {
    if (hasToldOfBranches) return
    hasToldOfBranches = true
    notices.show({
      kind: 'branch',
      tone: 'done',
      text: 'This begins another branch; the one you left is kept.',
      cure: 'The timeline has both.',
      isPassing: true,
    })
  }

  /** Beside the present branch: the one that was left for it, or another. */
  function otherBranch(): Branch | undefined {
    const others = branches.value.filter((one) => !one.isPresent)
    return others.find(({ id }) => id === presentBranch.value?.parent) ?? others.at(-1)
  }

  watch(model, (now, before) => {
    if (!now) return
    asked = undefined
    follow(now, before)
    if (before && isForked(now, before)) tellOfBranch()
  })

  return {
    lane,
    model,
    branches,
    presentBranch,
    bookmarks,
    showRange,
    zoom,
    showFrom,
    seek: machine.seek,
    switchBranch: (id: number) => travel(() => machine.switchBranch(id)),
    /** To an instant of another branch. */
    goOver: (id: number, target: Instant) =>
      travel(() => {
        machine.switchBranch(id)
        machine.seek(target)
      }),
    goToBookmark: (id: number) => travel(() => machine.goToBookmark(id)),
    isComparing,
    otherBranch,
    /** Lays a branch beside the one on screen; without one, the one that was left last. */
    compareWith(id?: number) {
      const present = presentBranch.value
      const other = id ?? otherBranch()?.id
      if (present === undefined || other === undefined || other === present.id) return
      isComparing.value = true
      machine.compare(Math.min(other, present.id), Math.max(other, present.id))
    },
    stopComparing() {
      isComparing.value = false
      machine.stopComparing()
    },
    goToBeginning: () => travel(() => machine.seek(instant(0))),
    goToEnd: () => travel(machine.goToEnd),
    stepBack: (count: number) => travel(() => machine.stepBack(count)),
    goToEvent: (direction: 'before' | 'after') =>
      travel(() => machine.goToEvent(lane.value, direction)),
    selectLane(distance: -1 | 1) {
      const next = LANES[LANES.indexOf(lane.value) + distance]
      if (next) lane.value = next
    },
  }
})
