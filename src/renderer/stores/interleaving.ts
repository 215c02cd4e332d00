/** Up to which switch the reader looks: the last, or one of the recent. */
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useMachineStore } from './machine'
import { useTopicSelection } from './topic-selection'

export const useInterleavingStore = defineStore('interleaving', () => {
  const machine = useMachineStore()
  const model = computed(() => machine.models.interleaving)
  return { ...useTopicSelection('interleaving', () => model.value), model }
})
