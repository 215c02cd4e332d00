/**
 * Lays out `BootInfo`, with which a kernel behind the `bootloader` 0.9 learns its memory.
 * The crate's documentation, "Struct bootloader::bootinfo::BootInfo": `repr(C)`, with fields that depend on its features.
 */
import type { BootInfoFields } from './boot-plan'
import { REGION_KINDS, type Region } from './bootloader-regions'

export interface BootInfo extends BootInfoFields {
  readonly regions: readonly Region[]
  /** Where the PML4 appears in the virtual address space. */
  readonly recursivePageTable: bigint
  readonly physicalMemoryOffset: bigint
  readonly threadLocal: {
    readonly start: bigint
    readonly fileSize: bigint
    readonly memorySize: bigint
  }
}

const REGION_SIZE = 24
const REGION_COUNT = 64
const EMPTY = REGION_KINDS.indexOf('Empty')

export function layOutBootInfo(info: BootInfo): Uint8Array {
  const tail = [
    BigInt(info.regions.length),
    ...(info.hasRecursivePageTable ? [info.recursivePageTable] : []),
    ...(info.hasPhysicalMemory ? [info.physicalMemoryOffset] : []),
    info.threadLocal.start,
    info.threadLocal.fileSize,
    info.threadLocal.memorySize,
    0n, // one byte against structs made by kernels, and padding
  ]
  const bytes = new Uint8Array(REGION_COUNT * REGION_SIZE + tail.length * 8)
  const view = new DataView(bytes.buffer)
  for (let index = 0; index < REGION_COUNT; index++) {
    const region = info.regions[index]
    const at = index * REGION_SIZE
    view.setBigUint64(at, BigInt(region?.start ?? 0), true)
    view.setBigUint64(at + 8, BigInt(region?.end ?? 0), true)
    view.setUint32(at + 16, region ? REGION_KINDS.indexOf(region.kind) : EMPTY, true)
  }
  tail.forEach((value, index) =>
    view.setBigUint64(REGION_COUNT * REGION_SIZE + 8 * index, value, true),
  )
  return bytes
}
