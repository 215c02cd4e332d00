/** What happened to a queue between two looks at it. */
import type { QueueContents, QueueItem } from '../../../shared/models/executor'

export interface QueueChange {
  readonly queue: QueueContents
  /** Items that were put in, as far as they are still there, the oldest first. */
  readonly added: readonly QueueItem[]
  readonly dropped: number
}

/** The index behind the newest item goes on by one with each that is put in, whatever is taken out meanwhile. */
const endOf = ({ head, length, capacity }: QueueContents): number => (head + length) % capacity

export function queueChange(
  before: QueueContents | undefined,
  after: QueueContents,
): QueueChange | undefined {
  if (!before || before.capacity !== after.capacity) return undefined
  const count = (endOf(after) - endOf(before) + after.capacity) % after.capacity
  const dropped = (after.dropped ?? 0) - (before.dropped ?? 0)
  if (count === 0 && dropped <= 0) return undefined
  const first = Math.max(0, after.length - count)
  // One that was taken out again at once may still be seen in its slot.
  const isGone = count === 1 && after.length === 0 && after.taken !== undefined
  const added = isGone ? [after.taken] : after.items.slice(first)
  return { queue: after, added, dropped: Math.max(0, dropped) }
}

/** Changes of those queues that were there before. */
export const queueChanges = (
  before: readonly QueueContents[],
  after: readonly QueueContents[],
): readonly QueueChange[] =>
  after.flatMap((queue) => {
    const known = before.find(({ address }) => address === queue.address)
    return queueChange(known, queue) ?? []
  })
