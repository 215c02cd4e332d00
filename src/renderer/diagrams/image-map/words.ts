/** The sentences of the drawing: what the loader did, and what each step on the way to 64-bit mode is for. */
import { formatCount, formatHex, formatShortHex } from '../../../shared/format'
import type {
  ImageMap,
  LoadedSegment,
  LockWord,
  MemoryPiece,
  Rung,
  RungName,
} from '../../../shared/models/image-map'
import type { Headline, Caption } from '../primitives/figure-frame'
import { lastNames } from '../symbol-words'

/** What is written, and what comes of it. */
export const RUNG_WORDS: Readonly<
  Record<RungName, { readonly what: string; readonly why: string }>
> = {
  PE: { what: 'CR0.PE = 1', why: 'Protected mode: segment registers hold selectors.' },
  PAE: { what: 'CR4.PAE = 1', why: 'Entries of paging structures have 8 bytes.' },
  CR3: { what: 'CR3 = PML4', why: 'CR3 says where the PML4 lies.' },
  LME: { what: 'EFER.LME = 1', why: 'IA-32e mode is enabled, and waits for paging.' },
  PG: { what: 'CR0.PG = 1', why: 'Paging begins, and the processor itself sets EFER.LMA.' },
  L: { what: 'CS.L = 1', why: 'A far jump to a code segment with L = 1: 64-bit mode.' },
}

export const segmentName = ({ isWritable, isExecutable }: LoadedSegment): string =>
  isExecutable ? 'code' : isWritable ? 'data' : 'constants'

export const rightsOf = ({ isReadable, isWritable, isExecutable }: LoadedSegment): string =>
  `${isReadable ? 'r' : '-'}${isWritable ? 'w' : '-'}${isExecutable ? 'x' : '-'}`

export const zeroedBytes = ({ fileSize, memorySize }: LoadedSegment): number =>
  memorySize - fileSize

const PIECE_NAMES: Readonly<Record<Exclude<MemoryPiece['kind'], 'segment'>, string>> = {
  screen: 'screen',
  'boot-info': 'boot info',
  paging: 'PML4',
  stack: 'stack',
}

export const pieceName = ({ segments }: ImageMap, { kind, segment }: MemoryPiece): string => {
  if (kind !== 'segment') return PIECE_NAMES[kind]
  const found = segments[segment ?? -1]
  return found ? segmentName(found) : 'segment'
}

export const lockState = ({ isTaken }: LockWord): string => (isTaken ? 'taken' : 'open')

/** Where a lock's byte lies. */
export function lockPlace({ segments }: ImageMap, { address, segment }: LockWord): string {
  const found = segments[segment ?? -1]
  if (!found) return 'outside of the image'
  const inFile = address < found.virtualAddress + BigInt(found.fileSize)
  return inFile ? `in ${segmentName(found)}` : `in ${segmentName(found)}, zeroed`
}

export const MODE_NAMES: Readonly<Record<ImageMap['mode'], string>> = {
  16: 'real-address mode',
  32: 'protected mode',
  64: '64-bit mode',
}

/** The last step that was seen. */
export const lastStep = ({ rungs }: ImageMap): Rung | undefined =>
  rungs.filter(({ instant }) => instant !== undefined).at(-1)

export function headlineOf(model: ImageMap): Headline {
  return { title: titleOf(model), subtitle: subtitleOf(model) }
}

function titleOf(model: ImageMap): string {
  const { instant, loader, segments, mode } = model
  if (instant === 0) {
    const count = segments.length === 1 ? '1 segment' : `${segments.length} segments`
    const name = loader === 'PVH' ? 'The PVH loader' : 'The bootloader'
    return `${name} has placed ${count}, and jumps to the entry`
  }
  if (mode === 64) return 'The image lies in memory, and its code runs in 64-bit mode'
  const last = lastStep(model)
  if (!last) return `The processor begins in ${MODE_NAMES[mode]}`
  return `${RUNG_WORDS[last.name].what}: one step nearer to 64-bit mode`
}

function subtitleOf(model: ImageMap): string {
  const { instant, mode, rip, symbol, segments } = model
  const where = symbol === undefined ? '' : ` in \`${lastNames(symbol)}\``
  const zeroed = segments.reduce((sum, each) => sum + zeroedBytes(each), 0)
  const bss = zeroed > 0 ? ` ${formatCount(zeroed)} bytes are zeroed, not in the file.` : ''
  // Once the code runs, the title says that it is 64-bit mode.
  const inMode = mode === 64 && instant > 0 ? '' : `, ${MODE_NAMES[mode]}`
  return `RIP is ${formatHex(rip)}${where}${inMode}.${bss}`
}

export function segmentCaption(segment: LoadedSegment): Caption {
  const { fileSize, fileOffset, physicalAddress, virtualAddress, holdsEntry } = segment
  const zeroed = zeroedBytes(segment)
  const to = physicalAddress === undefined ? 'memory' : `physical ${formatHex(physicalAddress, 8)}`
  const tail = zeroed > 0 ? ` The ${formatCount(zeroed)} bytes behind them are zeroed.` : ''
  return {
    headline: `${formatCount(fileSize)} bytes from ${formatShortHex(fileOffset)} of the file go to ${to}.`,
    detail: `They are linked to ${formatHex(virtualAddress)}.${tail}${holdsEntry ? ' The entry is among them.' : ''}`,
  }
}

export function rungCaption(rung: Rung): Caption {
  const { what, why } = RUNG_WORDS[rung.name]
  return { headline: `${what}.`, detail: `${why} ${rungRemark(rung)}` }
}

/** Who did it, and when. */
export function rungRemark({ state, instant, symbol }: Rung): string {
  if (state === 'entry') return 'The loader had done it.'
  if (state === 'pending') return 'Not done yet.'
  if (instant === undefined) return 'Done by the code that ran since.'
  const by = symbol === undefined ? '' : ` in \`${symbol.split('::').at(-1) ?? symbol}\``
  return `Written at instruction ${formatCount(instant)}${by}.`
}
