/** Which delivery the reader looks at: the latest, or one of the recent. */
import { defineStore } from 'pinia'
import { useMachineStore } from './machine'
import { useTopicSelection } from './topic-selection'

export const useIdtDispatchStore = defineStore('idt-dispatch', () => {
  const machine = useMachineStore()
  return useTopicSelection('idt-dispatch', () => machine.models['idt-dispatch'])
})
