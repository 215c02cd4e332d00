/** What can be said and asked of each box of the drawing. */
import { formatHex } from '../../../shared/format'
import type { IdtDispatch } from '../../../shared/models/idt-dispatch'
import { linearAddress } from '../../../shared/units'
import { gateTypeName } from '../../../shared/x86/idt-gate'
import type { DiagramDetail } from '../diagram'
import { codeOf, gateOf } from './drawing'
import { formatLimit, gateCount, sourceName, vectorNumber } from './facts'

type Describe = (dispatch: IdtDispatch) => DiagramDetail | undefined

/** By the beginning of a group's key; the longest that fits speaks for it. */
const DETAILS: Readonly<Record<string, Describe>> = {
  idtr: ({ attempt, ...dispatch }) => ({
    words: `IDTR: the table begins at \`${formatHex(attempt.idtr.base)}\`, its last byte has offset \`${formatLimit(attempt.idtr.limit)}\`, ${gateCount({ attempt, ...dispatch })} gates`,
    address: attempt.idtr.base,
  }),
  'idt.chosen': gateDetail,
  gate: gateDetail,
  'gate.ist': (dispatch) => fieldDetail(dispatch, 4, 'IST'),
  'gate.attributes': (dispatch) => fieldDetail(dispatch, 5, 'P, DPL and type'),
  'gate.selector': (dispatch) => fieldDetail(dispatch, 2, 'the selector of the code segment'),
  'gate.offset-15-0': (dispatch) => fieldDetail(dispatch, 0, 'bits 15:0 of the offset'),
  'gate.offset-31-16': (dispatch) => fieldDetail(dispatch, 6, 'bits 31:16 of the offset'),
  'gate.offset-63-32': (dispatch) => fieldDetail(dispatch, 8, 'bits 63:32 of the offset'),
  'gate.offset': (dispatch) => {
    const gate = gateOf(dispatch)
    return (
      gate && {
        words: `The handler begins at \`${formatHex(gate.offset)}\``,
        code: linearAddress(gate.offset),
      }
    )
  },
  code: (dispatch) => {
    const { codeDescriptor } = dispatch.attempt
    const code = codeOf(dispatch)
    if (!codeDescriptor || !code) return undefined
    return {
      words: `The descriptor of the code segment at \`${formatHex(codeDescriptor.address)}\`: DPL ${code.dpl}, P ${code.isPresent ? 1 : 0}`,
      address: codeDescriptor.address,
    }
  },
  stack: ({ attempt }) => {
    const { stackPointer } = attempt
    return (
      stackPointer && {
        words: `The stack pointer \`${formatHex(stackPointer.value)}\` lies in the TSS at \`${formatHex(stackPointer.address)}\``,
        address: stackPointer.address,
      }
    )
  },
  handler: ({ entry }) =>
    entry && {
      words: `${entry.handler.symbol === undefined ? 'The handler' : `\`${entry.handler.symbol}\``} at \`${formatHex(entry.handler.rip)}\``,
      code: entry.handler.rip,
    },
  return: ({ end }) =>
    end.kind === 'returned'
      ? {
          words: `IRETQ at \`${formatHex(end.rip)}\` goes to \`${formatHex(end.target.rip)}\``,
          code: end.target.rip,
        }
      : undefined,
  footer: ({ instruction }) => ({
    words: `${instruction.symbol === undefined ? '' : `\`${instruction.symbol}\` `}at \`${formatHex(instruction.rip)}\``,
    code: instruction.rip,
  }),
}

function gateDetail(dispatch: IdtDispatch): DiagramDetail {
  const { attempt, vector } = dispatch
  const gate = gateOf(dispatch)
  const kind = gate ? (gateTypeName(gate) ?? 'no gate') : 'not read'
  return {
    words: `Gate ${vectorNumber(vector)} at \`${formatHex(attempt.gateAddress)}\`: ${kind}`,
    address: attempt.gateAddress,
    ...(gate && { code: linearAddress(gate.offset) }),
    translate: attempt.gateAddress,
  }
}

function fieldDetail({ attempt, vector }: IdtDispatch, byte: number, what: string): DiagramDetail {
  const address = linearAddress(attempt.gateAddress + BigInt(byte))
  return {
    words: `Byte ${byte} of gate ${vectorNumber(vector)}, at \`${formatHex(address)}\`: ${what}`,
    address,
  }
}

const WORD = /^frame\.word-(\d+)$/
const WITHIN = /^context\.within-(\d+)$/

function wordDetail({ attempt }: IdtDispatch, index: number): DiagramDetail | undefined {
  const word = attempt.frame[index]
  if (!word) return undefined
  return {
    words: `${word.slot} at \`${formatHex(word.address)}\``,
    address: word.address,
    ...(word.slot === 'RIP' && { code: linearAddress(word.value) }),
    ...(word.slot === 'RSP' && { translate: linearAddress(word.value) }),
  }
}

export function detailOf(dispatch: IdtDispatch, key: string): DiagramDetail | undefined {
  const word = WORD.exec(key)?.[1]
  if (word !== undefined) return wordDetail(dispatch, Number(word))
  const within = WITHIN.exec(key)?.[1]
  const other =
    within !== undefined
      ? dispatch.within[Number(within)]
      : key === 'context.first'
        ? dispatch.after?.first
        : undefined
  if (other) return { words: `The delivery of ${sourceName(other)}`, item: other.sequence }
  const names = key.split('.')
  const known = names.map((_, index) => names.slice(0, names.length - index).join('.'))
  const describe = known.map((name) => DETAILS[name]).find((found) => found !== undefined)
  return describe?.(dispatch)
}
