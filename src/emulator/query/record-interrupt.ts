/** What happens on the interrupt lines as events: `irq raise/block/ack/eoi`, `pit tick`, `key`. */
import type { BlockReason, InterruptLineEvent, PicRegisters } from '../../shared/events'
import type { Fields } from './event-record'
import type { Fact } from './recorder'

/** As queries name them: in `pin` the slave's INT output does not get through the master. */
const WHY: Readonly<Record<BlockReason, string>> = {
  masked: 'imr',
  'in-service': 'isr',
  'cascade-masked': 'pin',
  'cascade-in-service': 'pin',
  'interrupts-disabled': 'if0',
  'interrupt-shadow': 'shadow',
}

/** A request is said to be held back once for each reason, so those that were said are remembered until it is taken. */
export function createInterruptFacts(): (event: InterruptLineEvent) => readonly Fact[] {
  const said = new Map<number, Set<string>>()

  function blockFacts(event: InterruptLineEvent & { type: 'interrupt.blocked' }): Fact[] {
    const { line, reasons } = event
    const known = said.get(line) ?? new Set()
    said.set(line, known)
    return [...new Set(reasons.map((reason) => WHY[reason]))]
      .filter((why) => !known.has(why))
      .map((why) => {
        known.add(why)
        return irqFact('block', { ...lineFields(event, line), why })
      })
  }

  return (event) => {
    switch (event.type) {
      case 'interrupt.requested':
        said.delete(event.line)
        return [irqFact('raise', lineFields(event, event.line))]
      case 'interrupt.blocked':
        return blockFacts(event)
      case 'interrupt.acknowledged': {
        const { line, vector } = event
        said.delete(line)
        return [irqFact('ack', { ...lineFields(event, line), vec: BigInt(vector) })]
      }
      case 'interrupt.ended':
        return [irqFact('eoi', endedFields(event))]
      case 'interrupt.controller-written':
        return [] // The access to the port is an event of its own.
      case 'interrupt.timer-expired':
        return [{ kind: 'pit', arguments: ['tick'], fields: { n: BigInt(event.count) } }]
      case 'interrupt.key-buffered': {
        const fields = { scancode: BigInt(event.scanCode), obf: 1n }
        return [{ kind: 'key', arguments: [], fields }]
      }
    }
  }
}

const irqFact = (what: string, fields: Fields): Fact => ({ kind: 'irq', arguments: [what], fields })

const chipFields = ({ irr, isr, imr }: PicRegisters): Fields => ({
  irr: BigInt(irr),
  isr: BigInt(isr),
  imr: BigInt(imr),
})

interface Controllers {
  readonly interruptsEnabled?: boolean
  readonly master: PicRegisters
  readonly slave: PicRegisters
}

/** With the registers of the controller that the line belongs to, and the vector that it would get. */
function lineFields(event: Controllers, line: number): Fields {
  const chip = line < 8 ? event.master : event.slave
  return {
    line: BigInt(line),
    vec: BigInt(chip.base + (line & 7)),
    ...chipFields(chip),
    ...flagField(event),
  }
}

const flagField = ({ interruptsEnabled }: Controllers): Fields =>
  interruptsEnabled === undefined ? {} : { if: interruptsEnabled ? 1n : 0n }

function endedFields(event: InterruptLineEvent & { type: 'interrupt.ended' }): Fields {
  if (event.line !== undefined) return lineFields(event, event.line)
  const chip = event.controller === 'master' ? event.master : event.slave
  return { ...chipFields(chip), ...flagField(event) }
}
