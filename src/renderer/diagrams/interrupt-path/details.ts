/** What can be said and asked of each box of the drawing. */
import { formatHex } from '../../../shared/format'
import { CASCADE_LINE } from '../../../shared/interrupt-lines'
import type { InterruptPath } from '../../../shared/models/interrupt-path'
import { linearBytes, type DiagramDetail } from '../detail'
import { longName, withLongName } from '../glossary'
import type { PathSubject } from './drawing'
import { PORTS, endPlace, lineName, portWrite, sourceOf } from './facts'
import type { ChipKey } from './layout'

const BIT = /^(master|slave)\.(irr|imr|isr)\.bit-(\d)$/
const LINE = /^line-(\d+)/
const STANDING = /^standing\.(waiting|served)-(\d+)/
const END = /eoi-(master|slave)$/

const GATE_BYTES = 16

const REGISTERS = {
  irr: 'requested and not acknowledged',
  imr: 'masked',
  isr: 'acknowledged, and no EOI yet',
} as const

/** What the processor asks. SDM Vol. 3A, "Masking Maskable Hardware Interrupts", and Vol. 2B, STI. */
const QUESTIONS: Readonly<Record<string, string>> = {
  'processor.flag': `The ${longName('IF') ?? ''}, RFLAGS.IF: while it is 0 no maskable interrupt is taken`,
  'processor.shadow': `${withLongName('STI')}: no interrupt is taken before the instruction after it has run, nor after MOV SS`,
  'processor.boundary': 'An interrupt is taken between two instructions, never within one',
}

export function detailOf(subject: PathSubject, key: string): DiagramDetail | undefined {
  const question = QUESTIONS[key]
  if (question !== undefined) return { words: question }
  const bit = BIT.exec(key)
  if (bit)
    return bitDetail(subject, bit[1] as ChipKey, bit[2] as keyof typeof REGISTERS, Number(bit[3]))
  const standing = STANDING.exec(key)
  if (standing) return standingDetail(subject, Number(standing[2]))
  const line = LINE.exec(key)?.[1]
  if (line !== undefined) return lineDetail(subject, Number(line))
  const end = END.exec(key)?.[1]
  if (end !== undefined) return endDetail(subject.selected, end as ChipKey)
  return partDetail(subject, key.split('.')[0] ?? '')
}

/** The request that stands behind a line in service or waiting, to be looked at. */
function itemOf({ standing }: PathSubject, line: number): { readonly item?: number } {
  const found = [...standing.inService, ...standing.waiting].find((each) => each.line === line)
  return found?.sequence === undefined ? {} : { item: found.sequence }
}

function bitDetail(
  subject: PathSubject,
  chip: ChipKey,
  register: keyof typeof REGISTERS,
  input: number,
): DiagramDetail {
  const line = chip === 'slave' ? 8 + input : input
  const name = line === CASCADE_LINE ? 'the cascade of the slave' : lineName(line)
  return {
    words: `${withLongName(register.toUpperCase())} bit ${input} of the ${chip}: ${name}, ${REGISTERS[register]} when it is 1; the mask is written at port \`0x${PORTS[chip].data.toString(16)}\``,
    ...(register !== 'imr' && itemOf(subject, line)),
  }
}

const lineDetail = (subject: PathSubject, line: number): DiagramDetail => ({
  words: `${lineName(line)}: ${sourceOf(line)}`,
  ...itemOf(subject, line),
})

const standingDetail = (subject: PathSubject, line: number): DiagramDetail => ({
  words: `The request of ${lineName(line)}`,
  ...itemOf(subject, line),
})

function endDetail(path: InterruptPath | undefined, chip: ChipKey): DiagramDetail | undefined {
  const end = path?.ends.find(({ controller }) => controller === chip)
  if (!end)
    return {
      words: `The ${chip} waits for its ${withLongName('EOI')} at port \`0x${PORTS[chip].command.toString(16)}\``,
    }
  const { name, source } = endPlace(end)
  const place = [name, source].filter((part) => part !== undefined && part !== '').join(', ')
  return {
    words: `The ${withLongName('EOI')}: \`${portWrite(end)}\` at \`${formatHex(end.rip)}\`${place === '' ? '' : `, in \`${place}\``}`,
    code: end.rip,
  }
}

/** Whole: the drawing may have room for its end alone. */
const handlerWords = (delivery: NonNullable<InterruptPath['delivery']>): string =>
  delivery.kind === 'entered' && delivery.handler.symbol !== undefined
    ? ` leads to \`${delivery.handler.symbol}\``
    : ''

function partDetail(
  { selected: path, standing }: PathSubject,
  part: string,
): DiagramDetail | undefined {
  const delivery = path?.delivery
  switch (part) {
    case 'gate':
      return (
        delivery && {
          words: `The gate of vector ${path?.acknowledged?.vector ?? 0} at \`${formatHex(delivery.gateAddress)}\`${handlerWords(delivery)}`,
          bytes: linearBytes(delivery.gateAddress, GATE_BYTES),
          translate: delivery.gateAddress,
          ...(delivery.kind === 'entered' && { code: delivery.handler.rip }),
        }
      )
    case 'handler':
      return delivery?.kind === 'entered'
        ? {
            words: `The handler${delivery.handler.symbol === undefined ? '' : ` \`${delivery.handler.symbol}\``} at \`${formatHex(delivery.handler.rip)}\``,
            code: delivery.handler.rip,
          }
        : undefined
    case 'return':
      return (
        path?.returned && {
          words: `IRETQ at \`${formatHex(path.returned.rip)}\``,
          code: path.returned.rip,
        }
      )
    case 'processor':
    case 'footer': {
      const instruction = delivery?.instruction ?? standing.instruction
      return {
        words: `The processor stands before \`${instruction.text ?? 'an instruction'}\` at \`${formatHex(instruction.rip)}\``,
        code: instruction.rip,
      }
    }
    case 'master':
    case 'slave':
      return {
        words: `8259 ${part}: commands and EOIs at port \`0x${PORTS[part].command.toString(16)}\`, the mask at port \`0x${PORTS[part].data.toString(16)}\``,
      }
    default:
      return undefined
  }
}
