/** Goes through the notes of a section or segment. ELF specification, "Note Section". */
import { createByteReader, decodeUtf8, OutOfBounds } from './byte-reader'

export interface ElfNote {
  readonly owner: string
  readonly type: number
  readonly descriptor: Uint8Array
}

const HEADER_SIZE = 12

const align4 = (value: number) => (value + 3) & ~3

/** A note that runs out of its bytes is the last, and not given. */
export function notesOf(bytes: Uint8Array): ElfNote[] {
  const reader = createByteReader(bytes)
  const notes: ElfNote[] = []
  try {
    for (let at = 0; at + HEADER_SIZE <= reader.size;) {
      const ownerSize = reader.u32(at, 'the size of a note’s owner')
      const descriptorSize = reader.u32(at + 4, 'the size of a note’s descriptor')
      const type = reader.u32(at + 8, 'the type of a note')
      const ownerAt = at + HEADER_SIZE
      const owner = decodeUtf8(reader.slice(ownerAt, ownerSize, 'a note’s owner'))
      const descriptorAt = ownerAt + align4(ownerSize)
      const descriptor = reader.slice(descriptorAt, descriptorSize, 'a note’s descriptor')
      notes.push({ owner: owner.replace(/\0+$/, ''), type, descriptor })
      at = descriptorAt + align4(descriptorSize)
    }
  } catch (error) {
    if (!(error instanceof OutOfBounds)) throw error
  }
  return notes
}
