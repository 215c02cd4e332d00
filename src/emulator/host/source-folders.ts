/** Where an image was compiled: the folders that its debug information names. For whoever may read files: main. */
import { fileKindOf } from '../../shared/app/file-kind'
import { readElf64 } from '../boot/elf64'
import { Attribute } from '../debuginfo/dwarf/names'
import { createProgram } from '../debuginfo/dwarf/program'
import { createDebugSections } from '../debuginfo/dwarf/sections'
import { decodeSession } from '../timeline/session-file'

/** More crates than this have no folder of their own. */
const FOLDER_LIMIT = 1_000

/** Of a kernel, or of the one in a session. None for a file that is neither, or says nothing. */
export function compilationFolders(bytes: Uint8Array): readonly string[] {
  try {
    return foldersOf(fileKindOf(bytes) === 'session' ? decodeSession(bytes).image : bytes)
  } catch {
    return []
  }
}

function foldersOf(image: Uint8Array): readonly string[] {
  const program = createProgram(createDebugSections(readElf64(image)))
  const folders = new Set<string>()
  for (const unit of program.units()) {
    const folder = program.meter.answer(undefined, () =>
      unit.root().text(Attribute.compilationDirectory),
    )
    if (folder) folders.add(folder)
    if (folders.size >= FOLDER_LIMIT) break
  }
  return [...folders]
}
