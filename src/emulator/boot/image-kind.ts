/**
 * Tells how an ELF64 kernel wants to be started, and refuses those that want what is not here.
 *
 * Nothing in a kernel for the `bootloader` 0.9 says so: it is what is left when nothing says otherwise.
 */
import { formatShortHex } from '../../shared/format'
import { createByteReader, decodeUtf8 } from '../memory/byte-reader'
import { SegmentType, type ElfImage } from '../memory/image'
import { findNote } from './elf-note'
import { ImageError } from './image-error'
import { hasEntryNote } from './pvh'

export type ImageKind = 'pvh' | 'bootloader-0.9'

const NT_GNU_ABI_TAG = 1

const WHAT_WORKS =
  'Ringside starts kernels that depend on the crate `bootloader` 0.9, as `cargo build` leaves them, and kernels with a PVH note.'

const LINK_STATIC =
  'Link it to a fixed address: RUSTFLAGS="-C relocation-model=static", or "relocation-model": "static" in the target file.'

/** Throws `ImageError` for what cannot be started. */
export function imageKindOf(file: Uint8Array, image: ElfImage): ImageKind {
  if (hasEntryNote(image)) return 'pvh'
  const stranger = STRANGERS.find(({ isMet }) => isMet(image, file))
  if (stranger) throw new ImageError(stranger.finding(image), WHAT_WORKS)
  if (image.isPositionIndependent) {
    throw new ImageError(
      'This kernel is position-independent, and the `bootloader` 0.9 moves nothing.',
      LINK_STATIC,
    )
  }
  checkEntry(image)
  return 'bootloader-0.9'
}

function checkEntry({ entry, segments }: ElfImage): void {
  const loaded = segments.filter(
    ({ type, memorySize }) => type === SegmentType.load && memorySize > 0n,
  )
  if (loaded.length === 0) {
    throw new ImageError(
      'The file has no loadable segment: there is nothing to run in it.',
      'Give the linked kernel.',
    )
  }
  const isCode = loaded.some(
    ({ isExecutable, virtualAddress, memorySize }) =>
      isExecutable && entry >= virtualAddress && entry < virtualAddress + memorySize,
  )
  if (isCode) return
  throw new ImageError(
    `Its entry point is ${formatShortHex(entry)}, where the file has no code.`,
    'Call the first function `_start` and keep its name: `#[no_mangle] pub extern "C" fn _start() -> !`, or `entry_point!`.',
  )
}

interface Stranger {
  isMet(image: ElfImage, file: Uint8Array): boolean
  finding(image: ElfImage): string
}

const hasSection = (image: ElfImage, prefix: string) =>
  image.sections.some(({ name }) => name.startsWith(prefix))

/** What gives away that somebody else is meant to start a file. */
const STRANGERS: readonly Stranger[] = [
  {
    isMet: ({ segments }) => segments.some(({ type }) => type === SegmentType.interpreter),
    finding: ({ segments }) => {
      const bytes =
        segments.find(({ type }) => type === SegmentType.interpreter)?.bytes ?? new Uint8Array(0)
      const loader = decodeUtf8(bytes.subarray(0, 80)).replace(/\0.*$/s, '')
      return `This is a program for an operating system, which starts it by ${loader}.`
    },
  },
  {
    isMet: (image) => findNote(image, 'GNU', NT_GNU_ABI_TAG) !== undefined,
    finding: () => 'This is a program for an operating system (it has a GNU ABI note).',
  },
  {
    isMet: (image) => hasSection(image, '.bootloader-config'),
    finding: () => 'This kernel was made for the crate `bootloader` 0.10 or later.',
  },
  {
    isMet: (image) => hasSection(image, '.limine_req'),
    finding: () => 'This kernel was made for the boot loader Limine.',
  },
  {
    isMet: (_image, file) => hasMultibootHeader(file),
    finding: () => 'This kernel was made for a Multiboot loader such as GRUB.',
  },
]

const MULTIBOOT = { magic: 0x1bad_b002, words: 3, within: 8192 } as const
const MULTIBOOT_2 = { magic: 0xe852_50d6, words: 4, within: 32_768 } as const

/** The words of either header add up to zero. Multiboot Specification, "OS image format". */
function hasMultibootHeader(file: Uint8Array): boolean {
  const reader = createByteReader(file)
  const word = (at: number) => reader.u32(at, 'a Multiboot header')
  return [MULTIBOOT, MULTIBOOT_2].some(({ magic, words, within }) => {
    const end = Math.min(file.length, within) - 4 * words
    for (let at = 0; at <= end; at += 4) {
      if (word(at) !== magic) continue
      let sum = 0
      for (let index = 0; index < words; index++) sum = (sum + word(at + 4 * index)) >>> 0
      if (sum === 0) return true
    }
    return false
  })
}
