/**
 * Types characters on the guest's keyboard, each when the guest waits for it.
 *
 * The rule is in guest time, so equal runs are typed to at equal instants. At every full millisecond of guest time the
 * next key is pressed and released if IRQ 1 is unmasked, the guest has read every key before it, and either
 * the processor is asleep in HLT or a twentieth of a second has passed since these two became true.
 */
import { INSTANTS_PER_SECOND } from '../../shared/guest-time'
import { typeCharacter } from '../../shared/scan-codes'
import type { Machine } from '../machine/machine-api'

/** The typist looks at the machine at the multiples of this many instants. */
export const TYPIST_INTERVAL = INSTANTS_PER_SECOND / 1000

/** A guest that polls and never sleeps is given this long for each key. */
const PATIENCE = INSTANTS_PER_SECOND / 20

export interface Typist {
  /** To be called at every multiple of `TYPIST_INTERVAL`. */
  look(): void
  isDone(): boolean
}

export function createTypist(machine: Machine, text: string): Typist {
  const strokes = [...text].map(typeCharacter).filter((codes) => codes.length > 0)
  let next = 0
  let readySince: number | undefined

  return {
    isDone: () => next >= strokes.length,
    look() {
      const scanCodes = strokes[next]
      if (!scanCodes) return
      if (!machine.isReadyForKey()) {
        readySince = undefined
        return
      }
      const now = machine.instant()
      readySince ??= now
      if (!machine.isHalted() && now - readySince < PATIENCE) return
      machine.input({ type: 'keys', scanCodes })
      next += 1
      readySince = undefined
    },
  }
}
