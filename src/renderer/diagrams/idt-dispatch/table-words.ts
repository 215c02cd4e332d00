/** What is said of the whole IDT: its title, what each gate is, and which gates say the same and are told together. */
import { formatCount, formatHex, formatShortHex } from '../../../shared/format'
import type { GateState, IdtTable, IdtTableGate } from '../../../shared/models/idt-table'
import { exceptionOf } from '../../../shared/x86/exceptions'
import { gateTypeNamed } from '../../../shared/x86/idt-gate'
import { linearBytes, type DiagramDetail } from '../detail'
import { gateFields } from '../gate-fields'
import type { DiagramText } from '../diagram'
import { shortSymbol } from './facts'

export const vectorHex = (vector: number): string => vector.toString(16).padStart(2, '0')

const countOf = ({ gates }: IdtTable, state: GateState): number =>
  gates.filter((gate) => gate.state === state).length

export function tableTitle(table: IdtTable): string {
  const present = countOf(table, 'present')
  if (countOf(table, 'beyond') === table.gates.length) return 'The IDT has no gate at all'
  if (present === 0) return 'No gate of the IDT is present'
  return `${present} of 256 gates lead to a handler`
}

const OTHERS: readonly (readonly [GateState, string])[] = [
  ['absent', 'marked not present'],
  ['empty', 'empty'],
  ['no gate', 'of no type that an interrupt may use'],
  ['beyond', 'beyond the limit'],
  ['unread', 'on a page that is not there'],
]

export function tableSubtitle(table: IdtTable): string {
  const { idtr } = table
  const others = OTHERS.flatMap(([state, words]) => {
    const count = countOf(table, state)
    return count === 0 ? [] : [`${formatCount(count)} ${words}`]
  })
  const register = `IDTR: base \`${formatHex(idtr.base)}\`, limit ${formatHex(idtr.limit, 4)}`
  const usual =
    countOf(table, 'present') > 0 ? ['interrupt gates of DPL 0 where nothing else is said'] : []
  return [register, ...others, ...usual].join(', ')
}

/** Neighbours that lead to the same place in the same way. */
export interface GateRun {
  readonly first: number
  readonly last: number
  readonly gate: IdtTableGate
}

const isSame = (one: IdtTableGate, other: IdtTableGate): boolean =>
  one.state === other.state &&
  one.offset === other.offset &&
  one.type === other.type &&
  one.dpl === other.dpl &&
  one.ist === other.ist

/** Of all gates that are present. */
export function presentRuns({ gates }: IdtTable): readonly GateRun[] {
  const runs: GateRun[] = []
  for (const gate of gates) {
    const before = runs.at(-1)
    if (gate.state !== 'present') continue
    if (before && before.last === gate.vector - 1 && isSame(before.gate, gate))
      runs[runs.length - 1] = { ...before, last: gate.vector }
    else runs.push({ first: gate.vector, last: gate.vector, gate })
  }
  return runs
}

/** `14 #PF`, `48–255`. */
export function runName({ first, last }: GateRun): string {
  if (last > first) return `${first}–${last}`
  const name = exceptionOf(first)?.mnemonic
  return name === undefined ? `${first}` : `${first} ${name}`
}

/** What is out of the ordinary first. */
export const gateKind = ({ type, dpl = 0, ist = 0 }: IdtTableGate): string =>
  [
    ...(ist > 0 ? [`IST${ist}`] : []),
    ...(dpl > 0 ? [`DPL ${dpl}`] : []),
    ...(type?.includes('trap') === true ? ['trap'] : []),
  ].join(', ')

export const handlerName = ({ symbol, offset }: IdtTableGate): string =>
  symbol === undefined ? formatShortHex(offset ?? 0n) : shortSymbol(symbol)

const STATES: Readonly<Record<GateState, string>> = {
  present: 'present',
  absent: 'P = 0',
  empty: 'all zero',
  'no gate': 'of no usable type',
  beyond: 'beyond the limit of the IDT',
  unread: 'on a page that cannot be read',
}

export function gateDetailOf(
  { gates, gateBytes }: IdtTable,
  vector: number,
): DiagramDetail | undefined {
  const gate = gates[vector]
  if (!gate) return undefined
  const { address, state, offset, symbol } = gate
  const name = exceptionOf(vector)?.mnemonic
  const title = `Gate ${vector}${name === undefined ? '' : ` (${name})`} at \`${formatHex(address)}\``
  if (state === 'beyond' || state === 'unread') return { words: `${title}: ${STATES[state]}` }
  const fields = fieldsOf(gate, gateBytes)
  return {
    words:
      state === 'present' && offset !== undefined
        ? `${title} leads to \`${symbol ?? formatHex(offset)}\``
        : `${title}: ${STATES[state]}`,
    ...(fields && { fields }),
    bytes: linearBytes(address, gateBytes),
    ...(offset !== undefined && { code: offset }),
    translate: address,
  }
}

function fieldsOf({ address, state, type, dpl, ist }: IdtTableGate, gateBytes: 8 | 16) {
  const code = type === undefined ? undefined : gateTypeNamed(type)
  if (code === undefined || dpl === undefined) return undefined
  const facts = { type: code, dpl, ist: ist ?? 0, isPresent: state === 'present' }
  return gateFields(address, facts, gateBytes === 16)
}

export const tableText = (table: IdtTable): DiagramText => ({
  title: tableTitle(table),
  summary: `${tableTitle(table)}. ${tableSubtitle(table).replaceAll('`', '')}. Instruction ${formatCount(table.instant)}.`,
  rows: presentRuns(table).map((run) => ({
    name: runName(run),
    value: run.gate.symbol ?? formatHex(run.gate.offset ?? 0n),
    remark: [run.gate.type ?? '', gateKind(run.gate)].filter((part) => part !== '').join(', '),
  })),
})
