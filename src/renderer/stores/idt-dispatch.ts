/** Which delivery the reader looks at: the latest, one of the recent, or in their place the whole table. */
import { defineStore } from 'pinia'
import { useModelSelection, withAside } from './topic-selection'

export const useIdtDispatchStore = defineStore('idt-dispatch', () =>
  withAside(useModelSelection('idt-dispatch')),
)
