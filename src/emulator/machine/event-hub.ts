/**
 * Gives the machine's events to those who listen, in the order in which they happened: those that the core has written
 * to its ring, and those that the chips tell of at once. Tells the core which topics are worth recording.
 * With no listener the core records nothing and this costs nothing.
 */
import type { MachineEvent } from '../../shared/events'
import type { Topic } from '../../shared/topics'
import * as L from '../core/layout'
import type { Core } from './core-binding'
import { decodeEvent, INSTRUCTION_RECORDS, TOPIC_BITS } from './event-records'

export interface EventHub {
  /** Calls `listener` for each event of these topics until the returned function is called. */
  listen(topics: readonly Topic[], listener: (event: MachineEvent) => void): () => void
  /**
   * Calls `take` for each record of these kinds of single instructions, as the core wrote it, until the returned function
   * is called: for who needs so little of each that an event made of it would be most of the work.
   */
  takeInstructions(kinds: readonly number[], take: (record: number) => void): () => void
  isListening(topic: Topic): boolean
  /** Gives an event to those who listen, behind all that stands in the ring. */
  tell(event: MachineEvent): void
  drain(): void
}

export interface EventHubWiring {
  /** Who takes the records that are no events by themselves, by EVENT_… of the core. */
  readonly takers: Readonly<Record<number, (record: number) => void>>
  /** Called when somebody begins or ceases to listen. */
  onListeners(): void
}

export function createEventHub(core: Core, { takers, onListeners }: EventHubWiring): EventHub {
  const listeners = new Set<{ readonly mask: number; call(event: MachineEvent): void }>()
  const takersOfInstructions = new Set<{
    readonly kinds: readonly number[]
    take(record: number): void
  }>()
  /** Topics of which somebody is given events. */
  let wanted = 0
  let isDraining = false

  function updateTopics(): void {
    wanted = 0
    for (const listener of listeners) wanted |= listener.mask
    const taken = takersOfInstructions.size > 0 ? L.TOPIC_INSTRUCTION : 0
    core.setU32(L.TOPICS, wanted | taken)
    onListeners()
  }

  function give(event: MachineEvent): void {
    const bit = TOPIC_BITS[event.topic]
    for (const { mask, call } of listeners) {
      if (mask & bit) call(event)
    }
  }

  function take(record: number): void {
    const kind = core.getU32(record + L.EVENT_KIND)
    const taker = takers[kind]
    if (taker) return taker(record)
    if (INSTRUCTION_RECORDS.has(kind)) {
      for (const own of takersOfInstructions) if (own.kinds.includes(kind)) own.take(record)
      if (!(wanted & L.TOPIC_INSTRUCTION)) return
    }
    give(decodeEvent(core, record))
  }

  /** Whoever is given an event may ask for what happened before; that is under way already. */
  function drain(): void {
    if (isDraining) return
    isDraining = true
    try {
      const count = core.getU32(L.EVENT_COUNT)
      for (let index = 0; index < count; index++) take(L.EVENT_RING + index * L.EVENT_SIZE)
    } finally {
      core.setU32(L.EVENT_COUNT, 0)
      isDraining = false
    }
  }

  return {
    drain,
    isListening: (topic) => (wanted & TOPIC_BITS[topic]) !== 0,
    tell(event) {
      drain()
      give(event)
    },
    listen(topics, listener) {
      const mask = topics.reduce((bits, topic) => bits | TOPIC_BITS[topic], 0)
      return join(listeners, { mask, call: listener })
    },
    takeInstructions: (kinds, take) => join(takersOfInstructions, { kinds, take }),
  }

  function join<T>(group: Set<T>, member: T): () => void {
    drain() // What was recorded before belongs to those who listened then.
    group.add(member)
    updateTopics()
    return () => {
      group.delete(member)
      updateTopics()
    }
  }
}
