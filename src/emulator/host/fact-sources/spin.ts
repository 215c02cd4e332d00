/**
 * Loops that get nowhere: `spin`.
 *
 * At each multiple of 10,000 instants the registers are noted. The processor spins when it comes back to that RIP with
 * the same registers and flags, again in each of the next ten stretches, and nothing was delivered and no port was
 * written meanwhile: 100,000 instructions without progress. It is told once, until there is progress again. A loop that
 * counts, in a register or by way of one, is not found: it may come to an end.
 */
import { linearAddress, type Instant, type LinearAddress } from '../../../shared/units'
import type { LoadedMachine } from '../loaded-machine'
import type { CreateFactSource, FactSource } from './fact-source'
import { spinLocks } from '../spin-locks'

const PERIOD = 10_000
const STRETCHES = 10

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
  const locks = watchLocks(loaded)
  let candidate: Candidate | undefined
  let unwatch: () => void = () => undefined

  function choose(next: Candidate | undefined): void {
    if (candidate?.rip !== next?.rip) {
      unwatch()
      unwatch = next ? machine.watchCode([next.rip], comeBack) : () => undefined
    }
    candidate = next
  }

  function comeBack(): void {
    if (candidate && stateOf(loaded) === candidate.state) {
      candidate = { ...candidate, hasComeBack: true }
    }
  }

  function look(): void {
    const known = candidate?.hasComeBack ? candidate : undefined
    if (!known) {
      const rip = linearAddress(machine.processor().rip)
      choose({ rip, state: stateOf(loaded), stretches: 0, hasComeBack: false, isTold: false })
      return
    }
    const stretches = known.stretches + 1
    const isSpinning = stretches >= STRETCHES
    candidate = { ...known, stretches, hasComeBack: false, isTold: known.isTold || isSpinning }
    if (isSpinning && !known.isTold) tellSpin(known.rip)
  }

  function tellSpin(rip: LinearAddress): void {
    const lock = locks.triedSince(machine.instant() - PERIOD)
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
      unwatch()
      locks.stop()
    },
    save: () => candidate,
    restore: (saved) => choose(saved as Candidate | undefined),
  }
}

/** All that a loop can go on from but memory. */
function stateOf({ machine }: LoadedMachine): string {
  const { general, rflags, cr3 } = machine.processor()
  return [...general, rflags, cr3].join()
}

/** Which lock was found taken when it was tried last. */
function watchLocks(loaded: LoadedMachine): FactSource & {
  triedSince(instant: number): string | undefined
} {
  const locks = spinLocks(loaded)
  const tried = new Map<string, Instant>()
  const ranges = locks.map(({ word }) => ({ linear: word, length: 1n }))
  const stop = loaded.machine.watchAccesses(
    ranges,
    { reads: true, writes: true },
    ({ linearAddress: address, value, old, instant }) => {
      const lock = locks.find(({ word }) => word === address)
      const wasTaken = ((old ?? value) & 1n) === 1n
      if (lock && wasTaken && value & 1n) tried.set(lock.name, instant)
    },
  )
  return {
    stop,
    triedSince: (since) => [...tried].find(([, instant]) => instant >= since)?.[0],
  }
}
