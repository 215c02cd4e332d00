/** What can be said and asked of each box of the drawing. */
import { formatCount, formatHex } from '../../../shared/format'
import type { Stack, StackSwitch } from '../../../shared/models/stack-switch'
import { linearAddress } from '../../../shared/units'
import { decodeGate } from '../../../shared/x86/idt-gate'
import { linearBytes, type DiagramDetail } from '../detail'
import { withLongName } from '../glossary'
import { gateFields } from '../gate-fields'
import { chosenField, lastStep, stackOf } from './facts'
import { rowsOf, type StackRow } from './rows'

/** Of the 64-bit modes, in which alone there is an IST. */
const GATE_BYTES = 16
const WORD_BYTES = 8

/** Keys are `<stack>.<row>`, `tss.<field>`, `gate` and `handler`. */
export function detailOf(model: StackSwitch, key: string): DiagramDetail | undefined {
  const { story } = model
  const step = story?.kind === 'delivery' ? lastStep(story) : undefined
  if (key === 'gate' && step?.attempt) {
    const { gateAddress, gate } = step.attempt
    return {
      words: `Gate ${step.vector} lies at \`${formatHex(gateAddress)}\`.`,
      bytes: linearBytes(gateAddress, GATE_BYTES),
      ...(gate && {
        fields: gateFields(gateAddress, decodeGate(gate)),
        code: linearAddress(decodeGate(gate).offset),
      }),
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
  const words = `${pointer.field} of the ${withLongName('TSS')} holds \`${formatHex(pointer.value)}\`${isChosen ? ', which became RSP' : ''}.`
  const { address, value } = pointer
  return {
    words,
    fields: [
      {
        name: pointer.field,
        value: formatHex(value),
        bits: { space: 'linear', address, low: 0, width: 64 },
      },
    ],
    bytes: linearBytes(address, WORD_BYTES),
    // The frame is pushed right below it.
    translate: linearAddress(BigInt.asUintN(64, value - 1n)),
  }
}

function guardDetail({ guard }: Stack): DiagramDetail | undefined {
  if (!guard) return undefined
  return {
    words: `The guard page: nothing is mapped at \`${formatHex(guard.page)}\`.`,
    translate: guard.page,
  }
}

function rowDetail({ content, from, to }: StackRow): DiagramDetail | undefined {
  if (content.kind === 'word') {
    const { slot, value, address } = content.word
    const words = `${slot} is \`${formatHex(value)}\`, at \`${formatHex(address)}\`.`
    return { words, bytes: linearBytes(address, WORD_BYTES), translate: address }
  }
  const count = formatCount(Number(to - from))
  const words = `${count} bytes from \`${formatHex(from)}\` on.`
  const bytes = linearBytes(from, Number(to - from))
  if (content.kind === 'more') return { words, bytes, translate: from }
  const name = content.part.kind === 'function' ? content.part.name : undefined
  return {
    words: name === undefined ? words : `\`${name}\`: ${words}`,
    bytes,
    translate: from,
  }
}
