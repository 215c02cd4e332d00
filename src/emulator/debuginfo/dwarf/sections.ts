/**
 * The debug sections of an image by name, unpacked when they are first asked for.
 * ELF specification, "Section Compression".
 */
import { createByteReader, OutOfBounds } from '../../memory/byte-reader'
import type { ElfImage, ImageSection } from '../../memory/image'
import { inflateZlib } from './inflate'
import { MalformedDwarf } from './malformed'

/** Empty for a section that is not there or cannot be unpacked. */
export type DebugSections = (name: string) => Uint8Array

const SHF_COMPRESSED = 1n << 11n
const ELFCOMPRESS_ZLIB = 1
const HEADER_SIZE = 24

/** All of an image's unpacked sections together: far above any kernel, far below what hurts the host. */
const UNPACKED_LIMIT = 256 << 20

/** No stream of DEFLATE can grow by more than this, so a size that claims more is a lie. */
const GREATEST_RATIO = 1040

export function createDebugSections(image: ElfImage): DebugSections {
  const known = new Map<string, Uint8Array>()
  let room = UNPACKED_LIMIT

  function unpack(section: ImageSection): Uint8Array {
    if ((section.flags & SHF_COMPRESSED) === 0n) return section.bytes
    const reader = createByteReader(section.bytes)
    if (reader.u32(0, 'a kind of compression') !== ELFCOMPRESS_ZLIB) return new Uint8Array(0)
    const size = reader.u64(8, 'an unpacked size')
    const packed = section.bytes.subarray(HEADER_SIZE)
    if (size > BigInt(Math.min(room, packed.length * GREATEST_RATIO))) {
      throw new MalformedDwarf('a section is too large when unpacked')
    }
    room -= Number(size)
    return inflateZlib(packed, Number(size))
  }

  function read(name: string): Uint8Array {
    const section = image.sections.find((candidate) => candidate.name === name)
    if (!section) return new Uint8Array(0)
    try {
      return unpack(section)
    } catch (error) {
      if (error instanceof MalformedDwarf || error instanceof OutOfBounds) return new Uint8Array(0)
      throw error
    }
  }

  return (name) => {
    const bytes = known.get(name) ?? read(name)
    known.set(name, bytes)
    return bytes
  }
}
