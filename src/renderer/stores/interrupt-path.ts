/** Which request the reader looks at: the latest, one of the recent, or none but the lines as they stand. */
import { computed } from 'vue'
import { defineStore } from 'pinia'
import { useMachineStore } from './machine'
import { useTopicSelection, withAside } from './topic-selection'

export const useInterruptPathStore = defineStore('interrupt-path', () => {
  const machine = useMachineStore()
  const model = computed(() => machine.models['interrupt-path'])
  return { ...withAside(useTopicSelection('interrupt-path', () => model.value)), model }
})
