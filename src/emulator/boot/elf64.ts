/**
 * Reads an ELF64 file for x86-64: segments to load and sections with names.
 * Tool Interface Standard, "Executable and Linking Format", with the AMD64 supplement of the System V ABI.
 *
 * The file may be anything: every count and offset in it is checked, and nothing is copied.
 */
import { formatShortHex } from '../../shared/format'
import { createByteReader, OutOfBounds, type ByteReader } from '../memory/byte-reader'
import { SegmentType, type ElfImage, type ImageSection, type ImageSegment } from '../memory/image'
import { ImageError } from './image-error'

const HEADER_SIZE = 64
const PROGRAM_HEADER_SIZE = 56
const SECTION_HEADER_SIZE = 64

const ET_EXEC = 2
const ET_DYN = 3
const EM_X86_64 = 62
const ELFCLASS64 = 2
const ELFDATA2LSB = 1

const SHT_NOBITS = 8

/** Many sections may share one endless name: reading it as often must not take for ever. */
export const SECTION_NAME_LIMIT = 1024

const MACHINE_NAMES: Readonly<Record<number, string>> = {
  3: '32-bit x86',
  40: '32-bit Arm',
  183: 'AArch64',
  243: 'RISC-V',
}

const BUILD_FOR_X86_64 = 'Build the kernel for x86_64-unknown-none (an ELF64 file for x86-64).'

const OPEN_THE_ELF =
  'Disk images cannot be started yet: open the ELF file beside it, which `cargo build` leaves under the kernel’s name.'

export function readElf64(bytes: Uint8Array): ElfImage {
  checkIdentity(bytes)
  const reader = createByteReader(bytes)
  try {
    return {
      isPositionIndependent: reader.u16(16, 'the type of the file') === ET_DYN,
      entry: reader.u64(24, 'the entry point'),
      segments: readSegments(reader),
      sections: readSectionsIfSound(reader),
    }
  } catch (error) {
    if (!(error instanceof OutOfBounds)) throw error
    throw new ImageError(
      `The file is cut short or damaged: ${error.message}.`,
      'Build or copy it again.',
    )
  }
}

function checkIdentity(bytes: Uint8Array): void {
  const isElf = bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46
  if (!isElf) {
    const cure = isBootable(bytes) ? OPEN_THE_ELF : BUILD_FOR_X86_64
    throw new ImageError(describeStranger(bytes), cure)
  }
  if (bytes.length < HEADER_SIZE) {
    throw new ImageError(
      `The ELF header takes ${HEADER_SIZE} bytes, but the file has only ${bytes.length}.`,
      'Build or copy it again.',
    )
  }
  if (bytes[4] !== ELFCLASS64) {
    throw new ImageError('This is a 32-bit ELF file.', BUILD_FOR_X86_64)
  }
  if (bytes[5] !== ELFDATA2LSB) {
    throw new ImageError('This is a big-endian ELF file.', BUILD_FOR_X86_64)
  }
  const word = (offset: number) => (bytes[offset] ?? 0) | ((bytes[offset + 1] ?? 0) << 8)
  const machine = word(18)
  if (machine !== EM_X86_64) {
    const name = MACHINE_NAMES[machine] ?? `machine number ${machine}`
    throw new ImageError(`This ELF file is for ${name}.`, BUILD_FOR_X86_64)
  }
  const type = word(16)
  if (type !== ET_EXEC && type !== ET_DYN) {
    throw new ImageError(
      `This ELF file is of type ${type}, not an executable: it has not been linked.`,
      'Give the linked kernel, not an object file or a core dump.',
    )
  }
}

const isBootable = (bytes: Uint8Array) =>
  bytes.length >= 512 && bytes[510] === 0x55 && bytes[511] === 0xaa

