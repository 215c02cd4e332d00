/** Which access to a port the reader looks at: the last, or one of the recent. */
import { defineStore } from 'pinia'
import { useModelSelection } from './topic-selection'

export const usePortStripStore = defineStore('port-strip', () => useModelSelection('port-strip'))
