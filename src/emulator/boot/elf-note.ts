/** Finds a note in an image's PT_NOTE segments. */
import { notesOf } from '../memory/elf-notes'
import { SegmentType, type ElfImage } from '../memory/image'

/** The descriptor of the first note with this owner and type; `undefined` when there is none. */
export function findNote(image: ElfImage, owner: string, type: number): Uint8Array | undefined {
  const segments = image.segments.filter((segment) => segment.type === SegmentType.note)
  for (const { bytes } of segments) {
    const found = notesOf(bytes).find((note) => note.owner === owner && note.type === type)
    if (found) return found.descriptor
  }
  return undefined
}
