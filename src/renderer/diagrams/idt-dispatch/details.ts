/** What can be said and asked of each box of the drawing. */
import { formatHex } from '../../../shared/format'
import type { IdtDispatch } from '../../../shared/models/idt-dispatch'
import { linearAddress } from '../../../shared/units'
import type { CodeDescriptor } from '../../../shared/x86/code-descriptor'
import { gateTypeName } from '../../../shared/x86/idt-gate'
import { linearBytes, type DiagramDetail } from '../detail'
import { longName, withLongName } from '../glossary'
import { gateFields } from '../gate-fields'
import { codeOf, gateOf } from './drawing'
import { formatLimit, gateCount, sourceName, vectorNumber } from './facts'

type Describe = (dispatch: IdtDispatch) => DiagramDetail | undefined

/** By the beginning of a group's key; the longest that fits speaks for it. */
const DETAILS: Readonly<Record<string, Describe>> = {
  idtr: ({ attempt, ...dispatch }) => ({
    words: `IDTR, the register of the ${longName('IDT') ?? ''}: the table begins at \`${formatHex(attempt.idtr.base)}\`, its last byte has offset \`${formatLimit(attempt.idtr.limit)}\`, ${gateCount({ attempt, ...dispatch })} gates`,
    bytes: linearBytes(attempt.idtr.base, attempt.idtr.limit + 1),
    register: 'IDTR.base',
  }),
  'idt.chosen': gateDetail,
  gate: gateDetail,
  'gate.ist': (dispatch) => partDetail(dispatch, 4, 1, withLongName('IST')),
  'gate.attributes': (dispatch) => partDetail(dispatch, 5, 1, `P, ${withLongName('DPL')} and type`),
  'gate.selector': (dispatch) => partDetail(dispatch, 2, 2, 'the selector of the code segment'),
  'gate.offset-15-0': (dispatch) => partDetail(dispatch, 0, 2, 'bits 15:0 of the offset'),
  'gate.offset-31-16': (dispatch) => partDetail(dispatch, 6, 2, 'bits 31:16 of the offset'),
  'gate.offset-63-32': (dispatch) => partDetail(dispatch, 8, 4, 'bits 63:32 of the offset'),
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
      words: `The descriptor of the code segment at \`${formatHex(codeDescriptor.address)}\`: ${bitWords(code)}`,
      bytes: linearBytes(codeDescriptor.address, 8),
    }
  },
  stack: ({ attempt }) => {
    const { stackPointer } = attempt
    return (
      stackPointer && {
        words: `The stack pointer \`${formatHex(stackPointer.value)}\` lies in the ${withLongName('TSS')} at \`${formatHex(stackPointer.address)}\``,
        bytes: linearBytes(stackPointer.address, 8),
        translate: linearAddress(stackPointer.value - 1n),
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

/** Every bit that is looked at, by its name in the manual: "Segment Descriptors" and "Code Segment Descriptors". */
const bitWords = ({ s, type, dpl, isPresent, l, d }: CodeDescriptor): string =>
  [
    `S ${s} (${s === 1 ? 'code or data' : 'system'})`,
    `type \`0x${type.toString(16).toUpperCase()}\``,
    `${withLongName('DPL')} ${dpl}`,
    `P ${isPresent ? 1 : 0} (${isPresent ? 'present' : 'not present'})`,
    `L ${l} (${l === 1 ? '64-bit code' : 'no 64-bit code'})`,
    `D ${d} (default operation size, 0 in 64-bit code)`,
  ].join(', ')

function gateDetail(dispatch: IdtDispatch): DiagramDetail {
  const { attempt, vector, gateBytes } = dispatch
  const gate = gateOf(dispatch)
  const kind = gate ? (gateTypeName(gate) ?? 'no gate') : 'not read'
  return {
    words: `Gate ${vectorNumber(vector)} at \`${formatHex(attempt.gateAddress)}\`: ${kind}`,
    bytes: linearBytes(attempt.gateAddress, gateBytes),
    ...(gate && {
      fields: gateFields(attempt.gateAddress, gate, gateBytes === 16),
      code: linearAddress(gate.offset),
    }),
    translate: attempt.gateAddress,
  }
}

/** Some bytes of the gate, with those of its fields that lie there. */
function partDetail(
  dispatch: IdtDispatch,
  byte: number,
  length: number,
  what: string,
): DiagramDetail {
  const { attempt, vector, gateBytes } = dispatch
  const address = linearAddress(attempt.gateAddress + BigInt(byte))
  const gate = gateOf(dispatch)
  const fields = gate ? gateFields(attempt.gateAddress, gate, gateBytes === 16) : []
  const own = fields.filter(({ bits }) => bits?.address === address)
  const place = length === 1 ? `Byte ${byte}` : `Bytes ${byte} to ${byte + length - 1}`
  return {
    words: `${place} of gate ${vectorNumber(vector)}, at \`${formatHex(address)}\`: ${what}`,
    ...(own.length > 0 && { fields: own }),
    bytes: linearBytes(address, length),
  }
}

const WORD = /^frame\.word-(\d+)$/
const WITHIN = /^context\.within-(\d+)$/

function wordDetail({ attempt, gateBytes }: IdtDispatch, index: number): DiagramDetail | undefined {
  const word = attempt.frame[index]
  if (!word) return undefined
  return {
    words: `${word.slot} is \`${formatHex(word.value)}\`, at \`${formatHex(word.address)}\``,
    bytes: linearBytes(word.address, gateBytes / 2),
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
