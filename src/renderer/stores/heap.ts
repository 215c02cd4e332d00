/**
 * Which request to the allocator the reader looks at: always the last, or one that they chose; and the way to it. And the
 * states of heaps that were kept to be compared: of other allocators, other instants, other branches.
 */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { MOST_COMPARED, type Heap } from '../../shared/models/heap'
import { instant } from '../../shared/units'
import { useMachineStore } from './machine'

export const useHeapStore = defineStore('heap', () => {
  const machine = useMachineStore()
  const isFollowing = ref(true)
  const heap = computed(() => machine.models.heap)
  const requests = computed(() => heap.value?.requests ?? [])
  /** The request on show is not the last: the heap is not as it was then. */
  const isPast = computed(() => heap.value?.request?.sequence !== requests.value.at(-1)?.sequence)

  const kept = shallowRef<readonly Heap[]>([])
  const isComparing = ref(false)
  /** Those that were kept, and the present one. */
  const compared = computed(() => [...kept.value, ...(heap.value ? [heap.value] : [])])

  /** Keeps the heap as it is now; of many the last. */
  function keep(): void {
    if (heap.value) kept.value = [...kept.value, heap.value].slice(1 - MOST_COMPARED)
  }

  function forgetKept(): void {
    kept.value = []
    isComparing.value = false
  }

  function toggleComparison(): void {
    isComparing.value = !isComparing.value && kept.value.length > 0
  }

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

  return {
    isFollowing,
    heap,
    requests,
    isPast,
    kept,
    isComparing,
    compared,
    keep,
    forgetKept,
    toggleComparison,
    followLatest,
    select,
    selectBeside,
    goThere,
    goTo,
  }
})
