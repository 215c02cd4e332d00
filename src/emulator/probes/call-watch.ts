/**
 * Tells of calls of functions and of their returns: a probe at each entry reads the return address from the stack, and
 * one at the return address notices when it is reached with the stack as it must be then.
 *
 * What is under way belongs to an instant of the run: it is saved and restored with a checkpoint, so that a return is
 * known though the machine went back to between entry and return. 64-bit code only. A function that is left by another
 * way than its return (a panic, a task that is never resumed) is never told to have returned.
 */
import type { CodeReached, FunctionEntered, FunctionReturned } from '../../shared/events'
import { littleEndianNumber } from '../../shared/little-endian'
import { linearAddress, type LinearAddress } from '../../shared/units'

export interface CallListener {
  onEnter?(entered: FunctionEntered): void
  onReturn?(returned: FunctionReturned): void
}

export interface CallWatch {
  /** Calls that have not returned, oldest first. */
  pending(): readonly FunctionEntered[]
  stop(): void
  save(): unknown
  restore(saved: unknown): void
}

/** Places in `general`. */
export const REGISTER = {
  RAX: 0,
  RCX: 1,
  RDX: 2,
  RBX: 3,
  RSP: 4,
  RBP: 5,
  RSI: 6,
  RDI: 7,
  R8: 8,
  R9: 9,
} as const

/** A guest that never returns must not fill the host's memory. */
const MOST_PENDING = 4096
const MOST_RETURN_PROBES = 4096
const WORD = 8

/** What a call watch needs of a machine. */
export interface WatchedCode {
  watchCode(
    addresses: readonly LinearAddress[],
    listener: (reached: CodeReached) => void,
  ): () => void
  /** Bytes at a linear address, up to the first page that is not mapped to RAM. */
  readLinear(address: LinearAddress, length: number): Uint8Array
}

/** Throws `RangeError` when too many addresses are watched. */
export function createCallWatch(
  machine: WatchedCode,
  addresses: readonly LinearAddress[],
  { onEnter, onReturn }: CallListener,
): CallWatch {
  /** Oldest first; inner calls of a recursion come after the outer ones. */
  let pending: FunctionEntered[] = []
  /** Return addresses that are watched. They stay: a call comes from few places, but often. */
  const returnProbes = new Map<LinearAddress, () => void>()

  const stopEntries = machine.watchCode(addresses, enter)

  function enter({ instant, rip, general }: CodeReached): void {
    const frame = linearAddress(general[REGISTER.RSP] ?? 0n)
    const returnAddress = readReturnAddress(frame)
    const entered: FunctionEntered = {
      instant,
      address: rip,
      general,
      frame,
      ...(returnAddress !== undefined && { returnAddress }),
    }
    if (onReturn && returnAddress !== undefined) remember(entered, returnAddress)
    onEnter?.(entered)
  }

  function readReturnAddress(frame: LinearAddress): LinearAddress | undefined {
    const bytes = machine.readLinear(frame, WORD)
    if (bytes.length < WORD) return undefined
    return linearAddress(littleEndianNumber(bytes))
  }

  function remember(entered: FunctionEntered, returnAddress: LinearAddress): void {
    const { address, frame } = entered
    // Two calls can share the place of a return address only when one ended in a jump to the other.
    pending = pending.filter(
      (other) =>
        other.frame !== frame ||
        (other.returnAddress === returnAddress && other.address !== address),
    )
    pending.push(entered)
    if (pending.length > MOST_PENDING) pending = pending.slice(-MOST_PENDING / 2)
    watchReturn(returnAddress)
  }

  function watchReturn(address: LinearAddress): void {
    if (returnProbes.has(address)) return
    if (returnProbes.size >= MOST_RETURN_PROBES) forgetIdleReturns()
    returnProbes.set(address, machine.watchCode([address], reachReturn))
  }

  function forgetIdleReturns(): void {
    const needed = new Set(pending.map(({ returnAddress }) => returnAddress))
    for (const [address, stop] of returnProbes) {
      if (needed.has(address)) continue
      stop()
      returnProbes.delete(address)
    }
  }

  /** A return takes the address off the stack, and perhaps arguments: RSP is above it then. */
  function reachReturn({ instant, rip, general }: CodeReached): void {
    const top = general[REGISTER.RSP] ?? 0n
    const done = pending.filter(
      ({ frame, returnAddress }) => returnAddress === rip && top === frame + BigInt(WORD),
    )
    if (done.length === 0) return
    pending = pending.filter((entered) => !done.includes(entered))
    // The one that was jumped to last is the one that returned.
    for (const entered of done.reverse()) onReturn?.({ instant, entered, general })
  }

  return {
    pending: () => pending,
    stop() {
      stopEntries()
      for (const stop of returnProbes.values()) stop()
      returnProbes.clear()
      pending = []
    },
    save: () => pending,
    restore(saved) {
      pending = [...(saved as readonly FunctionEntered[])]
      for (const { returnAddress } of pending) {
        if (returnAddress !== undefined) watchReturn(returnAddress)
      }
    },
  }
}
