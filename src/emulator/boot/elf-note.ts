/** Finds a note in an image's PT_NOTE segments. ELF specification, "Note Section". */
import { createByteReader, decodeUtf8, OutOfBounds } from '../memory/byte-reader'
import { SegmentType, type ElfImage } from '../memory/image'

const HEADER_SIZE = 12

const align4 = (value: number) => (value + 3) & ~3

/** The descriptor of the first note with this owner and type; `undefined` when there is none. */
export function findNote(image: ElfImage, owner: string, type: number): Uint8Array | undefined {
  for (const segment of image.segments) {
    if (segment.type !== SegmentType.note) continue
    try {
      const found = findInSegment(segment.bytes, owner, type)
      if (found) return found
    } catch (error) {
      if (!(error instanceof OutOfBounds)) throw error // A note that runs out of its segment ends the search there.
    }
  }
  return undefined
}

function findInSegment(bytes: Uint8Array, owner: string, type: number): Uint8Array | undefined {
  const reader = createByteReader(bytes)
  for (let at = 0; at + HEADER_SIZE <= reader.size;) {
    const nameSize = reader.u32(at, 'the size of a note’s owner')
    const descriptorSize = reader.u32(at + 4, 'the size of a note’s descriptor')
    const noteType = reader.u32(at + 8, 'the type of a note')
    const nameAt = at + HEADER_SIZE
    const name = reader.slice(nameAt, nameSize, 'a note’s owner')
    const descriptorAt = nameAt + align4(nameSize)
    const descriptor = reader.slice(descriptorAt, descriptorSize, 'a note’s descriptor')
    if (noteType === type && decodeUtf8(name).replace(/\0+$/, '') === owner) return descriptor
    at = descriptorAt + align4(descriptorSize)
  }
  return undefined
}
