/** Which request the reader looks at: the latest, one of the recent, or none but the lines as they stand. */
import { computed, ref } from 'vue'
import { defineStore } from 'pinia'
import { STANDING_LINES } from '../../shared/models/interrupt-path'
import { useMachineStore } from './machine'
import { useTopicSelection } from './topic-selection'

export const useInterruptPathStore = defineStore('interrupt-path', () => {
  const machine = useMachineStore()
  const model = computed(() => machine.models['interrupt-path'])
  const selection = useTopicSelection('interrupt-path', () => model.value)
  const isStanding = ref(false)

  function select(sequence: number): void {
    isStanding.value = sequence === STANDING_LINES
    selection.select(sequence)
  }

  function followLatest(): void {
    isStanding.value = false
    selection.followLatest()
  }

  function selectBeside(distance: -1 | 1): void {
    isStanding.value = false
    selection.selectBeside(distance)
  }

  /** From a request to the lines as they stand, and back. */
  function toggleStanding(): void {
    if (isStanding.value) followLatest()
    else select(STANDING_LINES)
  }

  return { ...selection, model, isStanding, select, followLatest, selectBeside, toggleStanding }
})
