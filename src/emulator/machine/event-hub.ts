/**
 * Empties the core's event ring to those who listen, and tells the core which topics are worth recording.
 * With no listener the core records nothing and this costs nothing.
 */
import type { MachineEvent } from '../../shared/events'
import type { Topic } from '../../shared/topics'
import * as L from '../core/layout'
import type { Core } from './core-binding'
import { decodeEvent, TOPIC_BITS } from './event-records'

export interface EventHub {
  /** Calls `listener` for each event of these topics until the returned function is called. */
  listen(topics: readonly Topic[], listener: (event: MachineEvent) => void): () => void
  drain(): void
}

/** `takeWrite` gets the records of watched stores, which belong to no topic. */
export function createEventHub(core: Core, takeWrite: (record: number) => void): EventHub {
  const listeners = new Set<{ readonly mask: number; call(event: MachineEvent): void }>()

  function updateTopics(): void {
    let mask = 0
    for (const listener of listeners) mask |= listener.mask
    core.setU32(L.TOPICS, mask)
  }

  function drain(): void {
    const count = core.getU32(L.EVENT_COUNT)
    for (let index = 0; index < count; index++) {
      const record = L.EVENT_RING + index * L.EVENT_SIZE
      if (core.getU32(record + L.EVENT_KIND) === L.EVENT_WRITTEN) {
        takeWrite(record)
        continue
      }
      const event = decodeEvent(core, record)
      const bit = TOPIC_BITS[event.topic]
      for (const { mask, call } of listeners) {
        if (mask & bit) call(event)
      }
    }
    core.setU32(L.EVENT_COUNT, 0)
  }

  return {
    drain,
    listen(topics, listener) {
      const mask = topics.reduce((bits, topic) => bits | TOPIC_BITS[topic], 0)
      const entry = { mask, call: listener }
      drain() // What was recorded before belongs to those who listened then.
      listeners.add(entry)
      updateTopics()
      return () => {
        listeners.delete(entry)
        updateTopics()
      }
    },
  }
}
