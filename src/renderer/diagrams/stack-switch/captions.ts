/** Two sentences for each station of a story: what the processor does there, and what it finds. */
import type {
  DeliveryStep,
  DeliveryStory,
  ReturnStory,
  StackSwitch,
} from '../../../shared/models/stack-switch'
import type { FrameWord } from '../../../shared/events/delivery'
import { formatHex } from '../../../shared/format'
import { vectorName } from '../../../shared/x86/exceptions'
import { lastNames } from '../symbol-words'
import { attemptOf, causeOf, istOf } from './causes'
import { functionOf } from './end-box'
import { chosenField, isDoubleFault, lastStep, pairOf } from './facts'
import { eventName, formatValue } from './names'
import { stationsOf, type Station } from './stations'

export interface Caption {
  readonly headline: string
  readonly detail: string
}

/** The captions of all stations, in order. */
export function captionsOf(model: StackSwitch): readonly Caption[] {
  const { story } = model
  if (!story) return []
  return stationsOf(story).map((station) =>
    story.kind === 'return' ? returnCaption(story, station) : deliveryCaption(story, station),
  )
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function deliveryCaption(story: DeliveryStory, station: Station): Caption {
  const last = lastStep(story)
  const name = last ? eventName(last) : ''
  switch (station.kind) {
    case 'cause':
      return firstCaption(story)
    case 'attempt':
      return attemptCaption(story, station.index)
    case 'gate':
      return {
        headline: `Gate ${last?.vector ?? 0} of the IDT is for ${name}.`,
        detail:
          story.ist > 0
            ? `Its IST field is ${story.ist}: the stack comes from the TSS.`
            : gateWithoutIst(story),
      }
    case 'stack':
      return {
        headline: `RSP is loaded from TSS.${chosenField(story)}.`,
        detail: 'Nothing has been pushed yet: the frame always has room.',
      }
    case 'push':
      return pushCaption(last, station.index)
    case 'handler':
      return {
        headline: `The handler of ${name} runs.`,
        detail: last?.handler
          ? `\`${lastNames(functionOf(last.handler))}\` begins below the frame.`
          : '',
      }
    default:
      return {
        headline: `${name} cannot be delivered either: shutdown.`,
        detail: 'A board answers with a reset. Here all stays as it was.',
      }
  }
}

const gateWithoutIst = ({ stackSource, cplBefore, cplAfter }: DeliveryStory): string =>
  stackSource === 'privilege-change'
    ? `Its IST field is 0, but CPL goes from ${cplBefore} to ${cplAfter}: the stack comes from the TSS.`
    : 'Its IST field is 0 and CPL stays: the stack stays as well.'

function firstCaption(story: DeliveryStory): Caption {
  const [step] = story.steps
  const { title, detail } = causeOf(story)
  if (step?.source === 'interrupt') {
    return {
      headline: `${title} arrives between two instructions.`,
      detail: capitalized(`vector ${formatValue(step.vector)}.`),
    }
  }
  const name = step ? eventName(step) : ''
  return step?.cr2 === undefined
    ? { headline: `${capitalized(title)} raises ${name}.`, detail: `${capitalized(detail)}.` }
    : {
        headline: `${capitalized(title)} ${detail}.`,
        detail: `It raises ${name}, error code ${formatHex(step.errorCode ?? 0, 4)}.`,
      }
}

function attemptCaption(story: DeliveryStory, index: number): Caption {
  const step = story.steps[index]
  const next = story.steps[index + 1]
  if (!step) return { headline: '', detail: '' }
  const { title } = attemptOf(step)
  const raised = next ? next.second : story.lastFault
  const name = raised ? vectorName(raised.vector) : 'nothing'
  return {
    headline: `${capitalized(title)}: that raises ${name}.`,
    detail: consequence(story, index, step, next),
  }
}

function consequence(
  story: DeliveryStory,
  index: number,
  step: DeliveryStep,
  next: DeliveryStep | undefined,
): string {
  const pair = pairOf(story, index + 1)
  if (!next || !pair) {
    return step.failedCheck === 'frame-push'
      ? `IST = ${istOf(step)} in gate ${step.vector}: no vector is left to try.`
      : 'No vector is left to try.'
  }
  const names = `${pair.first.replace('-', ' ')}, then ${pair.second.replace('-', ' ')}`
  return isDoubleFault(next) && pair.rule === 'double-fault'
    ? `${capitalized(names)}: together a double fault.`
    : `${capitalized(names)}: the second is served.`
}

/** Addresses in full, the other words with no more digits than they have. */
export const wordValue = ({ slot, value }: FrameWord): string =>
  slot === 'RIP' || slot === 'RSP' ? formatHex(value) : formatValue(value)

const PUSHED: Readonly<Record<string, string>> = {
  SS: 'the stack segment in use before',
  RSP: 'where the stack in use before stands',
  RFLAGS: 'the flags as they were, IF among them',
  CS: 'the code segment, with the privilege in its low bits',
  RIP: 'where the program is to go on',
  'error code': 'what the exception has to say',
}

function pushCaption(step: DeliveryStep | undefined, index: number): Caption {
  const word = step?.attempt?.frame[index]
  if (!word) return { headline: '', detail: '' }
  const isAbort = word.slot === 'RIP' && step !== undefined && isDoubleFault(step)
  const meaning = isAbort ? 'for an abort the SDM does not define it' : (PUSHED[word.slot] ?? '')
  return {
    headline: `${capitalized(word.slot)} is pushed: ${wordValue(word)}.`,
    detail: `${capitalized(meaning)}.`,
  }
}

const POPPED: Readonly<Record<string, string>> = {
  RIP: 'the next instruction is there',
  CS: 'its low bits are the new CPL',
  RFLAGS: 'IF comes back as it was',
  RSP: 'the stack is what it was before',
  SS: 'the frame is used up',
}

function returnCaption(story: ReturnStory, station: Station): Caption {
  if (station.kind === 'iretq') {
    return {
      headline: 'IRETQ finds the frame at RSP.',
      detail: 'Five words, RIP at the lowest address.',
    }
  }
  if (station.kind === 'pop') {
    const word = story.words[station.index]
    if (!word) return { headline: '', detail: '' }
    return {
      headline: `${word.slot} is loaded: ${wordValue(word)}.`,
      detail: `${capitalized(POPPED[word.slot] ?? '')}.`,
    }
  }
  const { target } = story
  return {
    headline: 'The program goes on.',
    detail: target.symbol
      ? `At \`${lastNames(functionOf(target))}\`.`
      : `At ${formatHex(target.rip)}.`,
  }
}
