/** Which chain the reader looks at: always the latest, or one that they chose. */
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useMachineStore } from './machine'
import { useTopicSelection } from './topic-selection'

export const useExecutorStore = defineStore('executor', () => {
  const machine = useMachineStore()
  const executor = computed(() => machine.models.executor)
  const { recent: chains, ...selection } = useTopicSelection('executor', () => {
    if (!executor.value) return undefined
    const { chains: recent, chain: selected } = executor.value
    return { recent, ...(selected && { selected }) }
  })

  return { ...selection, executor, chains }
})
