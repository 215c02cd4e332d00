/**
 * Plans how an ELF64 kernel starts by its PVH note, as QEMU's `-kernel` and Xen start it.
 * Xen's documentation, "x86/HVM direct boot ABI".
 *
 * A plan is plain data: which bytes go where, and the processor's state at the first instruction.
 * Knows nothing of the machine that carries it out.
 */
import { formatShortHex } from '../../shared/format'
import { createByteReader, encodeUtf8 } from '../memory/byte-reader'
import { SegmentType, type ElfImage, type ImageSegment } from '../memory/image'
import type { BootConfiguration, BootPlan, EntryState, Placement } from './boot-plan'
import { findNote } from './elf-note'
import { ImageError } from './image-error'
import { EBDA_START, isUsable, memoryMap, type MemoryRange } from './memory-map'
import { layOutStartInfo } from './start-info'

export interface PvhPlan extends BootPlan {
  /** Physical address of the first instruction: 32-bit protected mode, flat segments, paging off. */
  readonly entry: number
  /** EBX: where the start info lies. */
  readonly startInfo: number
  /** A GDT with the selectors that the segment registers hold, and its limit. */
  readonly gdt: { readonly base: number; readonly limit: number }
  /** ESP: the ABI promises nothing, but a push before the kernel has its own stack should not hit a table. */
  readonly stackTop: number
}

const NOTE_OWNER = 'Xen'
const XEN_ELFNOTE_PHYS32_ENTRY = 18
const PAGE = 0x1000
const STACK_SIZE = 0x1000
const COMMAND_LINE_LIMIT = 4095

/** Descriptors 0 (null), 0x08 (32-bit code) and 0x10 (data), flat and accessed. */
const GDT = [0n, 0x00cf_9b00_0000_ffffn, 0x00cf_9300_0000_ffffn]

const CR0_PE = 1n << 0n
const CR0_ET = 1n << 4n

const FLAT_CODE = { selector: 0x08, limit: 0xffff_ffff, attributes: 0xc09b } as const
const FLAT_DATA = { selector: 0x10, limit: 0xffff_ffff, attributes: 0xc093 } as const

const ADD_NOTE =
  'Add a note of type 18 (XEN_ELFNOTE_PHYS32_ENTRY), owner "Xen", with the 32-bit physical entry address, ' +
  'in a section that the linker puts into a PT_NOTE segment.'

const findEntryNote = (image: ElfImage): Uint8Array | undefined =>
  findNote(image, NOTE_OWNER, XEN_ELFNOTE_PHYS32_ENTRY)

export const hasEntryNote = (image: ElfImage): boolean => findEntryNote(image) !== undefined

export function planPvhBoot(image: ElfImage, configuration: BootConfiguration): PvhPlan {
  const map = memoryMap(configuration.memorySize)
  const segments = image.segments.filter(
    ({ type, memorySize }) => type === SegmentType.load && memorySize,
  )
  if (segments.length === 0) {
    throw new ImageError(
      'The file has no loadable segment: there is nothing to run in it.',
      'Give the linked kernel.',
    )
  }
  const entry = entryOf(image)
  const loaded = segments.map((segment) => placeSegment(segment, map, configuration.memorySize))
  if (!loaded.some(({ address, size }) => entry >= address && entry < address + size)) {
    throw new ImageError(
      `Its PVH note gives the entry ${formatShortHex(entry)}, which lies in no loaded segment.`,
      'The note must hold a physical address: subtract the kernel’s virtual offset.',
    )
  }
  const handover = layOutHandover(loaded, encodeCommandLine(configuration.commandLine), map)
  return {
    ...handover,
    entry,
    placements: [...loaded, ...handover.placements],
    state: entryState(entry, handover),
  }
}

/** What the ABI promises at the first instruction. */
function entryState(
  entry: number,
  { startInfo, stackTop, gdt }: Pick<PvhPlan, 'startInfo' | 'stackTop' | 'gdt'>,
): EntryState {
  return {
    rip: BigInt(entry),
    general: { RBX: BigInt(startInfo), RSP: BigInt(stackTop) },
    cr0: CR0_PE | CR0_ET,
    cr3: 0n,
    cr4: 0n,
    efer: 0n,
    segments: {
      ES: FLAT_DATA,
      CS: FLAT_CODE,
      SS: FLAT_DATA,
      DS: FLAT_DATA,
      FS: FLAT_DATA,
      GS: FLAT_DATA,
      LDTR: { selector: 0, limit: 0xffff, attributes: 0x82 },
      TR: { selector: 0, limit: 0x67, attributes: 0x8b },
    },
    gdtr: { base: BigInt(gdt.base), limit: gdt.limit },
    idtr: { base: 0n, limit: 0 },
  }
}

