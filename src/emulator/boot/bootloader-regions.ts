/**
 * The memory map as the `bootloader` 0.9 keeps it: whole frames, each region with its use, and the choice of the next frame.
 * Which frame is taken for what decides where everything lies, so the order of the search is the real one's.
 *
 * Knows nothing of page tables or of the kernel.
 */
import { formatShortHex } from '../../shared/format'
import { ImageError } from './image-error'
import type { MemoryRange } from './memory-map'

/** `MemoryRegionType`, in the order of its discriminants. */
export const REGION_KINDS = [
  ...['Usable', 'InUse', 'Reserved', 'AcpiReclaimable', 'AcpiNvs', 'BadMemory', 'Kernel'],
  ...['KernelStack', 'PageTable', 'Bootloader', 'FrameZero', 'Empty', 'BootInfo', 'Package'],
] as const
export type RegionKind =
  | 'Usable'
  | 'Reserved'
  | 'Kernel'
  | 'KernelStack'
  | 'PageTable'
  | 'Bootloader'
  | 'FrameZero'
  | 'BootInfo'

export interface Region {
  /** Number of the first frame. */
  readonly start: number
  /** Number of the first frame behind the region. */
  readonly end: number
  readonly kind: RegionKind
}

export interface RegionMap {
  /** Gives the first `frames` frames from `start` another use; they must be usable. */
  mark(start: number, end: number, kind: RegionKind): void
  /** Takes one usable frame; gives its number. */
  allocate(kind: RegionKind): number
  regions(): readonly Region[]
  /** The address behind the last region. */
  readonly endAddress: number
}

const FRAME = 4096
const REGION_LIMIT = 64

const MORE_MEMORY = 'Give the machine more memory.'

export function createRegionMap(ranges: readonly MemoryRange[]): RegionMap {
  let map: { start: number; end: number; kind: RegionKind }[] = ranges.map(
    ({ start, end, kind }) => ({
      start: Math.floor(start / FRAME),
      end: Math.ceil(end / FRAME),
      kind: kind === 'usable' ? 'Usable' : 'Reserved',
    }),
  )
  sort()
  map.forEach((region, index) => {
    const next = map[index + 1]
    // A frame that is usable only in part is not usable.
    if (next && region.kind === 'Usable') region.end = Math.min(region.end, next.start)
  })
  const endAddress = Math.max(...map.map(({ end }) => end)) * FRAME

  /** Empty regions go when the map is next put in order, not before. */
  function sort(): void {
    map = map.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start)
  }

  function add(start: number, end: number, kind: RegionKind): void {
    if (map.length >= REGION_LIMIT) {
      throw new ImageError('Its memory map has more than 64 regions.', MORE_MEMORY)
    }
    map.push({ start, end, kind })
    sort()
  }

  function mark(start: number, end: number, kind: RegionKind): void {
    const home = map.find((region) => start < region.end && end > region.start)
    if (home?.kind !== 'Usable' || start < home.start || end > home.end) {
      const range = `${formatShortHex(start * FRAME)} to ${formatShortHex(end * FRAME)}`
      throw new ImageError(
        `The bootloader needs the physical addresses ${range} (region ${kind}), which are not all usable RAM.`,
        MORE_MEMORY,
      )
    }
    const behind = { start: end, end: home.end, kind: home.kind }
    home.end = start
    if (behind.start < behind.end) add(behind.start, behind.end, behind.kind)
    add(start, end, kind)
  }

  function allocate(kind: RegionKind): number {
    return extend(kind) ?? split(kind)
  }

  /** Regions of one use grow while the frame behind them is usable. */
  function extend(kind: RegionKind): number | undefined {
    for (const [index, region] of map.entries()) {
      const next = map[index + 1]
      if (region.kind !== kind || next?.kind !== 'Usable') continue
      if (next.start !== region.end || next.start === next.end) continue
      next.start += 1
      region.end += 1
      return region.end - 1
    }
    return undefined
  }

  /** Page tables come from the last usable region, so that they do not break up the others. */
  function split(kind: RegionKind): number {
    const usable = map.filter(({ kind, start, end }) => kind === 'Usable' && start < end)
    const home = kind === 'PageTable' ? usable.at(-1) : usable[0]
    if (!home) {
      throw new ImageError('The bootloader finds no free memory to load the kernel.', MORE_MEMORY)
    }
    const frame = home.start
    home.start += 1
    add(frame, frame + 1, kind)
    return frame
  }

  return {
    mark,
    allocate,
    endAddress,
    regions() {
      sort()
      return map
    },
  }
}
