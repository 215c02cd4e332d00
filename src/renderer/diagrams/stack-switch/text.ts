/** The text twin of the stack-switch diagram: the same facts for those who hear instead of see. */
import { formatCount, formatHex } from '../../../shared/format'
import type { Stack, StackPart, StackSwitch } from '../../../shared/models/stack-switch'
import { vectorName } from '../../../shared/x86/exceptions'
import type { DiagramText, DiagramTextRow } from '../diagram'
import { plainText } from '../primitives/prose'
import { lastNames } from '../symbol-words'
import { captionsOf, wordValue } from './captions'
import { counterfactualHeading, counterfactualItems } from './counterfactual'
import { depthAt, lastStep, sizeOf } from './facts'
import { reasonWords, subtitleOf, titleOf, useWords } from './words'

export const stackSwitchText = (model: StackSwitch): DiagramText => ({
  title: titleOf(model),
  summary: summaryOf(model),
  rows: [...wordRows(model), ...model.stacks.flatMap((stack) => stackRows(model, stack))],
})

function summaryOf(model: StackSwitch): string {
  const { story } = model
  const told = captionsOf(model).map(({ headline, detail }) => `${headline} ${detail}`.trim())
  const sentences = [
    `${titleOf(model)}.`,
    subtitleOf(model),
    ...told,
    ...(story ? [] : [`${reasonWords(model.reason)}.`]),
    ...counterfactualWords(model),
    ...(story && !story.isLive
      ? ['The machine has gone on since: what lay on the stacks then is not known.']
      : []),
    `Instruction ${formatCount(story?.instant ?? model.instant)}, CPL ${model.cpl}.`,
  ]
  return sentences.map(plainText).join(' ')
}

function counterfactualWords(model: StackSwitch): readonly string[] {
  const { story } = model
  if (story?.kind !== 'delivery' || !story.counterfactual) return []
  const items = counterfactualItems(model, story, story.counterfactual)
  const told = items.map(({ title, detail }) => `${title}, ${detail}`).join('; ')
  return [`${counterfactualHeading(story, story.counterfactual)}: ${told}.`]
}

/** The frame, in the order of pushing or loading. */
function wordRows({ story }: StackSwitch): readonly DiagramTextRow[] {
  if (!story) return []
  const isReturn = story.kind === 'return'
  const words = isReturn ? story.words : (lastStep(story)?.attempt?.frame ?? [])
  return words.map(({ slot, value, address }) => ({
    name: slot,
    value: wordValue({ slot, address, value }),
    remark: `${isReturn ? 'loaded from' : 'pushed to'} ${formatHex(address)}`,
  }))
}

function stackRows(model: StackSwitch, stack: Stack): readonly DiagramTextRow[] {
  const { name, top, bottom, guard, pointer, parts } = stack
  const size = sizeOf(stack)
  const depth = pointer === undefined ? undefined : depthAt(stack, pointer)
  const used =
    depth === undefined
      ? []
      : [
          size === undefined
            ? `${formatCount(depth)} bytes deep`
            : `${formatCount(depth)} of ${formatCount(size)} bytes used`,
        ]
  const remarks = [
    useWords(model, stack),
    ...used,
    guard ? `guard page ${formatHex(guard.page)} has P = 0` : 'no guard page found',
  ]
  const from = bottom ? formatHex(bottom.address) : 'not known'
  const to = top ? formatHex(top.address) : 'not known'
  return [
    { name, value: `${from} to ${to}`, remark: remarks.join('; ') },
    ...parts.map((part) => ({
      name: `on the ${name}`,
      value: formatHex(part.from),
      remark: partWords(part),
    })),
  ]
}

const bytes = ({ from, to }: StackPart): string => `${formatCount(Number(to - from))} bytes`

function partWords(part: StackPart): string {
  switch (part.kind) {
    case 'function':
      return `${part.name ?? 'a function without a name'}, ${bytes(part)}`
    case 'functions':
      return `${formatCount(part.count)} more${part.name ? ` of ${lastNames(part.name)}` : ''}, ${bytes(part)}`
    case 'processor-frame':
      return `frame of ${vectorName(part.vector)}, pushed by the processor, ${bytes(part)}`
    case 'processor-frames':
      return `${formatCount(part.count)} frames of ${vectorName(part.vector)}, ${bytes(part)}`
    case 'unknown':
      return `${UNKNOWN[part.reason]}, ${bytes(part)}`
  }
}

const UNKNOWN = {
  alignment: 'left out so that RSP is a multiple of 16',
  'no-caller': 'whose it is could not be found',
  'not-looked-at': 'more calls than were looked at',
  past: 'what was there is not known: the machine has gone on',
} as const
