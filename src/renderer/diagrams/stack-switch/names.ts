/** How values and functions are written where there is little room. */
import { formatHex } from '../../../shared/format'
import type { FrameWord } from '../../../shared/events/delivery'
import type { DeliveryStep } from '../../../shared/models/stack-switch'
import { Exception, vectorName } from '../../../shared/x86/exceptions'
import type { PillKind } from '../primitives/pills'
import { vectorNumber } from '../idt-dispatch/facts'
import { fitName } from '../primitives/fit-name'
import { segmentsOf } from '../symbol-words'
import { textWidth } from '../tokens/text-metrics'

/** `0x1_0202`, with no more digits than it has. */
export const formatValue = (value: bigint | number): string =>
  formatHex(value, Math.max(2, value.toString(16).length))

/** The end of an address, next to a full one: `…8013_5000`, or `…5000`. */
export const endOf = (address: bigint, groups: 1 | 2): string =>
  '…' + formatHex(address).slice(-5 * groups + 1)

/** As many digits of an address as fit. */
export function fitAddress(address: bigint, width: number, size: number): string {
  const ways = [formatHex(address), endOf(address, 2), endOf(address, 1)]
  return ways.find((way) => textWidth(way, size, 400, 'mono') <= width) ?? endOf(address, 1)
}

/** Longer where it would be taken for another that stands near. */
export const shortAddress = (address: bigint, near = address): string =>
  endOf(address, address !== near && endOf(address, 1) === endOf(near, 1) ? 2 : 1)

/** Values that are addresses may be cut at the left; the others are short. */
export const fitWord = ({ slot, value }: FrameWord, width: number, size: number): string =>
  slot === 'RIP' || slot === 'RSP' ? fitAddress(value, width, size) : formatValue(value)

/** The last two parts of a function's path, or the last, whichever fits, or the end of that. */
export function fitFunction(name: string, width: number, size: number): string {
  const segments = segmentsOf(name)
  const ways = [segments.slice(-2).join('::'), segments.at(-1) ?? name]
  const way = ways.find((candidate) => textWidth(candidate, size, 400, 'mono') <= width)
  return way ?? fitName(name, width, size, 400)
}

/** What a step is called in a pill, and which kind of pill it is. */
export function eventOf({ vector, source, line }: DeliveryStep): { kind: PillKind; label: string } {
  const hex = `0x${vector.toString(16)}`
  switch (source) {
    case 'interrupt':
      return { kind: 'irq', label: line === undefined ? hex : `IRQ${line}` }
    case 'instruction':
      // INT3 and INTO have exceptions of their own.
      return vector === Exception.BP || vector === Exception.OF
        ? { kind: 'exception', label: vectorName(vector) }
        : { kind: 'syscall', label: `INT ${vectorNumber(vector)}` }
    case 'nmi':
      return { kind: 'irq', label: 'NMI' }
    case 'exception':
      return { kind: 'exception', label: vectorName(vector) }
  }
}

/** `#PF` for an exception, `IRQ0` for a line, `INT 0x80` for an instruction. */
export const eventName = (step: DeliveryStep): string => eventOf(step).label
