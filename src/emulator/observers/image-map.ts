/**
 * Watches the steps that lead a processor to 64-bit mode, and says where the image's segments and what belongs to them lie.
 * SDM Vol. 3A, "Initializing IA-32e Mode".
 */
import type { ControlRegisterWritten, MachineEvent } from '../../shared/events'
import { RUNGS, type ImageMap, type Rung, type RungName } from '../../shared/models/image-map'
import type { Instant, LinearAddress } from '../../shared/units'
import type { Observer } from './observer'

/** What the machine says when it is looked at. */
export type ImageLook = Omit<ImageMap, 'rungs'>

export interface ImageReader {
  readonly look: () => ImageLook
  /** Control registers at the first instruction. */
  readonly entry: Readonly<Record<'cr0' | 'cr3' | 'cr4' | 'efer', bigint>>
  readonly symbolAt: (rip: LinearAddress) => string | undefined
}

interface Step {
  readonly instant: Instant
  readonly rip: LinearAddress
  readonly old: bigint
  readonly value: bigint
}

type Steps = Readonly<Partial<Record<RungName, Step>>>

/** Steps that are the setting of one bit. */
const BITS: Readonly<
  Record<
    Exclude<RungName, 'CR3' | 'L'>,
    { readonly register: 'CR0' | 'CR4' | 'IA32_EFER'; readonly mask: bigint }
  >
> = {
  PE: { register: 'CR0', mask: 1n << 0n },
  PAE: { register: 'CR4', mask: 1n << 5n },
  LME: { register: 'IA32_EFER', mask: 1n << 8n },
  PG: { register: 'CR0', mask: 1n << 31n },
}
const STEPS_OF_ONE_BIT = Object.keys(BITS) as readonly (keyof typeof BITS)[]
const LONG_MODE_ACTIVE = 1n << 10n

/** Whether a step was taken before the first instruction. */
function isTaken(name: RungName, entry: ImageReader['entry']): boolean {
  if (name === 'CR3') return entry.cr3 !== 0n
  if (name === 'L') return (entry.efer & LONG_MODE_ACTIVE) !== 0n
  const { register, mask } = BITS[name]
  const values = { CR0: entry.cr0, CR4: entry.cr4, IA32_EFER: entry.efer }
  return (values[register] & mask) !== 0n
}

export function createImageMapObserver(reader: ImageReader): Observer<ImageMap> {
  const { entry } = reader
  const isDone = Object.fromEntries(RUNGS.map((name) => [name, isTaken(name, entry)])) as Readonly<
    Record<RungName, boolean>
  >
  let steps: Steps = {}
  let revision = 0

  function reach(name: RungName, { instant, rip, old, new: value }: ControlRegisterWritten): void {
    if (isDone[name] || steps[name]) return
    steps = { ...steps, [name]: { instant, rip, old, value } }
    revision += 1
  }

  function rungOf(name: RungName, mode: ImageMap['mode']): Rung {
    if (isDone[name]) return { name, state: 'entry' }
    const step = steps[name]
    if (step) {
      const symbol = reader.symbolAt(step.rip)
      return { name, state: 'done', ...step, ...(symbol !== undefined && { symbol }) }
    }
    // The jump to code with L = 1 is no event of its own.
    return { name, state: name === 'L' && mode === 64 ? 'done' : 'pending' }
  }

  return {
    observe(event: MachineEvent) {
      if (event.type !== 'control.register-written') return
      if (event.register === 'CR3') reach('CR3', event)
      for (const name of STEPS_OF_ONE_BIT) {
        const { register, mask } = BITS[name]
        if (register === event.register && event.new & ~event.old & mask) reach(name, event)
      }
    },
    revision: () => revision,
    model() {
      const look = reader.look()
      const rungs = RUNGS.map((name) => rungOf(name, look.mode)).sort(
        (one, other) => placeOf(one) - placeOf(other),
      )
      return { ...look, rungs }
    },
    save: () => steps,
    restore(saved) {
      steps = saved as Steps
      revision += 1
    },
  }
}

/** What the loader did comes first; the jump, which is no event, behind the writes; the rest as the manual has it. */
function placeOf({ state, instant }: Rung): number {
  if (state === 'entry') return -1
  return instant ?? (state === 'done' ? Number.MAX_SAFE_INTEGER - 1 : Number.MAX_SAFE_INTEGER)
}
