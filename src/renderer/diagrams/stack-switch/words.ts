/**
 * What the drawing says in sentences: its title, the line below it, why a stack is in use.
 *
 * A title says the point. What stands in backticks, and every hexadecimal number, is set in the monospaced font.
 */
import { formatCount } from '../../../shared/format'
import type {
  DeliveryStep,
  DeliveryStory,
  ReturnStory,
  Stack,
  StackReason,
  StackSwitch,
} from '../../../shared/models/stack-switch'
import { vectorName } from '../../../shared/x86/exceptions'
import {
  chosenField,
  depthAt,
  freeAt,
  isChain,
  isDoubleFault,
  isFullAt,
  isOverflow,
  isSwitch,
  lastStep,
  partOf,
  stackedFrames,
  stackOf,
} from './facts'
import { istOf } from './causes'
import { eventName } from './names'

/** From so many frames on the stack was filled by them and not by calls. */
const MANY_FRAMES = 8

export function titleOf(model: StackSwitch): string {
  const { story } = model
  if (!story) return restingTitle(model)
  return story.kind === 'return' ? returnTitle(model, story) : deliveryTitle(model, story)
}

export function subtitleOf(model: StackSwitch): string {
  const { story } = model
  if (story && !story.isLive) {
    return 'The machine has gone on since: what else lay on the stacks then is not kept.'
  }
  if (!story) return restingSubtitle(model)
  return story.kind === 'return' ? returnSubtitle(story) : deliverySubtitle(model, story)
}

function restingTitle(model: StackSwitch): string {
  const stack = stackOf(model, model.current)
  if (!stack) return 'RSP points at memory that cannot be written'
  if (isFullAt(stack, model.rsp)) return 'The stack is full: the next push lands in the guard page'
  const depth = depthAt(stack, model.rsp)
  const free = freeAt(stack, model.rsp)
  if (depth === undefined) return unboundedTitle(stack, free)
  const used = `The ${stack.name} is ${formatCount(depth)} bytes deep`
  return free === undefined ? used : `${used}, and ${formatCount(free)} are free`
}

/** Of a stack whose top nothing marks. */
const unboundedTitle = ({ name }: Stack, free: number | undefined): string =>
  free === undefined
    ? 'RSP points into memory that nothing marks as a stack'
    : `${formatCount(free)} bytes of the ${name} are free`

function restingSubtitle(model: StackSwitch): string {
  const stack = stackOf(model, model.current)
  if (!stack) return 'The next push, call or interrupt raises a page fault.'
  if (isFullAt(stack, model.rsp)) {
    return 'Nothing is left between RSP and a page with P = 0. A frame of an exception has no room either.'
  }
  if (stack.guard)
    return 'Below it lies a page with P = 0: one push too many is a page fault, and overwrites nothing.'
  return stack.bottom
    ? 'No guard page was found below it: one push too many would write over something else.'
    : 'Nothing marks its lower end: neither a page with P = 0, nor a symbol, nor the TSS.'
}

function deliveryTitle(model: StackSwitch, story: DeliveryStory): string {
  const [first] = story.steps
  const last = lastStep(story)
  if (!first || !last) return ''
  if (story.end === 'shutdown') return shutdownTitle(story.steps)
  if (!isChain(story)) return plainTitle(model, story)
  if (!isDoubleFault(last)) {
    return `${eventName(first)}, then ${eventName(last)}: served one after the other, no #DF`
  }
  const frames = stackedFrames(model, story)
  if (frames > MANY_FRAMES) {
    return `A handler that is not there: ${formatCount(frames)} frames fill the stack`
  }
  const rescue = story.stackSource === 'ist' ? `, and IST${story.ist} saves us` : ''
  if (isOverflow(model, story)) return `A stack overflow becomes a double fault${rescue}`
  const failed = story.steps.at(-2) ?? first
  const isGate = failed.failedCheck !== undefined && partOf(failed.failedCheck) === 'gate'
  const reason = isGate
    ? `Gate ${failed.vector} cannot be used`
    : `${eventName(failed)} cannot be delivered`
  return `${reason}: ${eventName(failed)} becomes a double fault`
}

/** By what #DF lacked, and by whether those before it lacked the same. */
function shutdownTitle(steps: readonly DeliveryStep[]): string {
  const lacked = steps.map(({ failedCheck }) => failedCheck && partOf(failedCheck))
  const last = lacked.at(-1)
  const isSame = lacked.every((part) => part === last)
  if (last === 'frame') {
    return isSame
      ? 'No stack is left for #DF either: the processor shuts down'
      : '#DF finds no stack: the processor shuts down'
  }
  if (last === 'gate' && isSame) return 'No gate can be used, not even for #DF: shutdown'
  return '#DF cannot be delivered either: the processor shuts down'
}

