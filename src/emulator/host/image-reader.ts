/** Says of an image where its segments lie now, with what the loader put beside them and what registers point at. */
import type { LoadedSegment, LockWord, MemoryPiece } from '../../shared/models/image-map'
import { linearAddress, physicalAddress, type PhysicalAddress } from '../../shared/units'
import { SCREEN_BYTES, TEXT_WINDOW } from '../../shared/vga-text'
import { SegmentType } from '../memory/image'
import type { ImageReader } from '../observers/image-map'
import type { BootContext } from './observers'
import { isTakenValue, spinLocks, type SpinLock } from './spin-locks'

const PAGING = 1n << 31n
const LONG_MODE_ACTIVE = 1n << 10n
const PAGE = 0x1000
const PAGE_MASK = 0xfffn
const RSP = 4
/** Of a segment: what lies beyond is taken to go on where these end. */
const MOST_PAGES = 2048
const MOST_LOCKS = 64

export function createImageReader({ machine, debugInfo, elf, plan }: BootContext): ImageReader {
  const { state } = plan
  const isPvh = (state.efer & LONG_MODE_ACTIVE) === 0n
  const headers = elf.segments.filter(
    ({ type, memorySize }) => type === SegmentType.load && memorySize > 0n,
  )
  /** Read from the types when they are first asked for. */
  let statics: readonly SpinLock[] | undefined
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

  /** A loader may give each page of a segment a frame of its own, and zeroed ones lie elsewhere than those of the file. */
  function segmentPieces(segment: LoadedSegment, index: number): readonly MemoryPiece[] {
    const { virtualAddress, memorySize, physicalAddress: place } = segment
    const piece = (start: bigint, size: number): MemoryPiece => ({
      kind: 'segment',
      start: physicalAddress(start),
      size,
      segment: index,
    })
    if (isPvh) return place === undefined ? [] : [piece(place, memorySize)]
    const pieces: MemoryPiece[] = []
    const end = virtualAddress + BigInt(memorySize)
    let from: bigint = virtualAddress
    for (let page = 0; page < MOST_PAGES && from < end; page++) {
      const isLast = page === MOST_PAGES - 1
      const nextPage = (from & ~PAGE_MASK) + BigInt(PAGE)
      const to = isLast || nextPage > end ? end : nextPage
      const start = physicalOf(from)
      const size = Number(to - from)
      const before = pieces.at(-1)
      if (start !== undefined) {
        if (before && before.start + BigInt(before.size) === start)
          pieces[pieces.length - 1] = piece(before.start, before.size + size)
        else pieces.push(piece(start, size))
      }
      from = to
    }
    return pieces
  }

  /** What the loader told the kernel, by the register that points to it. */
  function bootInfo(): MemoryPiece | undefined {
    const { RBX, RDI } = state.general
    const start = isPvh ? RBX : RDI === undefined ? undefined : physicalOf(RDI)
    if (start === undefined) return undefined
    const placed = plan.placements.find(({ address }) => BigInt(address) === start)
    return { kind: 'boot-info', start: physicalAddress(start), size: placed?.size ?? PAGE }
  }

  function piecesOf(
    segments: readonly LoadedSegment[],
    root: PhysicalAddress | undefined,
    stack: PhysicalAddress | undefined,
  ): readonly MemoryPiece[] {
    const ofSegments = segments.flatMap(segmentPieces)
    const isInSegment = (address: bigint) =>
      ofSegments.some(({ start, size }) => address >= start && address < start + BigInt(size))
    const info = bootInfo()
    const page = (address: PhysicalAddress) => physicalAddress(address & ~PAGE_MASK)
    const pieces: MemoryPiece[] = [
      { kind: 'screen', start: physicalAddress(BigInt(TEXT_WINDOW.start)), size: SCREEN_BYTES },
      ...ofSegments,
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

  function locksIn(segments: readonly LoadedSegment[]): readonly LockWord[] {
    statics ??= [...spinLocks({ debugInfo })].sort((a, b) => (a.word < b.word ? -1 : 1))
    const mapped = statics.flatMap(({ name, word }): LockWord[] => {
      const [value] = machine.readLinear(word, 1)
      const segment = segments.findIndex(
        ({ virtualAddress, memorySize }) =>
          word >= virtualAddress && word < virtualAddress + BigInt(memorySize),
      )
      if (value === undefined) return []
      const isTaken = isTakenValue(value)
      return [{ name, address: word, value, isTaken, ...(segment >= 0 && { segment }) }]
    })
    const takenFirst = mapped.sort((one, other) => Number(other.isTaken) - Number(one.isTaken))
    return takenFirst.slice(0, MOST_LOCKS)
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
        locks: locksIn(segments),
        memorySize: machine.memorySize,
      }
    },
  }
}
