/** Which access to a port the reader looks at: the last, or one of the recent. */
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useMachineStore } from './machine'
import { useTopicSelection } from './topic-selection'

export const usePortStripStore = defineStore('port-strip', () => {
  const machine = useMachineStore()
  const model = computed(() => machine.models['port-strip'])
  return { ...useTopicSelection('port-strip', () => model.value), model }
})
