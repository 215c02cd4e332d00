/** The fields of a gate of the IDT that a person may want to read, or to change. SDM Vol. 3A, "64-Bit Mode IDT". */
import type { IdtGate } from '../../shared/x86/idt-gate'
import { GateType } from '../../shared/x86/idt-gate'
import type { DetailField } from './detail'

const IST_BYTE = 4n
const ATTRIBUTES_BYTE = 5n

type GateFacts = Pick<IdtGate, 'type' | 'dpl' | 'ist' | 'isPresent'>

/** `hasIst`: a gate of IA-32e mode. */
export function gateFields(
  address: bigint,
  { type, dpl, ist, isPresent }: GateFacts,
  hasIst = true,
): readonly DetailField[] {
  const bits = (byte: bigint, low: number, width: number) =>
    ({ space: 'linear', address: address + byte, low, width }) as const
  return [
    ...(hasIst ? [istField(ist, bits(IST_BYTE, 0, 3))] : []),
    { name: 'P', value: isPresent ? '1' : '0', bits: bits(ATTRIBUTES_BYTE, 7, 1) },
    { name: 'DPL', value: `${dpl}`, remark: dplWords(dpl), bits: bits(ATTRIBUTES_BYTE, 5, 2) },
    {
      name: 'type',
      value: `0x${type.toString(16)}`,
      remark: TYPE_WORDS[type] ?? 'no gate that an interrupt may use',
      bits: bits(ATTRIBUTES_BYTE, 0, 4),
    },
  ]
}

const istField = (ist: number, bits: DetailField['bits']): DetailField => ({
  name: 'IST',
  value: `${ist}`,
  remark: ist === 0 ? 'the stack in use is kept' : `the stack of TSS.IST${ist}`,
  ...(bits && { bits }),
})

const dplWords = (dpl: number): string =>
  dpl === 3 ? 'INT n may use it from any ring' : `INT n may use it from ring ${dpl} or further in`

const TYPE_WORDS: Readonly<Record<number, string>> = {
  [GateType.interrupt]: 'interrupt gate: RFLAGS.IF is cleared',
  [GateType.trap]: 'trap gate: RFLAGS.IF stays',
}
