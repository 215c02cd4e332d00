/** What would have come of it with another IST field in the gate, as a lane of its own. */
import { formatCount } from '../../../shared/format'
import type {
  Counterfactual,
  DeliveryStep,
  DeliveryStory,
  StackSwitch,
} from '../../../shared/models/stack-switch'
import { pairRule } from '../../../shared/x86/double-fault'
import { Exception, vectorName } from '../../../shared/x86/exceptions'
import { lastNames } from '../symbol-words'
import { functionOf } from './end-box'
import { isInGuard, lastStep, stackOf } from './facts'
import type { LaneItem } from './lane'
import { eventName } from './names'

export function counterfactualHeading(story: DeliveryStory, { ist }: Counterfactual): string {
  const what = lastStep(story)?.source === 'exception' ? 'fault' : 'delivery'
  return `Did not happen: the same ${what} with IST = ${ist}`
}

export function counterfactualItems(
  model: StackSwitch,
  story: DeliveryStory,
  { vector, ist, stack: key, frame, outcome, handler }: Counterfactual,
): readonly LaneItem[] {
  const stack = stackOf(model, key)
  const step = lastStep(story)
  const name = step ? eventName(step) : vectorName(vector)
  const choice: LaneItem = {
    title: `gate ${vector}: IST ${ist}`,
    detail: ist === 0 ? 'keep the same stack' : `RSP from TSS.IST${ist}`,
  }
  if (outcome !== 'mapped') {
    const isCanonical = outcome !== 'non-canonical'
    const where = !isCanonical ? 'not canonical' : isInGuard(stack, frame.from) ? 'guard page' : 'no room' // prettier-ignore
    const second = isCanonical ? Exception.PF : Exception.SS
    const { told, rest } = failedPush(step, second)
    return [choice, { title: `push the ${name} frame`, detail: `${where}: ${told}` }, ...rest]
  }
  const room = stack?.bottom ? Number(frame.to - stack.bottom.address) : undefined
  return [
    choice,
    {
      title: `push the ${name} frame`,
      detail: room === undefined ? 'there is room' : `room for ${formatCount(room)} bytes`,
    },
    ...(handler
      ? [
          {
            title: lastNames(functionOf(handler)),
            detail: `runs on the ${stack?.name ?? 'stack'}`,
          },
        ]
      : []),
    ...(ist === 0 ? [] : [{ title: 'a report', detail: 'instead of a shutdown' }]),
  ]
}

/** What the processor makes of a frame that cannot be pushed: only after #DF is it the end. */
function failedPush(step: DeliveryStep | undefined, second: number) {
  const rule = step && pairRule(step.vector, step.source === 'exception', second)
  if (rule === 'double-fault' || rule === 'serial') {
    const next = rule === 'serial' ? second : Exception.DF
    const title = rule === 'serial' ? `${vectorName(second)} in its place` : 'double fault'
    return { told: vectorName(second), rest: [{ title, detail: `gate ${next} is tried next` }] }
  }
  return {
    told: 'a third fault',
    rest: [
      { title: 'triple fault', detail: 'no vector left to try' },
      { title: 'shutdown', detail: 'the processor stops' },
      { title: 'a real PC resets', detail: 'no message, boot loop' },
    ],
  }
}

/** The one trap that everybody falls into who sets an IST from Rust. */
export const crateNote = (ist: number): string =>
  `x86_64 crate: set_stack_index(${ist - 1}) writes IST = ${ist} into the gate. The crate counts from 0, the CPU from 1.`
