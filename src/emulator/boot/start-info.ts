/**
 * Lays out `hvm_start_info`, with which a PVH kernel learns its command line and its memory.
 * Xen's public header `arch-x86/hvm/start_info.h`, version 1.
 */
import type { MemoryRange } from './memory-map'

const MAGIC = 0x336e_c578 // "xEn3" with bit 7 of the first byte set
const VERSION = 1
const HEADER_SIZE = 56
const MAP_ENTRY_SIZE = 24

const RANGE_TYPES = { usable: 1, reserved: 2 } as const

/** The bytes to place at `address`: the structure, the memory map and the command line behind it. */
export function layOutStartInfo(
  address: number,
  commandLine: Uint8Array,
  map: readonly MemoryRange[],
): Uint8Array {
  const mapAt = HEADER_SIZE
  const commandLineAt = mapAt + map.length * MAP_ENTRY_SIZE
  const bytes = new Uint8Array(commandLineAt + commandLine.length + 1)
  const view = new DataView(bytes.buffer)
  const u32 = (at: number, value: number) => view.setUint32(at, value, true)
  const u64 = (at: number, value: number) => view.setBigUint64(at, BigInt(value), true)

  u32(0, MAGIC)
  u32(4, VERSION)
  u64(24, address + commandLineAt) // no flags, no modules before it
  u64(40, address + mapAt) //         no ACPI tables before it
  u32(48, map.length)
  map.forEach((range, index) => {
    const at = mapAt + index * MAP_ENTRY_SIZE
    u64(at, range.start)
    u64(at + 8, range.end - range.start)
    u32(at + 16, RANGE_TYPES[range.kind])
  })
  bytes.set(commandLine, commandLineAt) // ends with the zero that is there already
  return bytes
}
