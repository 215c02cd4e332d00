/** Accesses to ports as events: `port in`, `port out`, with the chip that answers there on a PC. */
import type { Fact } from './recorder'

export interface PortAccess {
  readonly direction: 'in' | 'out'
  readonly port: number
  readonly value: number
}

/** First and last port of each chip. */
const CHIPS: readonly (readonly [first: number, last: number, name: string])[] = [
  [0x20, 0x21, 'pic1'],
  [0x40, 0x43, 'pit'],
  [0x60, 0x60, '8042'],
  [0x61, 0x61, 'system-control'],
  [0x64, 0x64, '8042'],
  [0x70, 0x71, 'cmos'],
  [0x92, 0x92, 'system-control'],
  [0xa0, 0xa1, 'pic2'],
  [0xe9, 0xe9, 'console'],
  [0xf4, 0xf7, 'exit'],
  [0x3d4, 0x3d5, 'vga'],
  [0x3f8, 0x3ff, 'uart'],
]

export function portFact({ direction, port, value }: PortAccess): Fact {
  const chip = CHIPS.find(([first, last]) => port >= first && port <= last)
  const fields = { port: BigInt(port), value: BigInt(value), ...(chip && { dev: chip[2] }) }
  return { kind: 'port', arguments: [direction], fields }
}
