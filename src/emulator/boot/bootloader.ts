/**
 * Plans how an ELF64 kernel starts behind the `bootloader` crate 0.9: this plays its part, from the disk to `_start`.
 * Physical addresses are those of the crate's own build; docs/decisions/0060-play-the-bootloader.md says what may differ and why.
 *
 * Knows nothing of the machine that carries the plan out.
 */
import { SCREEN_BYTES, TEXT_WINDOW } from '../../shared/vga-text'
import { SegmentType, type ElfImage, type ImageSegment } from '../memory/image'
import type { BootConfiguration, BootInfoFields, BootPlan } from './boot-plan'
import { layOutBootInfo } from './bootloader-boot-info'
import { BOOTLOADER, handOver } from './bootloader-handover'
import { packKernelFile } from './bootloader-kernel-file'
import { createRegionMap, type RegionMap } from './bootloader-regions'
import { createLoader } from './bootloader-segments'
import { createPageTables, EntryFlag, type PageTables } from './bootloader-tables'
import { createSlots } from './bootloader-slots'
import { HOLE_START, memoryMap } from './memory-map'

const FRAME = 4096
const LARGE_PAGE = 0x20_0000
/** What one entry of the PML4 covers. */
const SLOT_SIZE = 2 ** 39
const STACK_PAGES = 512
const SCREEN = { address: TEXT_WINDOW.start, size: SCREEN_BYTES } as const

/** What the series asks for from its paging stage on; earlier stages do not look. */
const DEFAULT_FIELDS: BootInfoFields = { hasRecursivePageTable: false, hasPhysicalMemory: true }

export function planBootloaderBoot(
  file: Uint8Array,
  image: ElfImage,
  { memorySize, bootInfo: fields = DEFAULT_FIELDS }: BootConfiguration,
): BootPlan {
  const kernel = packKernelFile(file, image)
  const regions = createRegionMap(memoryMap(memorySize))
  const tables = createPageTables(BOOTLOADER.pml4, () => regions.allocate('PageTable'))
  const slots = createSlots(image.segments)

  mapBootloader(tables)
  const recursiveSlot = slots.take(1)
  if (fields.hasRecursivePageTable) {
    // D, because the PML4 has been written through its own slot.
    const flags = EntryFlag.P | EntryFlag.RW | EntryFlag.A | EntryFlag.D
    tables.setEntry(BOOTLOADER.pml4, recursiveSlot, BOOTLOADER.pml4, flags)
  }
  regions.mark(0, 1, 'FrameZero')
  regions.mark(BOOTLOADER.start, BOOTLOADER.end, 'Bootloader')
  const kernelFrames = Math.ceil(kernel.size / FRAME)
  regions.mark(BOOTLOADER.kernel, BOOTLOADER.kernel + kernelFrames, 'Kernel')
  regions.mark(BOOTLOADER.pml4, BOOTLOADER.start, 'PageTable')

  const infoFrame = regions.allocate('BootInfo')
  const infoAddress = slotAddress(slots.take(1))
  tables.map(infoAddress, infoFrame, { isWritable: true, isExecutable: true })
  const loader = createLoader(kernel.bytes, BOOTLOADER.kernel, regions, tables)
  image.segments.forEach(loader.load)
  const stack = mapStack(infoAddress + BigInt(2 * FRAME), regions, tables)
  const physicalMemoryOffset = fields.hasPhysicalMemory
    ? mapPhysicalMemory(regions.endAddress, slots.take, tables)
    : 0n
  tables.use(infoAddress, true)

  const info = layOutBootInfo({
    ...fields,
    regions: regions.regions(),
    recursivePageTable: slotAddress(recursiveSlot, recursiveSlot, recursiveSlot, recursiveSlot),
    physicalMemoryOffset,
    threadLocal: threadLocal(image.segments),
  })
  const handover = handOver(image.entry, infoAddress, stack.top, stack.topFrame)
  return {
    state: handover.state,
    placements: [
      { address: SCREEN.address, bytes: new Uint8Array(0), size: SCREEN.size },
      ...loader.placements(),
      ...tables.placements(),
      { address: infoFrame * FRAME, bytes: info, size: FRAME },
      ...handover.placements,
    ],
  }
}

/** What stays identity-mapped: the page tables up to the bootloader's end, and the display's memory. */
function mapBootloader(tables: PageTables): void {
  const { pml4, pdpt, pd, pt, end } = BOOTLOADER
  const flags = EntryFlag.P | EntryFlag.RW
  tables.setEntry(pml4, 0, pdpt, flags | EntryFlag.A)
  tables.setEntry(pdpt, 0, pd, flags | EntryFlag.A | EntryFlag.D) // the kernel's large pages were unmapped in the PD
  tables.setEntry(pd, 0, pt, flags | EntryFlag.A)
  const used = new Set([pml4, SCREEN.address / FRAME])
  const map = (frame: number) =>
    tables.setEntry(pt, frame, frame, flags | (used.has(frame) ? EntryFlag.A | EntryFlag.D : 0))
  for (let frame = pml4; frame < end; frame++) map(frame)
  for (let frame = HOLE_START / FRAME; frame < 0xc0; frame++) map(frame)
}

/** Sign-extended as addresses are. */
const slotAddress = (pml4Index: number, pdptIndex = 0, pdIndex = 0, ptIndex = 0): bigint => {
  const indexes = [pml4Index, pdptIndex, pdIndex, ptIndex]
  const low = indexes.reduce((address, index) => (address << 9n) | BigInt(index), 0n) << 12n
  return BigInt.asUintN(64, BigInt.asIntN(48, low))
}

function mapStack(start: bigint, regions: RegionMap, tables: PageTables) {
  let topFrame = 0
  for (let page = 0; page < STACK_PAGES; page++) {
    topFrame = regions.allocate('KernelStack')
    const address = start + BigInt(page * FRAME)
    tables.map(address, topFrame, { isWritable: true, isExecutable: true })
  }
  const top = start + BigInt(STACK_PAGES * FRAME)
  tables.use(top - 8n, true) // the return address that the call of the kernel pushes
  return { top, topFrame }
}

/** One large page more than there is memory: the last one begins where memory ends. */
function mapPhysicalMemory(
  end: number,
  takeSlots: (count: number) => number,
  tables: PageTables,
): bigint {
  const offset = slotAddress(takeSlots(Math.ceil(end / SLOT_SIZE)))
  tables.mapLarge(offset, 0, Math.floor(end / LARGE_PAGE) + 1)
  return offset
}

function threadLocal(segments: readonly ImageSegment[]) {
  const template = segments.find(({ type }) => type === SegmentType.threadLocal)
  return {
    start: template?.virtualAddress ?? 0n,
    fileSize: BigInt(template?.bytes.length ?? 0),
    memorySize: template?.memorySize ?? 0n,
  }
}
