/** Which request the reader looks at: the latest, one of the recent, or none but the lines as they stand. */
import { defineStore } from 'pinia'
import { useModelSelection, withAside } from './topic-selection'

export const useInterruptPathStore = defineStore('interrupt-path', () =>
  withAside(useModelSelection('interrupt-path')),
)
