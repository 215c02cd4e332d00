/** Two sentences for each station: what happens there, and what it leaves behind. */
import { formatShortHex } from '../../../shared/format'
import { isSlaveLine } from '../../../shared/interrupt-lines'
import type { InterruptPath, PathEnd } from '../../../shared/models/interrupt-path'
import { vectorName } from '../../../shared/x86/exceptions'
import { CHECK_FAILURES } from '../idt-dispatch/check-names'
import { remediesOf } from './conditions'
import type { PathSubject } from './drawing'
import {
  PORTS,
  causeWords,
  chipName,
  durationOf,
  inputOf,
  instructionsWords,
  lineName,
  missingEnds,
  shortName,
  sourceOf,
} from './facts'
import { stationsOf, type Station } from './stations'
import { blockedWords } from './words'

export interface Caption {
  readonly headline: string
  readonly detail: string
}

/** The captions of all stations, in order. */
export function captionsOf({ selected: path, standing }: PathSubject): readonly Caption[] {
  return path ? stationsOf(path, standing).map((station) => captionOf(path, station)) : []
}

function captionOf(path: InterruptPath, station: Station): Caption {
  const { line, acknowledged } = path
  const chip = chipName(line)
  const bit = inputOf(line)
  switch (station.kind) {
    case 'request': {
      const cause = causeWords(path)
      return {
        headline: `The device (${sourceOf(line)}) raises ${lineName(line)}${cause ? `: ${cause}` : ''}.`,
        detail: `The ${chip} keeps the request: IRR bit ${bit} is 1.`,
      }
    }
    case 'cascade':
      return {
        headline: 'The slave has no way to the processor but the master.',
        detail: 'Its INT output drives input 2 of the master: IRR bit 2 is 1.',
      }
    case 'wait':
      return {
        headline: `It is not taken: ${blockedWords({ ...station.wait, line })}.`,
        detail: remediesOf({ ...station.wait, line }),
      }
    case 'intr':
      return {
        headline: 'INTR is high, and the processor looks at it between two instructions.',
        detail:
          acknowledged?.haltedSince === undefined
            ? 'IF is 1, and STI was not just now: it is taken.'
            : 'IF is 1: the processor wakes from HLT and takes it.',
      }
    case 'inta':
      return intaCaption(path)
    case 'gate':
      return {
        headline: `Vector ${acknowledged?.vector ?? 0} picks its gate out of the IDT.`,
        detail: gateWords(path),
      }
    case 'handler':
      return handlerCaption(path)
    case 'eoi':
      return endCaption(path, station.end)
    case 'return':
      return {
        headline: `IRETQ, ${instructionsWords(durationOf(path) ?? 0)} after the handler began.`,
        detail:
          missingEnds(path).length > 0
            ? `No EOI was written: ISR bit ${bit} stays set.`
            : 'What was interrupted goes on, with its own IF.',
      }
  }
}

function intaCaption({ line, acknowledged }: InterruptPath): Caption {
  const chip = chipName(line)
  const base = acknowledged?.[chip].base ?? 0
  const sum = `base ${base} + ${inputOf(line)} = ${acknowledged?.vector ?? 0}`
  if (acknowledged?.isSpurious === true)
    return {
      headline: 'INTA finds no request: the line has fallen.',
      detail: `The ${chip} answers with its input 7, ${sum}, and sets no ISR bit.`,
    }
  const move = acknowledged?.[chip].isAutomaticEoi
    ? 'IRR gives up the request; ISR is cleared at once.'
    : `The request moves from IRR to ISR${isSlaveLine(line) ? ' in both controllers' : ''}.`
  return {
    headline: `INTA: the processor asks who it was. ${move}`,
    detail: `The ${chip} answers ${sum}.`,
  }
}

function gateWords({ acknowledged, delivery }: InterruptPath): string {
  const vector = acknowledged?.vector ?? 0
  if (delivery?.kind === 'failed') return `It cannot be used: ${CHECK_FAILURES[delivery.check]}.`
  return vector < 32
    ? `It is the gate of ${vectorName(vector)}, whose handler takes it for that.`
    : `The gate lies at \`${formatShortHex(delivery?.gateAddress ?? 0n)}\`.`
}

function handlerCaption({ delivery }: InterruptPath): Caption {
  if (delivery?.kind !== 'entered')
    return { headline: 'No handler is called.', detail: 'The line stays in service all the same.' }
  const { symbol, rip } = delivery.handler
  const name = symbol === undefined ? formatShortHex(rip) : shortName(symbol)
  return {
    headline: `The handler \`${name}\` begins.`,
    detail: delivery.interruptsEnabled
      ? 'A trap gate leaves IF at 1: it can be interrupted at once.'
      : 'The interrupt gate has cleared IF: no other interrupt comes in by itself.',
  }
}

function endCaption({ line }: InterruptPath, end: PathEnd): Caption {
  const { command } = PORTS[end.controller]
  const bit = end.controller === chipName(line) ? inputOf(line) : 2
  return {
    headline: `The EOI: \`${formatShortHex(end.value)}\` is written to port \`${formatShortHex(command)}\`.`,
    detail: `${end.isSpecific ? 'It names the input' : 'Not specific, it ends the highest in service'}: ISR bit ${bit} of the ${end.controller} goes from 1 to 0.`,
  }
}
