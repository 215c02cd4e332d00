/**
 * Turns what a machine reports into the events that queries speak of, numbered in the order of the run.
 * One fact may be several events: a walk that ends well also fills the TLB.
 *
 * Knows the machine's events and nothing of the machine; what no event tells (a serial byte, the end) is told to it.
 */
import type { MachineEvent } from '../../shared/events'
import type { Instant } from '../../shared/units'
import type { EventRecord, Fields } from './event-record'
import { createControlFacts } from './record-control'
import { createExceptionFacts } from './record-exception'
import { createInstructionFacts } from './record-instruction'
import { createInterruptFacts } from './record-interrupt'
import { portFact, type PortAccess } from './record-port'
import { walkFacts } from './record-walk'

/** A fact that is not numbered yet. */
export interface Fact {
  readonly kind: string
  readonly arguments: readonly (string | bigint)[]
  readonly fields: Fields
}

export interface Recorder {
  record(event: MachineEvent): readonly EventRecord[]
  /** Facts that are no events of the machine. */
  take(facts: readonly Fact[], instant: Instant): readonly EventRecord[]
  portAccess(access: PortAccess, instant: Instant): readonly EventRecord[]
  /** A byte left the serial port: lines are events. */
  serialByte(byte: number, instant: Instant): readonly EventRecord[]
  /** The guest ended the run through port 0xF4, with the status that the host got. */
  exited(exitStatus: number, instant: Instant): readonly EventRecord[]
}

const NEWLINE = 0x0a
/** Longer lines are cut: a guest may print for ever. */
const LINE_LIMIT = 4096

/** `decode` turns the bytes of a line into text. */
export function createRecorder(decode: (bytes: Uint8Array) => string): Recorder {
  const exceptions = createExceptionFacts()
  const interrupts = createInterruptFacts()
  const control = createControlFacts()
  const instructions = createInstructionFacts()
  let instant: Instant | undefined
  let order = 0
  let line: number[] = []

  function number(facts: readonly Fact[], now: Instant): EventRecord[] {
    if (now !== instant) order = 0
    instant = now
    return facts.map((fact) => ({ ...fact, instant: now, order: order++ }))
  }

  function factsOf(event: MachineEvent): readonly Fact[] {
    switch (event.topic) {
      case 'page-walk':
        return walkFacts(event)
      case 'exception':
        if ('attempt' in event && 'handlerRip' in event) instructions.noteDelivery(event)
        return [...control.wakeUp(event), ...exceptions(event)]
      case 'interrupt':
        if (!('attempt' in event)) return interrupts(event)
        instructions.noteDelivery(event)
        return [...control.wakeUp(event), ...exceptions(event)]
      case 'control':
        return control.facts(event)
      case 'instruction':
        return instructions.facts(event)
    }
  }

  return {
    record: (event) => number(factsOf(event), event.instant),
    take: number,
    portAccess: (access, now) => number([portFact(access)], now),
    serialByte(byte, now) {
      if (byte !== NEWLINE) {
        if (line.length < LINE_LIMIT) line.push(byte)
        return []
      }
      const text = decode(Uint8Array.from(line)).replace(/\r$/, '')
      line = []
      return number([{ kind: 'text', arguments: ['serial'], fields: { line: text } }], now)
    },
    exited: (exitStatus, now) =>
      number([{ kind: 'exit', arguments: [], fields: { value: BigInt(exitStatus >> 1) } }], now),
  }
}
