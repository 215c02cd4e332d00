/**
 * The kernel's file as `cargo bootimage` puts it on the disk: without debug information, the rest packed behind the segments.
 * Executable and Linking Format, "Sections"; what `objcopy --strip-debug` keeps and how it packs it.
 *
 * The `bootloader` loads this file whole, so its size decides which frames are free. Of the part behind the segments only the
 * size is worked out: no address of the kernel leads there.
 */
import { createByteReader, OutOfBounds, type ByteReader } from '../memory/byte-reader'
import type { ElfImage } from '../memory/image'
import { SECTION_NAME_LIMIT } from './elf64'

const FILE_HEADER_SIZE = 64
const PROGRAM_HEADER_SIZE = 56
const SECTION_HEADER_SIZE = 64
const SYMBOL_SIZE = 24
const SHT_SYMTAB = 2
const SHT_STRTAB = 3
const SHT_NOBITS = 8
const SHF_ALLOC = 2n
const STT_FILE = 4

interface SectionHeader {
  readonly index: number
  readonly name: string
  readonly type: number
  readonly flags: bigint
  readonly offset: bigint
  readonly size: bigint
  readonly link: number
  readonly alignment: number
}

export interface KernelFile {
  /** Up to the end of the segments, with the header as it is in the packed file. */
  readonly bytes: Uint8Array
  /** Of the whole packed file. */
  readonly size: number
}

export function packKernelFile(file: Uint8Array, image: ElfImage): KernelFile {
  const segmentsEnd = Math.max(
    FILE_HEADER_SIZE + image.segments.length * PROGRAM_HEADER_SIZE,
    ...image.segments.map(({ fileOffset, bytes }) => Number(fileOffset) + bytes.length),
  )
  // Not `slice`: that of Node's Buffer gives the same bytes again, and the file must stay as it is.
  const bytes = new Uint8Array(file.subarray(0, segmentsEnd))
  const sections = readSectionsIfSound(file)
  if (sections.length === 0) return { bytes, size: segmentsEnd }
  const kept = sections.filter(({ name }) => !isDebugSection(name))
  const headersAt = align(pack(file, kept, segmentsEnd), 8)
  const header = new DataView(bytes.buffer)
  const namesIndex = header.getUint16(62, true)
  header.setBigUint64(40, BigInt(headersAt), true)
  header.setUint16(60, kept.length, true)
  header.setUint16(
    62,
    Math.max(
      0,
      kept.findIndex(({ index }) => index === namesIndex),
    ),
    true,
  )
  return { bytes, size: headersAt + kept.length * SECTION_HEADER_SIZE }
}

const isDebugSection = (name: string) => /^\.z?debug|^\.gdb_index$/.test(name)

const align = (value: number, alignment: number) =>
  alignment > 1 ? Math.ceil(value / alignment) * alignment : value

/** Lays the sections that no segment holds one behind the other; gives the end. */
function pack(file: Uint8Array, kept: readonly SectionHeader[], start: number): number {
  const symbols = kept.find(({ type }) => type === SHT_SYMTAB)
  const texts = new Map<number, readonly string[]>()
  const sizes = new Map<number, number>()
  if (symbols) {
    const names = namesOfSymbols(file, symbols, kept)
    if (names) texts.set(symbols.link, names)
    if (names) sizes.set(symbols.index, (names.length + 1) * SYMBOL_SIZE)
  }
  const names = kept.find(({ type, index, name }) => isNameTable(type, name) && !texts.has(index))
  if (names) texts.set(names.index, kept.map(({ name }) => name)) // prettier-ignore
  const outside = kept.filter(({ index, flags }) => index > 0 && !(flags & SHF_ALLOC))
  outside.sort((a, b) => (a.offset < b.offset ? -1 : a.offset > b.offset ? 1 : 0))
  return outside.reduce((end, section) => {
    const { index, type, alignment } = section
    const strings = texts.get(index)
    const size = strings ? textTableSize(strings) : (sizes.get(index) ?? Number(section.size))
    return align(end, alignment) + (type === SHT_NOBITS ? 0 : size)
  }, start)
}

const isNameTable = (type: number, name: string) => type === SHT_STRTAB && name === '.shstrtab'

/** No linker's names overlap so much that together they are longer than this many tables. */
const OVERLAP_LIMIT = 16

/**
 * Names of files go with the debug information; what is left is named anew.
 * `undefined` for a table that makes no sense.
 */
function namesOfSymbols(
  file: Uint8Array,
  table: SectionHeader,
  sections: readonly SectionHeader[],
): string[] | undefined {
  const names = sections.find(({ index }) => index === table.link)
  if (!names) return undefined
  const symbols = createByteReader(bytesOf(file, table))
  const texts = createByteReader(bytesOf(file, names))
  const found: string[] = []
  let left = texts.size * OVERLAP_LIMIT
  for (let at = SYMBOL_SIZE; at + SYMBOL_SIZE <= symbols.size; at += SYMBOL_SIZE) {
    if ((symbols.u8(at + 4, 'the type of a symbol') & 15) === STT_FILE) continue
    const name = symbols.u32(at, 'a symbol')
    if (name >= texts.size || left < 0) return undefined
    const text = texts.text(name, 'a symbol’s name')
    left -= text.length
    found.push(text)
  }
  return found
}

const bytesOf = (file: Uint8Array, { offset, size }: SectionHeader): Uint8Array =>
  file.subarray(Number(offset), Number(offset + size))

/** Bytes of a table in which a text that ends another shares its bytes. */
function textTableSize(texts: readonly string[]): number {
  const backwards = (text: string) => [...text].reverse().join('')
  const sorted = [...new Set(texts)].filter((text) => text !== '').map(backwards)
  sorted.sort()
  const own = sorted.filter((text, index) => !sorted[index + 1]?.startsWith(text))
  return own.reduce((size, text) => size + text.length + 1, 1)
}

function readSectionsIfSound(file: Uint8Array): SectionHeader[] {
  const reader = createByteReader(file)
  try {
    return readSections(reader)
  } catch (error) {
    if (!(error instanceof OutOfBounds)) throw error
    return []
  }
}

function readSections(reader: ByteReader): SectionHeader[] {
  const table = Number(reader.u64(40, 'the offset of the section headers'))
  const count = table === 0 ? 0 : reader.u16(60, 'the number of section headers')
  const namesIndex = reader.u16(62, 'the section of the section names')
  const word = (index: number, at: number) =>
    reader.u32(table + index * SECTION_HEADER_SIZE + at, 'a section header')
  const long = (index: number, at: number) =>
    reader.u64(table + index * SECTION_HEADER_SIZE + at, 'a section header')
  const nameAt = (offset: number) => reader.text(offset, 'a section name', SECTION_NAME_LIMIT)
  const namesAt = namesIndex < count ? Number(long(namesIndex, 24)) : 0
  return Array.from({ length: count }, (_, index) => {
    const section = {
      index,
      name: namesAt > 0 ? nameAt(namesAt + word(index, 0)) : '',
      type: word(index, 4),
      flags: long(index, 8),
      offset: long(index, 24),
      size: long(index, 32),
      link: word(index, 40),
      alignment: Number(long(index, 48)),
    }
    const isHeld = section.type !== SHT_NOBITS && section.size > 0n
    if (isHeld) reader.slice(section.offset, section.size, 'a section')
    return section
  })
}
