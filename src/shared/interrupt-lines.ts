/** The sixteen interrupt lines of a PC: which of them this machine drives, what stands behind each, which comes first. */
import type { BlockReason, PicRegisters } from './events'

/** The lines that a device of this machine drives. */
export const LINE_OF = { timer: 0, keyboard: 1, serial: 4, clock: 8 } as const

/** The input of the master that the slave drives: no line of its own. */
export const CASCADE_LINE = 2

export type LineDevice = keyof typeof LINE_OF

/** As the data sheets call the chip, and what of it the line stands for. */
export const LINE_SOURCES: Readonly<Record<LineDevice, { readonly chip: string; readonly of: string }>> = {
  timer: { chip: '8254', of: 'counter 0' },
  keyboard: { chip: '8042', of: 'output buffer full' },
  serial: { chip: '16550', of: 'serial port' },
  clock: { chip: 'MC146818', of: 'real-time clock' },
} // prettier-ignore

const DEVICES = Object.keys(LINE_OF) as readonly LineDevice[]

/** The device that drives a line, where there is one. */
export const deviceOf = (line: number): LineDevice | undefined =>
  DEVICES.find((device) => LINE_OF[device] === line)

export const isSlaveLine = (line: number): boolean => line >= 8

/** The input whose interrupt is served by a chip: of those in service the one of highest priority. */
export function servedInput({ isr, lowestPriority }: PicRegisters): number | undefined {
  return inputsByPriority(lowestPriority).find((input) => isr & (1 << input))
}

/** The eight inputs of a chip, the highest priority first. */
export const inputsByPriority = (lowestPriority: number): readonly number[] =>
  Array.from({ length: 8 }, (_, rank) => (lowestPriority + 1 + rank) & 7)

/** The line in service that keeps another out, for those two reasons that say there is one. */
export function outrankingLine(
  line: number,
  reasons: readonly BlockReason[],
  { master, slave }: { readonly master: PicRegisters; readonly slave: PicRegisters },
): number | undefined {
  const isOwn = reasons.includes('in-service')
  if (!isOwn && !reasons.includes('cascade-in-service')) return undefined
  const isInSlave = isOwn && isSlaveLine(line)
  const input = servedInput(isInSlave ? slave : master)
  return input === undefined ? undefined : isInSlave ? 8 + input : input
}

export type ControllerName = 'master' | 'slave'

/** The controllers whose ISR bit INTA has set for a line and no EOI has cleared. */
export function dueEnds(
  line: number,
  { isSpurious, master, slave }: Acknowledged,
  ended: readonly ControllerName[],
): readonly ControllerName[] {
  // A spurious interrupt of the slave is a real one for the master.
  const isSet = {
    slave: isSlaveLine(line) && !isSpurious && !slave.isAutomaticEoi,
    master: (isSlaveLine(line) || !isSpurious) && !master.isAutomaticEoi,
  }
  return (['slave', 'master'] as const).filter((chip) => isSet[chip] && !ended.includes(chip))
}

interface Acknowledged {
  readonly isSpurious: boolean
  readonly master: PicRegisters
  readonly slave: PicRegisters
}
