/** What takes, spins and releases come to: when each lock was held, and when it was waited for. */
import type { LockHistory, LockStretch } from '../../../shared/models/interleaving'
import type { Instant } from '../../../shared/units'
import { SOMEBODY } from './lanes'

export interface LockChange {
  readonly kind: 'take' | 'spin' | 'release'
  readonly name: string
  readonly function?: string
  readonly instant: Instant
}

export interface KeptLockChange extends LockChange {
  /** Key of the lane that ran. */
  readonly lane: string
}

/** Of each lock. */
const STRETCHES = 128

/** `begin`: from when on switches are told; a lock of which only the release is kept was held by then. */
export function lockHistories(
  changes: readonly KeptLockChange[],
  begin: Instant,
  laneIndex: (key: string) => number,
): readonly LockHistory[] {
  const byName = new Map<string, KeptLockChange[]>()
  for (const change of changes) {
    const others = byName.get(change.name)
    if (others) others.push(change)
    else byName.set(change.name, [change])
  }
  return [...byName].map(([name, own]) => historyOf(name, own, begin, laneIndex))
}

function historyOf(
  name: string,
  changes: readonly KeptLockChange[],
  begin: Instant,
  laneIndex: (key: string) => number,
): LockHistory {
  const held: LockStretch[] = []
  const waits: LockStretch[] = []
  let taken: KeptLockChange | undefined
  for (const change of changes) {
    const { kind, instant } = change
    if (kind === 'spin') waits.push(begun(change, laneIndex))
    else if (kind === 'take') {
      endWait(waits, laneIndex(change.lane), instant)
      taken = change
    } else {
      const first = taken ?? { ...change, instant: begin < instant ? begin : instant }
      // Who took it may not be known; who releases it held it.
      const { lane } = first.lane === SOMEBODY.key ? change : first
      held.push({ ...begun({ ...first, lane }, laneIndex), to: instant })
      taken = undefined
    }
  }
  if (taken) held.push(begun(taken, laneIndex))
  return { name, held: held.slice(-STRETCHES), waits: waits.slice(-STRETCHES) }
}

const begun = (
  { instant, lane, function: by }: KeptLockChange,
  laneIndex: (key: string) => number,
): LockStretch => ({
  from: instant,
  lane: laneIndex(lane),
  ...(by !== undefined && { function: by }),
})

function endWait(waits: LockStretch[], lane: number, to: Instant): void {
  const index = waits.findIndex((each) => each.to === undefined && each.lane === lane)
  const open = waits[index]
  if (open) waits[index] = { ...open, to }
}
