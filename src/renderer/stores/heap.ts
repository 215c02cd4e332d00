/**
 * Which request to the allocator the reader looks at: always the last, or one that they chose; and the way to it. And the
 * states of heaps that were kept to be compared: of other allocators, other instants, other branches.
 */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { MOST_COMPARED, type Heap } from '../../shared/models/heap'
import { instant } from '../../shared/units'
import { useMachineStore } from './machine'
import { useTopicSelection } from './topic-selection'

export const useHeapStore = defineStore('heap', () => {
  const machine = useMachineStore()
  const heap = computed(() => machine.models.heap)
  const { recent: requests, ...selection } = useTopicSelection('heap', () => {
    if (!heap.value) return undefined
    const { requests: recent, request: selected } = heap.value
    return { recent, ...(selected && { selected }) }
  })
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

  /** To the instant right after the request, where the heap still is as it left it. */
  function goThere(): void {
    const request = heap.value?.request
    if (request) goTo(request.returnedAt ?? request.instant)
  }

  function goTo(moment: number): void {
    selection.followLatest()
    machine.seek(instant(moment + 1))
  }

  return {
    ...selection,
    heap,
    requests,
    isPast,
    kept,
    isComparing,
    compared,
    keep,
    forgetKept,
    toggleComparison,
    goThere,
    goTo,
  }
})