/** Names what the file seems to be, so that the reader knows which file was picked by mistake. */
function describeStranger(bytes: Uint8Array): string {
  const starts = (...values: number[]) => values.every((value, i) => bytes[i] === value)
  if (bytes.length === 0) return 'The file is empty.'
  if (starts(0x4d, 0x5a)) return 'This is a Windows or UEFI program (MZ).'
  if (starts(0x1f, 0x8b)) return 'This is a gzip archive.'
  if (isBootable(bytes)) {
    return 'This is a BIOS disk image (it has a boot sector), as `cargo bootimage` makes them.'
  }
  return `This is not an ELF file: it begins with ${[...bytes.subarray(0, 4)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(' ')}, not 7f 45 4c 46.`
}

function readSegments(reader: ByteReader): ImageSegment[] {
  const table = reader.u64(32, 'the offset of the program headers')
  const entrySize = reader.u16(54, 'the size of a program header')
  const count = reader.u16(56, 'the number of program headers')
  if (count > 0 && entrySize < PROGRAM_HEADER_SIZE) {
    throw new ImageError(
      `Its program headers are ${entrySize} bytes long; in ELF64 they have ${PROGRAM_HEADER_SIZE}.`,
      'Build or copy it again.',
    )
  }
  const headers = createByteReader(
    reader.slice(table, count * entrySize, `the table of ${count} program headers`),
  )
  return Array.from({ length: count }, (_, index) =>
    readSegment(reader, headers, index * entrySize, index),
  )
}

function readSegment(
  reader: ByteReader,
  headers: ByteReader,
  at: number,
  index: number,
): ImageSegment {
  const name = `segment ${index}`
  const flags = headers.u32(at + 4, name)
  const fileSize = headers.u64(at + 32, name)
  const memorySize = headers.u64(at + 40, name)
  const type = headers.u32(at, name)
  const fileOffset = headers.u64(at + 8, name)
  if (type === SegmentType.load && fileSize > memorySize) {
    throw new ImageError(
      `Its ${name} has ${formatShortHex(fileSize)} bytes in the file but only ` +
        `${formatShortHex(memorySize)} in memory.`,
      'Build or copy it again.',
    )
  }
  return {
    type,
    isReadable: (flags & 4) !== 0,
    isWritable: (flags & 2) !== 0,
    isExecutable: (flags & 1) !== 0,
    virtualAddress: headers.u64(at + 16, name),
    physicalAddress: headers.u64(at + 24, name),
    fileOffset,
    bytes: reader.slice(fileOffset, fileSize, `the contents of ${name}`),
    memorySize,
  }
}

/** Sections are for names and lines only: an image whose section table is damaged still boots. */
function readSectionsIfSound(reader: ByteReader): ImageSection[] {
  try {
    return readSections(reader)
  } catch (error) {
    if (error instanceof OutOfBounds) return []
    throw error
  }
}

function readSections(reader: ByteReader): ImageSection[] {
  const table = reader.u64(40, 'the offset of the section headers')
  const entrySize = reader.u16(58, 'the size of a section header')
  const count = reader.u16(60, 'the number of section headers')
  const namesIndex = reader.u16(62, 'the section of the section names')
  if (table === 0n || count === 0 || entrySize < SECTION_HEADER_SIZE) return []
  const headers = createByteReader(
    reader.slice(table, count * entrySize, `the table of ${count} section headers`),
  )

  const contents = (index: number): Uint8Array => {
    const at = index * entrySize
    if (headers.u32(at + 4, 'a section type') === SHT_NOBITS) return new Uint8Array(0)
    const offset = headers.u64(at + 24, 'a section offset')
    return reader.slice(offset, headers.u64(at + 32, 'a section size'), `section ${index}`)
  }

  const names = createByteReader(namesIndex < count ? contents(namesIndex) : new Uint8Array(0))
  return Array.from({ length: count }, (_, index) => {
    const at = index * entrySize
    const name = headers.u32(at, 'a section name')
    return {
      name: name < names.size ? names.text(name, 'a section name', SECTION_NAME_LIMIT) : '',
      type: headers.u32(at + 4, 'a section type'),
      flags: headers.u64(at + 8, 'section flags'),
      address: headers.u64(at + 16, 'a section address'),
      size: headers.u64(at + 32, 'a section size'),
      bytes: contents(index),
      link: headers.u32(at + 40, 'a section link'),
    }
  })
}
