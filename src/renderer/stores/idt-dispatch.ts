/** Which delivery the reader looks at: the latest, one of the recent, or in their place the whole table. */
import { computed } from 'vue'
import { defineStore } from 'pinia'
import { useMachineStore } from './machine'
import { useTopicSelection, withAside } from './topic-selection'

export const useIdtDispatchStore = defineStore('idt-dispatch', () => {
  const machine = useMachineStore()
  const model = computed(() => machine.models['idt-dispatch'])
  return { ...withAside(useTopicSelection('idt-dispatch', () => model.value)), model }
})
