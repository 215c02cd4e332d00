/** Two sentences for each station of a delivery: what the processor does there, and what it finds. */
import { formatCount, formatHex } from '../../../shared/format'
import type { IdtDispatch } from '../../../shared/models/idt-dispatch'
import { vectorName } from '../../../shared/x86/exceptions'
import { clearsInterruptFlag } from '../../../shared/x86/idt-gate'
import { codeOf, gateOf } from './drawing'
import {
  formatLimit,
  instructionsUntil,
  lastGateByte,
  shortSymbol,
  sourceName,
  vectorNumber,
} from './facts'
import { stationsOf } from './stations'
import type { Station } from './stations'
import { ruleWords, titleOf } from './words'

export interface Caption {
  readonly headline: string
  readonly detail: string
}

/** The captions of all stations, in order. */
export const captionsOf = (dispatch: IdtDispatch): readonly Caption[] =>
  stationsOf(dispatch).map((station) => captionOf(dispatch, station))

function captionOf(dispatch: IdtDispatch, station: Station): Caption {
  switch (station) {
    case 'vector':
      return vectorCaption(dispatch)
    case 'gate':
      return gateCaption(dispatch)
    case 'code':
      return codeCaption(dispatch)
    case 'stack':
      return stackCaption(dispatch)
    case 'handler':
      return handlerCaption(dispatch)
    case 'return':
      return returnCaption(dispatch)
    case 'fault':
      return faultCaption(dispatch)
    default:
      return wordCaption(dispatch, Number(station.slice('push-'.length)))
  }
}

function vectorCaption(dispatch: IdtDispatch): Caption {
  const { vector, gateBytes, attempt } = dispatch
  const last = formatLimit(lastGateByte(dispatch))
  const limit = formatLimit(attempt.idtr.limit)
  const isInside = lastGateByte(dispatch) <= attempt.idtr.limit
  return {
    headline: `${sourceName(dispatch)} is vector ${vectorNumber(vector)}: gate at base + ${gateBytes} × ${vector}.`,
    detail: isInside
      ? `The gate ends at ${last}, within the limit ${limit}.`
      : `The gate would end at ${last}, beyond the limit ${limit}.`,
  }
}

function gateCaption(dispatch: IdtDispatch): Caption {
  const gate = gateOf(dispatch)
  const headline = `Gate ${vectorNumber(dispatch.vector)} lies at ${formatHex(dispatch.attempt.gateAddress)}.`
  if (!gate) return { headline, detail: 'It cannot be read.' }
  const { end } = dispatch
  const failed = end.kind === 'failed' ? end.check : undefined
  if (failed === 'gate-type') return { headline, detail: 'Its type is that of no gate.' }
  if (failed === 'gate-dpl')
    return {
      headline,
      detail: `Its DPL is ${gate.dpl}: CPL ${dispatch.attempt.cplBefore} may not ask for it.`,
    }
  if (failed === 'gate-present') return { headline, detail: 'It has P = 0: not present.' }
  return { headline, detail: `It leads to ${formatHex(gate.offset)}.` }
}

function codeCaption(dispatch: IdtDispatch): Caption {
  const gate = gateOf(dispatch)
  const code = codeOf(dispatch)
  const selector = gate ? formatHex(gate.selector, 4) : ''
  const headline = `Selector ${selector} names the code segment of the handler.`
  if (dispatch.end.kind === 'failed' && stationsOf(dispatch).at(-2) === 'code')
    return { headline, detail: `${titleOf(dispatch)}.` }
  const { cplBefore } = dispatch.attempt
  const level = dispatch.entry?.cplAfter ?? code?.dpl ?? 0
  const kind = dispatch.gateBytes === 16 ? '64-bit code' : 'code'
  return {
    headline,
    detail:
      level === cplBefore
        ? `It is present ${kind}; CPL stays ${cplBefore}.`
        : `It is present ${kind}; CPL goes from ${cplBefore} to ${level}.`,
  }
}

function stackCaption(dispatch: IdtDispatch): Caption {
  const { attempt } = dispatch
  const ist = gateOf(dispatch)?.ist ?? 0
  const top = attempt.frameTop === undefined ? undefined : formatHex(attempt.frameTop)
  const detail = top === undefined ? `${titleOf(dispatch)}.` : `The frame begins below ${top}.`
  switch (attempt.stackSource) {
    case 'ist':
      return { headline: `IST is ${ist}: the stack pointer comes from TSS.IST${ist}.`, detail }
    case 'privilege-change':
      return { headline: 'The ring changes: the stack pointer comes from the TSS.', detail }
    default:
      return {
        headline:
          dispatch.gateBytes === 16
            ? 'IST is 0 and the ring stays: RSP is kept.'
            : 'The ring stays: RSP is kept.',
        detail,
      }
  }
}

const SLOT_WORDS = {
  SS: 'the stack segment',
  RSP: 'where the stack was',
  RFLAGS: 'the flags',
  CS: 'the code segment',
  RIP: 'where to go on',
  'error code': 'what was wrong',
} as const

function wordCaption(dispatch: IdtDispatch, index: number): Caption {
  const word = dispatch.attempt.frame[index]
  if (!word) return { headline: '', detail: '' }
  const name = word.slot === 'error code' ? 'The error code' : word.slot
  return {
    headline: `${name} is pushed: ${SLOT_WORDS[word.slot]}.`,
    detail: `${formatHex(word.value)} at ${formatHex(word.address)}.`,
  }
}

function handlerCaption(dispatch: IdtDispatch): Caption {
  const { entry } = dispatch
  const gate = gateOf(dispatch)
  if (!entry || !gate) return { headline: '', detail: '' }
  const { symbol, rip } = entry.handler
  const place = symbol === undefined ? formatHex(rip) : `\`${shortSymbol(symbol)}\``
  const kind = clearsInterruptFlag(gate) ? 'An interrupt gate' : 'A trap gate'
  return {
    headline: `RIP is loaded from the gate: ${place}.`,
    detail: clearsInterruptFlag(gate)
      ? entry.ifBefore
        ? `${kind}: IF goes from 1 to 0.`
        : `${kind} clears IF, which was 0 before.`
      : `${kind}: IF stays ${entry.ifAfter ? 1 : 0}.`,
  }
}

function returnCaption(dispatch: IdtDispatch): Caption {
  const { end } = dispatch
  if (end.kind !== 'returned') return { headline: '', detail: '' }
  return {
    headline: `IRETQ takes the frame off, ${formatCount(instructionsUntil(dispatch, end.instant))} instructions later.`,
    detail: `${end.isElsewhere ? 'The handler changed the saved RIP: it' : 'It'} goes on at ${formatHex(end.target.rip)}.`,
  }
}

function faultCaption({ end }: IdtDispatch): Caption {
  if (end.kind !== 'failed' || !end.pair) return { headline: 'No handler is called.', detail: '' }
  const [rule] = ruleWords(end.pair)
  const { vector, errorCode } = end.pair.second
  const code = errorCode === undefined ? '' : `, error code ${formatHex(errorCode, 4)}`
  return { headline: `The processor raises ${vectorName(vector)}${code}.`, detail: `${rule}.` }
}
