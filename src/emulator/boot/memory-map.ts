/**
 * Which physical addresses are RAM and which are taken, as a PC's firmware tells its kernel.
 * The same ranges that QEMU's `pc` machine reports for the same amount of memory.
 */

export type MemoryKind = 'usable' | 'reserved'

export interface MemoryRange {
  readonly start: number
  readonly end: number
  readonly kind: MemoryKind
}

const KIB = 1024
const MIB = 1024 * KIB

/** The last 128 KiB of RAM belong to firmware tables. */
const FIRMWARE_TABLES = 128 * KIB

export const EBDA_START = 0x9_fc00
export const HOLE_START = 0xa_0000
const FIRMWARE_START = 0xf_0000
const EXTENDED_START = MIB

/** Half-open ranges in ascending order. `memorySize` is RAM in bytes, from 2 MiB to 2 GiB. */
export function memoryMap(memorySize: number): readonly MemoryRange[] {
  const tables = memorySize - FIRMWARE_TABLES
  return [
    { start: 0, end: EBDA_START, kind: 'usable' },
    { start: EBDA_START, end: HOLE_START, kind: 'reserved' }, //            extended BIOS data area
    { start: FIRMWARE_START, end: EXTENDED_START, kind: 'reserved' }, //    firmware
    { start: EXTENDED_START, end: tables, kind: 'usable' },
    { start: tables, end: memorySize, kind: 'reserved' },
    { start: 0xfffc_0000, end: 0x1_0000_0000, kind: 'reserved' }, //        flash ROM
    { start: 0xfd_0000_0000, end: 0x100_0000_0000, kind: 'reserved' }, //   HyperTransport
  ]
}

export const isUsable = (map: readonly MemoryRange[], start: number, end: number): boolean =>
  map.some((range) => range.kind === 'usable' && start >= range.start && end <= range.end)
