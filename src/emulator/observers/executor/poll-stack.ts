/**
 * Polls that are under way, the outermost first. A future that is polled within the poll of another one, on the same
 * stack, is a part of that one and no task.
 */
export interface ActivePoll {
  /** Only of a task: which part of it is polled within does not matter. */
  readonly future?: bigint
  /** RSP at the entry. */
  readonly frame: bigint
  /** Its function. */
  readonly address: bigint
  readonly returnAddress?: bigint
}

export type PollCalled = Omit<ActivePoll, 'future'>

const DEPTH_LIMIT = 64

export interface PollStack {
  /** Forgets the polls that were left without a return, because their frames are gone. */
  leaveGone(called: PollCalled): readonly ActivePoll[]
  enter(poll: ActivePoll): void
  /** The poll that has returned, when it was that of a task. */
  leave(frame: bigint): ActivePoll | undefined
  /** The task that is being polled. */
  outermost(): ActivePoll | undefined
  depth(): number
  save(): readonly ActivePoll[]
  restore(saved: readonly ActivePoll[]): void
}

/** A poll may end in a jump to that of the future inside, which then has its frame and returns in its place. */
const jumpedTo = (poll: ActivePoll, called: PollCalled): boolean =>
  poll.frame === called.frame &&
  poll.returnAddress === called.returnAddress &&
  poll.address !== called.address

export function createPollStack(): PollStack {
  let active: readonly ActivePoll[] = []
  return {
    leaveGone(called) {
      const isGone = (poll: ActivePoll) => poll.frame <= called.frame && !jumpedTo(poll, called)
      const gone = active.filter(isGone)
      if (gone.length > 0) active = active.filter((poll) => !isGone(poll))
      return gone
    },
    enter(poll) {
      if (active.length < DEPTH_LIMIT) active = [...active, poll]
    },
    leave(frame) {
      const at = active.findIndex((poll) => poll.frame === frame)
      if (at < 0) return undefined
      const poll = active[at]
      active = active.slice(0, at)
      return at === 0 ? poll : undefined
    },
    outermost: () => active[0],
    depth: () => active.length,
    save: () => active,
    restore: (saved) => void (active = saved),
  }
}
