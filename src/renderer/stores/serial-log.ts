/** The text that the guest sent to COM1, kept within bounds and in pieces that a view can append. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { SerialOutput } from '../../shared/models/machine'

/** Older text is dropped, whole lines at a time, once there is more than this. */
const LARGEST_LOG = 128 * 1024

export interface SerialLog {
  readonly text: string
  /** What was added last; undefined when `text` is to be shown anew. */
  readonly appended?: string
}

export const useSerialLogStore = defineStore('serial-log', () => {
  const log = shallowRef<SerialLog>({ text: '' })

  function add(output: SerialOutput): void {
    const appended = output.appended.replace(/\r/g, '')
    if (output.isFresh) {
      log.value = { text: appended.slice(-LARGEST_LOG) }
      return
    }
    if (appended === '') return
    const text = log.value.text + appended
    if (text.length <= LARGEST_LOG) {
      log.value = { text, appended }
      return
    }
    const kept = text.slice(-LARGEST_LOG / 2)
    log.value = { text: kept.slice(kept.indexOf('\n') + 1) }
  }

  return { log, add }
})
