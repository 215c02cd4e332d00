/** What follows from a request without asking the machine again: names, sums, which EOIs are due. */
import { formatCount, formatShortHex } from '../../../shared/format'
import {
  CASCADE_LINE,
  LINE_SOURCES,
  deviceOf,
  dueEnds,
  isSlaveLine,
  type ControllerName,
  type LineDevice,
} from '../../../shared/interrupt-lines'
import type { BlockReason } from '../../../shared/events'
import type { InterruptPath, PathEnd } from '../../../shared/models/interrupt-path'

export const lineName = (line: number): string => `IRQ${line}`

/** `timer`, or nothing where no device of this machine drives the line. */
export const deviceName = (line: number): string =>
  deviceOf(line) ?? (line === CASCADE_LINE ? 'slave' : 'nothing')

/** `8254 counter 0`. */
export function sourceOf(line: number): string {
  const device: LineDevice | undefined = deviceOf(line)
  if (!device) return 'no device'
  const { chip, of } = LINE_SOURCES[device]
  return `${chip}, ${of}`
}

/** `tick 3`, `scancode 0x1e`: what the device did. */
export function causeWords({ cause }: InterruptPath): string | undefined {
  if (!cause) return undefined
  return cause.kind === 'tick'
    ? `tick ${cause.count}`
    : `scancode ${formatShortHex(cause.scanCode)}`
}

export const chipName = (line: number): 'master' | 'slave' =>
  isSlaveLine(line) ? 'slave' : 'master'

export const inputOf = (line: number): number => line & 7

/** Ports of a controller: commands and EOIs, and the mask. */
export const PORTS = {
  master: { command: 0x20, data: 0x21 },
  slave: { command: 0xa0, data: 0xa1 },
} as const

/** The controllers that still have the request in service. */
export const missingEnds = ({
  line,
  acknowledged,
  ends,
}: InterruptPath): readonly ControllerName[] =>
  acknowledged
    ? dueEnds(
        line,
        acknowledged,
        ends.map(({ controller }) => controller),
      )
    : []

export const isEoiAutomatic = ({ line, acknowledged }: InterruptPath): boolean =>
  acknowledged?.[chipName(line)].isAutomaticEoi ?? false

/** Its handler is through, and a bit of an ISR still stands for it. */
export const isUnended = (path: InterruptPath): boolean =>
  path.returned !== undefined && missingEnds(path).length > 0

/** Instants between the request and the first instruction of its handler. */
export const latencyOf = ({ requested, delivery }: InterruptPath): number | undefined =>
  requested && delivery?.kind === 'entered' ? delivery.instant - requested.instant : undefined

/** Instants from the handler's first instruction to its IRETQ. */
export const durationOf = ({ delivery, returned }: InterruptPath): number | undefined =>
  delivery && returned ? returned.instant - delivery.instant : undefined

/** `out 0x20, 0x20`: the write that the guest made, whatever instruction it used. */
export const portWrite = ({ controller, value }: PathEnd): string =>
  `out ${formatShortHex(PORTS[controller].command)}, ${formatShortHex(value)}`

/** The function in whose source the EOI stands: the one that calls what wraps the instruction, where it was inlined. */
export function endPlace({ functions, instruction }: PathEnd): {
  readonly name: string
  readonly source?: string
} {
  const [innermost, caller] = functions
  const place = caller ?? innermost
  if (place) return { name: place.name, ...(place.source && { source: place.source }) }
  const { symbol, source } = instruction
  return { name: symbol ?? '', ...(source !== undefined && { source }) }
}

/** `pic_8259a::end_of_interrupt` without the path that leads there; generic arguments stay whole. */
export function shortName(symbol: string): string {
  const plain = symbol.replace(/\+0x[0-9a-f]+$/, '').replace(/<([^<>]*)>::/, '')
  return plain.split('::').at(-1) ?? plain
}

/** `pic_8259a.rs:76`. */
export const shortSource = (source: string): string => source.split('/').at(-1) ?? source

/** An instruction without the modules of what it names: the function that it is in is named beside it. */
export const withoutPaths = (code: string): string => code.replace(/[\w:]+::/g, '')

/** As short as a list has room for. */
export const REASON_NAMES: Readonly<Record<BlockReason, string>> = {
  masked: 'masked',
  'in-service': 'outranked',
  'cascade-masked': 'slave masked',
  'cascade-in-service': 'slave outranked',
  'interrupts-disabled': 'IF = 0',
  'interrupt-shadow': 'after STI',
}

export const instructionsWords = (count: number): string =>
  count === 1 ? '1 instruction' : `${formatCount(count)} instructions`
