/** All chips that have ports, in the order in which they are drawn, and who answers at a port. */
import type { Chip } from './chip'
import { KEYBOARD } from './keyboard'
import { NOBODY, OTHERS } from './others'
import { PICS } from './pic'
import { PIT } from './pit'
import { UART } from './uart'

export const CHIPS: readonly Chip[] = [...PICS, PIT, KEYBOARD, UART, ...OTHERS, NOBODY]

/** Index into the chips, and the offset from the chip's first port. */
export function chipAt(port: number): { readonly chip: number; readonly offset: number } {
  const chip = CHIPS.findIndex(({ ports }) =>
    ports.some(([first, last]) => port >= first && port <= last),
  )
  if (chip < 0) return { chip: CHIPS.length - 1, offset: port }
  return { chip, offset: port - (CHIPS[chip]?.ports[0]?.[0] ?? 0) }
}
