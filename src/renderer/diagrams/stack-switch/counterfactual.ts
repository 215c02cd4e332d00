/** What would have come of it with another IST field in the gate, as a lane of its own. */
import { formatCount } from '../../../shared/format'
import type { Counterfactual, StackSwitch } from '../../../shared/models/stack-switch'
import { vectorName } from '../../../shared/x86/exceptions'
import { lastNames } from '../symbol-words'
import { functionOf } from './end-box'
import { isInGuard, stackOf } from './facts'
import type { LaneItem } from './lane'

export const counterfactualHeading = ({ ist }: Counterfactual): string =>
  `Did not happen: the same fault with IST = ${ist}`

export function counterfactualItems(
  model: StackSwitch,
  { vector, ist, stack: key, frame, outcome, handler }: Counterfactual,
): readonly LaneItem[] {
  const stack = stackOf(model, key)
  const name = vectorName(vector)
  const choice: LaneItem = {
    title: `gate ${vector}: IST ${ist}`,
    detail: ist === 0 ? 'keep the same stack' : `RSP from TSS.IST${ist}`,
  }
  if (outcome !== 'mapped') {
    const where = isInGuard(stack, frame.from) ? 'guard page' : 'no room'
    return [
      choice,
      { title: `push the ${name} frame`, detail: `${where}: a third fault` },
      { title: 'triple fault', detail: 'no vector left to try' },
      { title: 'shutdown', detail: 'the processor stops' },
      { title: 'a real PC resets', detail: 'no message, boot loop' },
    ]
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

/** The one trap that everybody falls into who sets an IST from Rust. */
export const crateNote = (ist: number): string =>
  `x86_64 crate: set_stack_index(${ist - 1}) writes IST = ${ist} into the gate. The crate counts from 0, the CPU from 1.`
