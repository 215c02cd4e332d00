/** Says of an image where its segments lie now, with what the loader put beside them and what registers point at. */
import type { LoadedSegment, MemoryPiece } from '../../shared/models/image-map'
import { linearAddress, physicalAddress, type PhysicalAddress } from '../../shared/units'
import { SCREEN_BYTES, TEXT_WINDOW } from '../../shared/vga-text'
import { SegmentType } from '../memory/image'
import type { ImageReader } from '../observers/image-map'
import type { BootContext } from './observers'

const PAGING = 1n << 31n
const LONG_MODE_ACTIVE = 1n << 10n
const PAGE = 0x1000
const PAGE_MASK = 0xfffn
const RSP = 4

export function createImageReader({ machine, debugInfo, elf, plan }: BootContext): ImageReader {
  const { state } = plan
  const isPvh = (state.efer & LONG_MODE_ACTIVE) === 0n
  const headers = elf.segments.filter(
    ({ type, memorySize }) => type === SegmentType.load && memorySize > 0n,
  )
  const inRam = (address: bigint) => address < BigInt(machine.memorySize)

  function physicalOf(address: bigint): PhysicalAddress | undefined {
    const { outcome, physicalAddress: place } = machine.translate(
      linearAddress(address),
      'read',
    ).walk
    return outcome === 'mapped' && place !== undefined && inRam(place) ? place : undefined
  }

  /** PVH kernels say themselves where in memory they lie; the others lie where they are mapped. */
  function segmentOf(header: (typeof headers)[number]): LoadedSegment {
    const { virtualAddress, memorySize, bytes, fileOffset } = header
    const place = isPvh ? physicalAddress(header.physicalAddress) : physicalOf(virtualAddress)
    const entry = isPvh ? state.rip - header.physicalAddress : elf.entry - virtualAddress
    return {
      virtualAddress: linearAddress(virtualAddress),
      ...(place !== undefined && { physicalAddress: place }),
      fileOffset: Number(fileOffset),
      fileSize: bytes.length,
      memorySize: Number(memorySize),
      isReadable: header.isReadable,
      isWritable: header.isWritable,
      isExecutable: header.isExecutable,
      holdsEntry: entry >= 0n && entry < memorySize,
    }
  }

  /** What the loader told the kernel, by the register that points to it. */
  function bootInfo(): MemoryPiece | undefined {
    const { RBX, RDI } = state.general
    const start = isPvh ? RBX : RDI === undefined ? undefined : physicalOf(RDI)
    if (start === undefined) return undefined
    return { kind: 'boot-info', start: physicalAddress(start), size: isPvh ? 0x40 : PAGE }
  }

  function piecesOf(
    segments: readonly LoadedSegment[],
    root: PhysicalAddress | undefined,
    stack: PhysicalAddress | undefined,
  ): readonly MemoryPiece[] {
    const isInSegment = (address: bigint) =>
      segments.some(
        ({ physicalAddress: start, memorySize }) =>
          start !== undefined && address >= start && address < start + BigInt(memorySize),
      )
    const info = bootInfo()
    const page = (address: PhysicalAddress) => physicalAddress(address & ~PAGE_MASK)
    const pieces: MemoryPiece[] = [
      { kind: 'screen', start: physicalAddress(BigInt(TEXT_WINDOW.start)), size: SCREEN_BYTES },
      ...segments.flatMap(({ physicalAddress: start, memorySize }, segment): MemoryPiece[] =>
        start === undefined ? [] : [{ kind: 'segment', start, size: memorySize, segment }],
      ),
      ...(info ? [info] : []),
      ...(root !== undefined && !isInSegment(root)
        ? [{ kind: 'paging' as const, start: page(root), size: PAGE }]
        : []),
      ...(stack !== undefined && !isInSegment(stack)
        ? [{ kind: 'stack' as const, start: page(stack), size: PAGE }]
        : []),
    ]
    return pieces.sort((one, other) => (one.start < other.start ? -1 : 1))
  }

  return {
    entry: state,
    symbolAt: (rip) => debugInfo.locate(rip),
    look() {
      const { rip, general, cr0, cr3, mode } = machine.processor()
      const segments = headers.map(segmentOf)
      const root =
        (cr0 & PAGING) !== 0n && inRam(cr3) ? physicalAddress(cr3 & ~PAGE_MASK) : undefined
      // A stack that is empty begins right behind its last byte.
      const stack = physicalOf(BigInt.asUintN(64, (general[RSP] ?? 0n) - 1n))
      const place = physicalOf(rip)
      const symbol = debugInfo.locate(linearAddress(rip))
      return {
        instant: machine.instant(),
        loader: isPvh ? 'PVH' : 'bootloader',
        entry: linearAddress(elf.entry),
        firstRip: linearAddress(state.rip),
        rip: linearAddress(rip),
        ...(symbol !== undefined && { symbol }),
        mode,
        segments,
        pieces: piecesOf(segments, root, stack),
        pointers: {
          ...(place !== undefined && { RIP: place }),
          ...(stack !== undefined && { RSP: stack }),
          ...(root !== undefined && { CR3: root }),
        },
        memorySize: machine.memorySize,
      }
    },
  }
}