function plainTitle(model: StackSwitch, story: DeliveryStory): string {
  const [step] = story.steps
  const name = step ? eventName(step) : ''
  const field = chosenField(story)
  if (story.stackSource === 'ist') {
    return `Gate ${step?.vector ?? 0} names ${field}: ${name} starts on a stack of its own`
  }
  if (story.stackSource === 'privilege-change') {
    return `From ring ${story.cplBefore} to ring ${story.cplAfter}: ${field} gives the handler its stack`
  }
  const frames = stackedFrames(model, story)
  if (frames > MANY_FRAMES)
    return `${formatCount(frames)} frames of ${name} lie one below the other`
  return `${name} borrows the stack in use: its frame goes right below RSP`
}

function deliverySubtitle(model: StackSwitch, story: DeliveryStory): string {
  const [first] = story.steps
  const last = lastStep(story)
  if (!first || !last) return ''
  const name = eventName(first)
  if (story.end === 'shutdown') return shutdownSubtitle(model, story, last)
  if (!isChain(story)) {
    if (story.stackSource === 'ist')
      return `${chosenField(story)} of the TSS becomes RSP before the first word is pushed.`
    if (story.stackSource === 'privilege-change') {
      return `Privilege changes, so RSP comes from the TSS: what user code left in RSP is not trusted.`
    }
    return 'IST = 0 and the same privilege: no switch. RSP is rounded down to 16, then the words are pushed.'
  }
  if (!isDoubleFault(last)) {
    return `Delivering ${name} raised ${eventName(last)}. This pair does not merge, so the second is served.`
  }
  if (stackedFrames(model, story) > MANY_FRAMES) {
    return `Each delivery of ${name} succeeded; fetching the handler raised the next one, until no frame had room.`
  }
  const failed = story.steps.at(-2)
  if (isOverflow(model, story) && failed?.failedCheck === 'frame-push' && istOf(failed) === 0) {
    return `The ${name} frame would have to be pushed on the very stack that just overflowed.`
  }
  const second = last.second ? vectorName(last.second.vector) : 'another exception'
  return `Delivering ${eventName(failed ?? first)} raised ${second}; together the two are a double fault.`
}

function shutdownSubtitle(model: StackSwitch, story: DeliveryStory, last: DeliveryStep): string {
  if (last.failedCheck !== 'frame-push') {
    return `What calls a handler fails for ${story.steps.map(eventName).join(', ')} in turn.`
  }
  const ist = istOf(last)
  if (ist > 0) {
    return `With IST = ${ist} in gate 8 its frame goes to where TSS.IST${ist} points: there is no room for it.`
  }
  return isOverflow(model, story)
    ? `With IST = ${ist} in gate 8 its frame goes to the stack that has just overflowed.`
    : `With IST = ${ist} in gate 8 its frame goes to the stack in use: there is no room for it.`
}

function returnTitle(model: StackSwitch, story: ReturnStory): string {
  const target = stackOf(model, story.to)
  const pushed = story.delivery?.pushedRip
  if (pushed !== undefined && pushed !== story.target.rip) {
    return 'IRETQ goes on elsewhere: the handler has changed the saved RIP'
  }
  return isSwitch(story) && target
    ? `IRETQ takes the frame off: back to the ${target.name}`
    : 'IRETQ takes the frame off, and the program goes on'
}

function returnSubtitle(story: ReturnStory): string {
  if (isSwitch(story))
    return 'The saved RSP is loaded last but one: that is what changes the stack.'
  const bytes = Number(story.rspAfter - story.rspBefore)
  return `RIP, CS, RFLAGS, RSP and SS are loaded; RSP is ${formatCount(bytes)} bytes higher than before.`
}

/** Why RSP points where it points. */
export function reasonWords(reason: StackReason): string {
  switch (reason.kind) {
    case 'delivery':
      return `RSP was loaded from TSS.${reason.field} to deliver ${vectorName(reason.vector)}`
    case 'return':
      return `IRETQ loaded RSP at instr ${formatCount(reason.instant)}`
    case 'code':
      return 'set by the loader or by code, not switched since'
  }
}

const IN_USE = 'RSP is here'

const shortReason = (reason: StackReason): string => {
  switch (reason.kind) {
    case 'delivery':
      return `${IN_USE}: ${reason.field} for ${vectorName(reason.vector)}`
    case 'return':
      return `${IN_USE}, by IRETQ`
    case 'code':
      return IN_USE
  }
}

/** What a stack is doing, in a few words. */
export function useWords(model: StackSwitch, { use, key }: Stack): string {
  switch (use) {
    case 'current':
      return key === model.current ? shortReason(model.reason) : IN_USE
    case 'suspended':
      return 'left until IRETQ'
    case 'unused':
      return 'not in use'
    case 'unknown':
      return 'use then not known'
  }
}
