/**
 * Tells of instructions at watched addresses, right before each is executed: as often as it is executed, and with the
 * registers that it finds. The run stands still meanwhile, so that a listener may look at memory as it is then.
 */
import type { CodeReached } from '../../shared/events'
import { instant, linearAddress, type LinearAddress } from '../../shared/units'
import * as L from '../core/layout'
import type { Core } from './core-binding'

export type CodeListener = (reached: CodeReached) => void

export interface CodeWatch {
  watch(addresses: readonly LinearAddress[], listener: CodeListener): () => void
  /** The processor stands at a watched address. */
  take(): void
}

const GENERAL_REGISTERS = 16

/** `prepare` is called before listeners are: what was recorded before belongs before. */
export function createCodeWatch(core: Core, prepare: () => void): CodeWatch {
  const listeners = new Map<LinearAddress, Set<CodeListener>>()

  function add(address: LinearAddress, listener: CodeListener): void {
    const known = listeners.get(address)
    if (known) {
      known.add(listener)
      return
    }
    if (!core.addCodeProbe(address)) {
      throw new RangeError(`No more than ${L.CODE_PROBE_PLACES / 2} addresses can be watched.`)
    }
    listeners.set(address, new Set([listener]))
  }

  function remove(address: LinearAddress, listener: CodeListener): void {
    const known = listeners.get(address)
    if (!known?.delete(listener) || known.size > 0) return
    listeners.delete(address)
    core.removeCodeProbe(address)
  }

  const readReached = (): CodeReached => ({
    instant: instant(core.getCount(L.INSTANT)),
    rip: linearAddress(core.getU64(L.RIP)),
    general: core.copyU64(L.GPR, GENERAL_REGISTERS),
  })

  return {
    watch(addresses, listener) {
      // Each watch is one of its own, also when the same function listens twice.
      const own: CodeListener = (reached) => listener(reached)
      const added: LinearAddress[] = []
      const stop = () => added.splice(0).forEach((address) => remove(address, own))
      try {
        for (const address of new Set(addresses)) {
          add(address, own)
          added.push(address)
        }
      } catch (error) {
        stop()
        throw error
      }
      return stop
    },

    take() {
      prepare()
      const reached = readReached()
      // One that is added now is told from the next time on, one that is removed not any more.
      for (const listener of [...(listeners.get(reached.rip) ?? [])]) {
        if (listeners.get(reached.rip)?.has(listener)) listener(reached)
      }
    },
  }
}
