/**
 * Spin locks among the image's statics, recognised by their types: one word of `AtomicBool` in a type that calls itself
 * a lock or a mutex. What happens to that word is that the lock is taken, tried in vain, or released.
 */
import type { MemoryAccessed } from '../../shared/events'
import { linearAddress, type Instant, type LinearAddress } from '../../shared/units'
import type { DebugInfo } from '../debuginfo/debug-info'
import type { Machine } from '../machine/machine-api'

/** What locks are recognised in, and watched on. */
export interface LockContext {
  readonly machine: Machine
  readonly debugInfo: DebugInfo
}

export interface SpinLock {
  /** As queries call it: the last part of the static's path in lower case, without a `lock` at its end. */
  readonly name: string
  /** Where its word lies: 0 when it is open, 1 when it is taken. */
  readonly word: LinearAddress
}

const LOCK_TYPE = /(?:^|::)\w*(?:Lock|Mutex)\w*(?:<|$)/
const WORD_TYPE = /^core::sync::atomic::(?:AtomicBool|Atomic<bool>)$/
/** The `Mutex` of a `lazy_static` lies in a `Lazy`, a `Once`, a cell, and three wrappers of what is not yet there. */
const DEEPEST = 10

/** Types may be nested, and in a damaged image without end. */
function wordOffset(debugInfo: DebugInfo, type: string, depth = 0): number | undefined {
  if (WORD_TYPE.test(type)) return 0
  if (depth > DEEPEST) return undefined
  for (const member of debugInfo.layoutOf(type)?.members ?? []) {
    const isOnTheWay = WORD_TYPE.test(member.type) || LOCK_TYPE.test(member.type)
    const inner = isOnTheWay ? wordOffset(debugInfo, member.type, depth + 1) : undefined
    if (inner !== undefined) return member.offset + inner
  }
  return undefined
}

export function spinLocks({ debugInfo }: Pick<LockContext, 'debugInfo'>): readonly SpinLock[] {
  return debugInfo.statics().flatMap(({ name, type, address }) => {
    const offset = LOCK_TYPE.test(type) ? wordOffset(debugInfo, type) : undefined
    return offset === undefined
      ? []
      : [{ name: queryName(name), word: linearAddress(address + BigInt(offset)) }]
  })
}

/** As its word says now; a word that lies in no memory yet holds nobody up. */
export const isTaken = ({ word }: SpinLock, readMemory: Machine['readLinear']): boolean =>
  isTakenValue(readMemory(word, 1)[0] ?? 0)

/** Of the byte that a lock is. */
export const isTakenValue = (value: number): boolean => (value & 1) === 1

/** What `lazy_static` makes is a `LAZY` inside of a function; the program calls it by the name that was dereferenced. */
const OF_LAZY_STATIC = /^<(.+) as [\w:]*\bDeref>::deref::.*\bLAZY$/

const queryName = (path: string) => {
  const own = OF_LAZY_STATIC.exec(path)?.[1] ?? path
  return (own.split('::').at(-1) ?? own).toLowerCase().replace(/_?lock$/, '')
}

/** Code that belongs to the lock, and not to whoever uses it. */
const OF_THE_LOCK = /^<?(?:core|alloc|spin|lock_api)::|^<?[\w:]*(?:Lock|Mutex|Guard)\w*(?:<|>|::)/

/** The function that an access was made for, through all that was put into it. */
function functionOf({ debugInfo }: LockContext, rip: LinearAddress): string | undefined {
  const frames = debugInfo.framesAt(rip)
  const own = frames.find((frame) => !OF_THE_LOCK.test(frame.function ?? ''))
  return (own ?? frames.at(-1))?.function ?? debugInfo.symbols.at(rip)?.symbol.name
}

/** What is known of a lock. */
interface Holding {
  readonly owner?: string
  /** Where it was tried in vain last, since it was taken, and whether that was told. */
  readonly triedAt?: LinearAddress
  readonly isSpinTold?: boolean
}

export interface LockEvent {
  readonly kind: 'take' | 'spin' | 'release'
  readonly lock: SpinLock
  /** The function that took it, where it has a name: of a lock that is taken, tried in vain, or released. */
  readonly owner?: string
  /** The function that did this now. */
  readonly by?: string
  readonly instant: Instant
  readonly rip: LinearAddress
}

export interface LockWatch {
  stop(): void
  save(): unknown
  restore(saved: unknown): void
}

/** Calls `listener` for what happens to the locks, until it is stopped. */
export function watchLocks(
  context: LockContext,
  locks: readonly SpinLock[],
  listener: (event: LockEvent) => void,
): LockWatch {
  const byWord = new Map(locks.map((lock) => [lock.word, lock]))
  const functions = new Map<LinearAddress, string | undefined>()
  let holdings = new Map<LinearAddress, Holding>()

  /** A lock is taken at few places, but often. */
  function functionAt(rip: LinearAddress): string | undefined {
    if (!functions.has(rip)) functions.set(rip, functionOf(context, rip))
    return functions.get(rip)
  }

  function tell(
    kind: LockEvent['kind'],
    lock: SpinLock,
    owner: string | undefined,
    { instant, rip }: MemoryAccessed,
  ): void {
    const by = functionAt(rip)
    listener({
      ...{ kind, lock, instant, rip },
      ...(owner !== undefined && { owner }),
      ...(by !== undefined && { by }),
    })
  }

  /** The first look in vain may be a try; the second from the same place is waiting. */
  function spin(lock: SpinLock, access: MemoryAccessed): void {
    const holding = holdings.get(lock.word) ?? {}
    if (holding.isSpinTold) return
    const isAgain = holding.triedAt === access.rip
    holdings.set(lock.word, { ...holding, triedAt: access.rip, isSpinTold: isAgain })
    if (isAgain) tell('spin', lock, holding.owner, access)
  }

  function take(access: MemoryAccessed): void {
    const { linearAddress: address, access: way, rip } = access
    const lock = address === undefined ? undefined : byWord.get(address)
    if (!lock) return
    const now = access.value & 1n
    const before = way === 'read' ? now : (access.old ?? 0n) & 1n
    if (before === 1n && now === 1n) return spin(lock, access)
    if (way === 'read' || before === now) return
    const owner = now === 1n ? functionAt(rip) : holdings.get(lock.word)?.owner
    holdings.set(lock.word, now === 1n && owner !== undefined ? { owner } : {})
    tell(now === 1n ? 'take' : 'release', lock, owner, access)
  }

  const ranges = locks.map(({ word }) => ({ linear: word, length: 1n }))
  const stop = context.machine.watchAccesses(ranges, { reads: true, writes: true }, take)
  return {
    stop,
    save: () => [...holdings],
    restore(saved) {
      holdings = new Map(saved as readonly [LinearAddress, Holding][])
    },
  }
}
