/** Which chain the reader looks at: always the latest, or one that they chose. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { useMachineStore } from './machine'

export const useExecutorStore = defineStore('executor', () => {
  const machine = useMachineStore()
  const isFollowing = ref(true)
  const executor = computed(() => machine.models.executor)
  const chains = computed(() => executor.value?.chains ?? [])

  function followLatest(): void {
    isFollowing.value = true
    machine.select('executor', 'latest')
  }

  function select(sequence: number): void {
    isFollowing.value = false
    machine.select('executor', sequence)
  }

  /** Shows the chain of the next or previous row of the recent ones. */
  function selectBeside(distance: -1 | 1): void {
    const shown = executor.value?.chain?.sequence
    const at = chains.value.findIndex(({ sequence }) => sequence === shown)
    const next = chains.value[at < 0 ? chains.value.length - 1 : at + distance]
    if (next !== undefined) select(next.sequence)
  }

  return { isFollowing, executor, chains, followLatest, select, selectBeside }
})
