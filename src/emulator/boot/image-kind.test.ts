import { describe, expect, it } from 'vitest'
import { planBoot } from './boot'
import {
  draftElf,
  draftNote,
  PT_NOTE,
  smallKernel,
  u32,
  type SegmentDraft,
} from './elf-image.fixture'
import { readElf64 } from './elf64'
import { ImageError } from './image-error'
import { imageKindOf } from './image-kind'

const CODE: SegmentDraft = { virtualAddress: 0x10_0000n, bytes: Uint8Array.of(0xf4) }
const text = (words: string) => Uint8Array.from([...words].map((letter) => letter.charCodeAt(0)))

const kindOf = (file: Uint8Array) => imageKindOf(file, readElf64(file))

function refusal(file: Uint8Array): string {
  try {
    planBoot(file, { commandLine: '', memorySize: 2 ** 25 })
  } catch (error) {
    if (error instanceof ImageError) return error.message
    throw error
  }
  return 'none'
}

/** A file whose words at a multiple of four are these. */
function withWords(...words: number[]): Uint8Array {
  const bytes = new Uint8Array(64)
  words.forEach((word, index) => bytes.set(u32(word), 16 + 4 * index))
  return draftElf([
    { ...CODE, bytes },
    { type: PT_NOTE, bytes: new Uint8Array(0) },
  ])
}

describe('the kind of an image', () => {
  it('is PVH when the note says so', () => {
    expect(kindOf(smallKernel())).toBe('pvh')
  })

  it('is bootloader 0.9 when nothing says otherwise', () => {
    expect(kindOf(draftElf([CODE]))).toBe('bootloader-0.9')
  })

  it('is not Multiboot for the magic number alone', () => {
    expect(kindOf(withWords(0x1bad_b002, 0, 0))).toBe('bootloader-0.9')
  })

  it.each([
    [
      'a position-independent kernel',
      () => {
        const file = draftElf([CODE])
        file[16] = 3
        return file
      },
      ['position-independent', 'relocation-model=static'],
    ],
    [
      'a program with an interpreter',
      () => draftElf([CODE, { type: 3, bytes: text('/lib64/ld-linux-x86-64.so.2\0') }]),
      ['program for an operating system', '/lib64/ld-linux-x86-64.so.2.', '`bootloader` 0.9'],
    ],
    [
      'a static program of Linux',
      () => draftElf([CODE, { type: PT_NOTE, bytes: draftNote('GNU', 1, new Uint8Array(16)) }]),
      ['GNU ABI note', 'PVH note'],
    ],
    [
      'a Multiboot kernel',
      () => withWords(0x1bad_b002, 3, 0x1_0000_0000 - 0x1bad_b002 - 3),
      ['Multiboot', '`bootloader` 0.9'],
    ],
    [
      'a Multiboot 2 kernel',
      () => withWords(0xe852_50d6, 0, 16, 0x1_0000_0000 - 0xe852_50d6 - 16),
      ['Multiboot'],
    ],
    [
      'an entry point without code',
      () => draftElf([{ ...CODE, flags: 6 }]),
      ['entry point is 0x100000', '_start'],
    ],
    ['nothing to load', () => draftElf([{ ...CODE, type: PT_NOTE }]), ['no loadable segment']],
    [
      'a disk image of cargo bootimage',
      () => {
        const disk = new Uint8Array(1024)
        disk.set([0x55, 0xaa], 510)
        return disk
      },
      ['BIOS disk image', 'open the ELF file beside it'],
    ],
  ])('refuses %s, and says what would work', (_what, file, words) => {
    const message = refusal(file())
    for (const word of words) expect(message).toContain(word)
  })
})
