/** Which request to the allocator the reader looks at: always the last, or one that they chose; and the way to it. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { instant } from '../../shared/units'
import { useMachineStore } from './machine'

export const useHeapStore = defineStore('heap', () => {
  const machine = useMachineStore()
  const isFollowing = ref(true)
  const heap = computed(() => machine.models.heap)
  const requests = computed(() => heap.value?.requests ?? [])
  /** The request on show is not the last: the heap is not as it was then. */
  const isPast = computed(() => heap.value?.request?.sequence !== requests.value.at(-1)?.sequence)

  function followLatest(): void {
    isFollowing.value = true
    machine.select('heap', 'latest')
  }

  function select(sequence: number): void {
    isFollowing.value = false
    machine.select('heap', sequence)
  }

  /** Shows the next or previous row of the recent requests. */
  function selectBeside(distance: -1 | 1): void {
    const shown = heap.value?.request?.sequence
    const at = requests.value.findIndex(({ sequence }) => sequence === shown)
    const next = requests.value[at < 0 ? requests.value.length - 1 : at + distance]
    if (next !== undefined) select(next.sequence)
  }

  /** To the instant right after the request, where the heap still is as it left it. */
  function goThere(): void {
    const request = heap.value?.request
    if (request) goTo(request.returnedAt ?? request.instant)
  }

  function goTo(moment: number): void {
    isFollowing.value = true
    machine.select('heap', 'latest')
    machine.seek(instant(moment + 1))
  }

  return { isFollowing, heap, requests, isPast, followLatest, select, selectBeside, goThere, goTo }
})
