/** Writes to system registers, HLT and waking from it as events: `reg`, `halt`, `unhalt`. */
import type {
  ControlRegister,
  ControlRegisterWritten,
  Halted,
  MachineEvent,
  MsrWritten,
} from '../../shared/events'
import type { Fact } from './recorder'

const REGISTERS: Readonly<Record<ControlRegister, string>> = {
  CR0: 'cr0',
  CR2: 'cr2',
  CR3: 'cr3',
  CR4: 'cr4',
  CR8: 'cr8',
  IA32_EFER: 'efer',
  GDTR: 'gdtr',
  IDTR: 'idtr',
  LDTR: 'ldtr',
  TR: 'tr',
}

export interface ControlFacts {
  facts(event: ControlRegisterWritten | MsrWritten | Halted): readonly Fact[]
  /** What is delivered first after HLT is what ended it. */
  wakeUp(event: MachineEvent): readonly Fact[]
}

export function createControlFacts(): ControlFacts {
  let isHalted = false
  return {
    facts(event) {
      switch (event.type) {
        case 'control.halted':
          isHalted = true
          return [haltFact(event)]
        case 'control.register-written':
          return [registerFact(REGISTERS[event.register], event)]
        case 'control.msr-written':
          return [] // IA32_EFER is reported as a register; the others have no event in the language.
      }
    },
    wakeUp(event) {
      const isDelivery =
        event.type === 'interrupt.delivered' || event.type === 'exception.delivered'
      if (!isHalted || !isDelivery) return []
      isHalted = false
      const fields = { vec: BigInt(event.vector), rip: event.returnRip }
      return [{ kind: 'unhalt', arguments: [], fields }]
    },
  }
}

const haltFact = ({ interruptsEnabled, rip }: Halted): Fact => ({
  kind: 'halt',
  arguments: [],
  fields: { if: interruptsEnabled ? 1n : 0n, rip },
})

/** A register by its name in queries, with the bits that were set and cleared. */
export function registerFact(
  name: string,
  written: Pick<ControlRegisterWritten, 'old' | 'new' | 'rip'>,
): Fact {
  const { old, new: now, rip } = written
  const fields = { old, new: now, set: now & ~old, cleared: old & ~now, rip }
  return { kind: 'reg', arguments: [name], fields }
}
