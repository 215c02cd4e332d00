/** Up to which switch the reader looks: the last, or one of the recent. */
import { defineStore } from 'pinia'
import { useModelSelection } from './topic-selection'

export const useInterleavingStore = defineStore('interleaving', () =>
  useModelSelection('interleaving'),
)