function entryOf(image: ElfImage): number {
  const note = findEntryNote(image)
  if (!note) throw new ImageError('The ELF file has no PVH entry note.', ADD_NOTE)
  if (note.length !== 4 && note.length !== 8) {
    throw new ImageError(`Its PVH note holds ${note.length} bytes, not an address.`, ADD_NOTE)
  }
  const reader = createByteReader(note)
  if (note.length === 8 && reader.u32(4, 'the PVH entry')) {
    throw new ImageError(
      `Its PVH note gives the entry ${formatShortHex(reader.u64(0, 'the PVH entry'))}, above 4 GiB.`,
      ADD_NOTE,
    )
  }
  return reader.u32(0, 'the PVH entry')
}

function placeSegment(
  segment: ImageSegment,
  map: readonly MemoryRange[],
  memorySize: number,
): Placement {
  const start = segment.physicalAddress
  const end = start + segment.memorySize
  const range = `${formatShortHex(start)} to ${formatShortHex(end)}`
  if (end > BigInt(memorySize)) {
    throw new ImageError(
      `A segment wants the physical addresses ${range}, but RAM ends at ${formatShortHex(memorySize)}.`,
      'Give the machine more memory, or link the segment to a lower physical address (AT in the linker script).',
    )
  }
  if (!isUsable(map, Number(start), Number(end))) {
    throw new ImageError(
      `A segment wants the physical addresses ${range}, which are not all usable RAM.`,
      'Link the kernel to 1 MiB (0x100000) or above.',
    )
  }
  return { address: Number(start), bytes: segment.bytes, size: Number(segment.memorySize) }
}

function encodeCommandLine(text: string): Uint8Array {
  const bytes = encodeUtf8(text)
  if (bytes.length > COMMAND_LINE_LIMIT || bytes.includes(0)) {
    throw new ImageError(
      bytes.includes(0)
        ? 'The command line contains a zero byte.'
        : `The command line is ${bytes.length} bytes long.`,
      `It may have up to ${COMMAND_LINE_LIMIT} bytes, none of them zero.`,
    )
  }
  return bytes
}

/** GDT, start info and a page of stack, in the lowest usable pages that the kernel leaves free. */
function layOutHandover(
  loaded: readonly Placement[],
  commandLine: Uint8Array,
  map: readonly MemoryRange[],
): Pick<PvhPlan, 'placements' | 'startInfo' | 'gdt' | 'stackTop'> {
  const gdtBytes = new Uint8Array(GDT.length * 8)
  const view = new DataView(gdtBytes.buffer)
  GDT.forEach((descriptor, index) => view.setBigUint64(index * 8, descriptor, true))

  const infoSize = layOutStartInfo(0, commandLine, map).length
  const base = freeRange(loaded, STACK_SIZE + gdtBytes.length + infoSize)
  const stackTop = base + STACK_SIZE
  const startInfo = stackTop + gdtBytes.length
  const infoBytes = layOutStartInfo(startInfo, commandLine, map)
  return {
    startInfo,
    stackTop,
    gdt: { base: stackTop, limit: gdtBytes.length - 1 },
    placements: [
      { address: stackTop, bytes: gdtBytes, size: gdtBytes.length },
      { address: startInfo, bytes: infoBytes, size: infoSize },
    ],
  }
}

/** Page 0 stays out: kernels like to leave it unmapped. */
function freeRange(loaded: readonly Placement[], size: number): number {
  for (let base = PAGE; base + size <= EBDA_START; base += PAGE) {
    const isFree = loaded.every(
      (taken) => base + size <= taken.address || base >= taken.address + taken.size,
    )
    if (isFree) return base
  }
  throw new ImageError(
    'The kernel’s segments fill all memory below 640 KiB, where the start info has to go.',
    'Link the kernel to 1 MiB (0x100000) or above.',
  )
}
