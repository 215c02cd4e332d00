/**
 * Loops that get nowhere: `spin`.
 *
 * At each multiple of 10,000 instants the registers are noted. The processor spins when it comes back to that RIP with
 * the same registers and flags, again in each of the next ten stretches, and nothing was delivered and no port was
 * written meanwhile: 100,000 instructions without progress. It is told once, until there is progress again. A loop that
 * counts, in a register or by way of one, is not found: it may come to an end.
 *
 * A loop comes by its instruction thousands of times in a stretch, so nobody watches it for longer than until it has
 * come back, nor its locks before the last stretch.
 */
import { linearAddress, type LinearAddress } from '../../../shared/units'
import type { Machine } from '../../machine/machine-api'
import { spinLocks, type SpinLock } from '../spin-locks'
import type { CreateFactSource } from './fact-source'

const PERIOD = 10_000
const STRETCHES = 10

const nothing = () => undefined

interface Candidate {
  readonly rip: LinearAddress
  readonly state: string
  /** Stretches in which the processor came back, one after the other. */
  readonly stretches: number
  readonly hasComeBack: boolean
  readonly isTold: boolean
}

export const createSpinFacts: CreateFactSource = ({ loaded, tell }) => {
  const { machine } = loaded
  const locks = spinLocks(loaded)
  let candidate: Candidate | undefined
  let unwatchCode: () => void = nothing
  let endLockWatch: LockWatch | undefined

  function choose(next: Candidate | undefined): void {
    const [watched, wanted] = [waitedFor(candidate), waitedFor(next)]
    candidate = next
    if (watched !== wanted) {
      unwatchCode()
      unwatchCode = wanted === undefined ? nothing : machine.watchCode([wanted], comeBack)
    }
    if (next && !next.isTold && next.stretches === STRETCHES - 1) {
      endLockWatch ??= watchLocks(machine, locks)
    } else {
      endLockWatch?.()
      endLockWatch = undefined
    }
  }

  function comeBack(): void {
    if (candidate && stateOf(machine) === candidate.state) {
      choose({ ...candidate, hasComeBack: true })
    }
  }

  function look(): void {
    const known = candidate?.hasComeBack ? candidate : undefined
    if (!known) {
      const rip = linearAddress(machine.processor().rip)
      choose({ rip, state: stateOf(machine), stretches: 0, hasComeBack: false, isTold: false })
      return
    }
    const stretches = known.stretches + 1
    const isSpinning = stretches >= STRETCHES
    if (isSpinning && !known.isTold) tellSpin(known.rip)
    choose({ ...known, stretches, hasComeBack: false, isTold: known.isTold || isSpinning })
  }

  function tellSpin(rip: LinearAddress): void {
    const lock = endLockWatch?.()
    const fields = lock === undefined ? { rip } : { rip, lock }
    tell([{ kind: 'spin', arguments: [], fields }], machine.instant())
  }

  /** Something happened that may lead on. */
  const progress = () => choose(undefined)

  const stops = [
    machine.onInstants(PERIOD, look),
    machine.listen(['exception', 'interrupt'], (event) => {
      if ('handlerRip' in event) progress()
    }),
    machine.onPortAccess(({ direction }) => {
      if (direction === 'out') progress()
    }),
  ]

  return {
    stop() {
      stops.forEach((stop) => stop())
      choose(undefined)
    },
    save: () => candidate,
    restore: (saved) => choose(saved as Candidate | undefined),
  }
}

/** All that a loop can go on from but memory. */
function stateOf(machine: Machine): string {
  const { general, rflags, cr3 } = machine.processor()
  return [...general, rflags, cr3].join()
}

/** Where it is to come back to, as long as it has not. */
const waitedFor = (candidate: Candidate | undefined): LinearAddress | undefined =>
  candidate && !candidate.hasComeBack ? candidate.rip : undefined

/** When it ends, it gives the first of those that were found taken when they were tried. */
type LockWatch = () => string | undefined

function watchLocks(machine: Machine, locks: readonly SpinLock[]): LockWatch {
  const tried = new Set<string>()
  const ranges = locks.map(({ word }) => ({ linear: word, length: 1n }))
  const stop = machine.watchAccesses(
    ranges,
    { reads: true, writes: true },
    ({ linearAddress: address, value, old }) => {
      const lock = locks.find(({ word }) => word === address)
      const wasTaken = ((old ?? value) & 1n) === 1n
      if (lock && wasTaken && value & 1n) tried.add(lock.name)
    },
  )
  return () => {
    stop() // What is not told yet is told first.
    return [...tried][0]
  }
}
