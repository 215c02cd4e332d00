/**
 * Maps the segments of a kernel from its loaded file, page by page, as the `bootloader` 0.9 does.
 * Executable and Linking Format, "Program Header".
 */
import { SegmentType, type ImageSegment } from '../memory/image'
import { formatHex } from '../../shared/format'
import type { Placement } from './boot-plan'
import type { RegionMap } from './bootloader-regions'
import type { PageTables } from './bootloader-tables'
import { ImageError } from './image-error'

export interface Loader {
  load(segment: ImageSegment): void
  /** The file, and the pages that had to be copied from it. */
  placements(): Placement[]
}

const FRAME = 4096
const FRAME_MASK = ~4095n

/** Where a page is mapped for a moment to be filled. The tables that this takes are never given back. */
const FILLING_PAGE = 0xfee_efee_e000n

const pageOf = (address: bigint): bigint => address & FRAME_MASK

export function createLoader(
  file: Uint8Array,
  firstFrame: number,
  regions: RegionMap,
  tables: PageTables,
): Loader {
  const copies: Placement[] = []

  function load(segment: ImageSegment): void {
    if (segment.type !== SegmentType.load) return
    checkAddresses(segment)
    const flags = { isWritable: segment.isWritable, isExecutable: segment.isExecutable }
    const fileStart = BigInt(firstFrame * FRAME) + segment.fileOffset
    const fileEnd = fileStart + BigInt(segment.bytes.length)
    const start = pageOf(segment.virtualAddress)
    const frame = Number(pageOf(fileStart)) / FRAME
    const lastFrame = Number(pageOf(fileEnd - 1n)) / FRAME
    for (let page = 0; frame + page <= lastFrame; page++) {
      tables.map(start + BigInt(page * FRAME), frame + page, flags)
    }
    if (segment.memorySize > segment.bytes.length) clear(segment, flags)
  }

  /** The part that the file does not hold. */
  function clear(
    { virtualAddress, bytes, memorySize }: ImageSegment,
    flags: { isWritable: boolean; isExecutable: boolean },
  ): void {
    const start = virtualAddress + BigInt(bytes.length)
    const end = virtualAddress + memorySize
    if (start !== pageOf(start)) copyPartialPage(start, end, flags)
    for (let page = pageOf(start + 4095n); page <= pageOf(end - 1n); page += BigInt(FRAME)) {
      tables.map(page, regions.allocate('Kernel'), flags)
    }
    for (let page = pageOf(start); page < end; page += BigInt(FRAME)) tables.use(page, true)
  }

  /** The frame behind the segment's last page may hold the beginning of the next segment, so it is not cleared but copied. */
  function copyPartialPage(
    start: bigint,
    end: bigint,
    flags: { isWritable: boolean; isExecutable: boolean },
  ): void {
    const copy = regions.allocate('Kernel')
    tables.map(FILLING_PAGE, copy, flags)
    const page = pageOf(start - 1n)
    const source = (tables.unmap(page) - firstFrame) * FRAME
    tables.unmap(FILLING_PAGE)
    tables.map(page, copy, flags)
    const bytes = new Uint8Array(FRAME)
    bytes.set(file.subarray(source, source + FRAME))
    const clearEnd = end - page < BigInt(FRAME) ? Number(end - page) : FRAME
    bytes.fill(0, Number(start - page), clearEnd)
    copies.push({ address: copy * FRAME, bytes, size: FRAME })
  }

  return {
    load,
    placements: () => [{ address: firstFrame * FRAME, bytes: file, size: file.length }, ...copies],
  }
}

function checkAddresses({ virtualAddress, memorySize, fileOffset }: ImageSegment): void {
  if ((virtualAddress ^ fileOffset) & BigInt(FRAME - 1)) {
    throw new ImageError(
      `A segment lies at ${formatHex(virtualAddress)}, but at another place of its page in the file.`,
      'Link the kernel in pages of 4 KiB, as linkers do unless a script or an option forbids it.',
    )
  }
  const end = virtualAddress + memorySize
  for (const address of [virtualAddress, end]) {
    if (BigInt.asUintN(64, BigInt.asIntN(48, address)) === address) continue
    throw new ImageError(
      `A segment of the kernel reaches the virtual address ${formatHex(BigInt.asUintN(64, address))}, which no processor can use.`,
      'Link the kernel to canonical addresses: the lower or the upper 128 TiB.',
    )
  }
}
