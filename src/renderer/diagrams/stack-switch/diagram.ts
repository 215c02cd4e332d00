/** The stacks, with the story that is told of them, as a diagram that can be shown, told and pointed at. */
import type { Stack, StackSwitch } from '../../../shared/models/stack-switch'
import { formatCount, formatHex } from '../../../shared/format'
import type { Diagram, DiagramDetail } from '../diagram'
import { chosenField, lastStep, stackOf } from './facts'
import { rowsOf, type StackRow } from './rows'
import { stackSwitchDiagram } from './stack-switch'
import { stationsOf } from './stations'
import { stackSwitchText } from './text'

export function diagramOfStackSwitch(model: StackSwitch, isFollowing: boolean): Diagram {
  const { story } = model
  return {
    id: story ? `story ${story.sequence} ${story.instant}` : 'stacks',
    reason: isFollowing ? 'latest' : 'chosen',
    steps: stationsOf(story).length,
    fileName: story ? `stack-switch-${story.instant}` : 'stacks',
    draw: (options) => stackSwitchDiagram(model, options),
    text: () => stackSwitchText(model),
    detail: (key) => detailOf(model, key),
  }
}

/** Keys are `<stack>.<row>`, `tss.<field>`, `gate` and `handler`. */
function detailOf(model: StackSwitch, key: string): DiagramDetail | undefined {
  const { story } = model
  const step = story?.kind === 'delivery' ? lastStep(story) : undefined
  if (key === 'gate' && step?.attempt) {
    const { gateAddress } = step.attempt
    return {
      words: `Gate ${step.vector} lies at \`${formatHex(gateAddress)}\`.`,
      address: gateAddress,
      translate: gateAddress,
    }
  }
  if (key === 'handler' && step?.handler) {
    return {
      words: `The handler begins at \`${formatHex(step.handler.rip)}\`.`,
      code: step.handler.rip,
    }
  }
  const [owner = '', part = ''] = key.split('.')
  if (owner === 'tss') return fieldDetail(model, part)
  const stack = stackOf(model, owner)
  if (!stack) return undefined
  if (part === 'guard-page') return guardDetail(stack)
  const row = rowsOf(stack, story).find((candidate) => candidate.key === part)
  return row && rowDetail(row)
}

function fieldDetail(model: StackSwitch, name: string): DiagramDetail | undefined {
  const pointer = model.taskState?.pointers.find(({ field }) => field.toLowerCase() === name)
  if (!pointer) return undefined
  const { story } = model
  const isChosen = story?.kind === 'delivery' && chosenField(story) === pointer.field
  const words = `TSS.${pointer.field} holds \`${formatHex(pointer.value)}\`${isChosen ? ', which became RSP' : ''}.`
  return { words, address: pointer.address, translate: pointer.address }
}

function guardDetail({ guard }: Stack): DiagramDetail | undefined {
  if (!guard) return undefined
  return { words: `Nothing is mapped at \`${formatHex(guard.page)}\`.`, translate: guard.page }
}

function rowDetail({ content, from, to }: StackRow): DiagramDetail | undefined {
  if (content.kind === 'word') {
    const { slot, value, address } = content.word
    const words = `${slot} is \`${formatHex(value)}\`, at \`${formatHex(address)}\`.`
    return { words, address, translate: address }
  }
  const count = formatCount(Number(to - from))
  const words = `${count} bytes from \`${formatHex(from)}\` on.`
  if (content.kind === 'more') return { words, translate: from }
  const name = content.part.kind === 'function' ? content.part.name : undefined
  return {
    words: name === undefined ? words : `\`${name}\`: ${words}`,
    address: from,
    translate: from,
  }
}
