/**
 * Asks a kernel's debug information which fields its `BootInfo` has: the cargo features of its `bootloader` 0.9.
 */
import type { BootInfoFields } from '../boot/boot-plan'
import { Attribute, Tag } from '../debuginfo/dwarf/names'
import { createProgram } from '../debuginfo/dwarf/program'
import { createDebugSections } from '../debuginfo/dwarf/sections'
import { createTypeSearch } from '../debuginfo/dwarf/type-search'
import type { ElfImage } from '../memory/image'

const TYPE = 'bootloader::bootinfo::BootInfo'
const NAME_TABLES = ['.debug_str', '.debug_info']

/** `undefined` when the debug information is missing, or does not speak of it. */
export function readBootInfoFields(image: ElfImage): BootInfoFields | undefined {
  const sections = createDebugSections(image)
  // To find that a type is not there, all of the debug information would have to be read.
  if (!NAME_TABLES.some((name) => hasText(sections(name), 'BootInfo'))) return undefined
  const program = createProgram(sections)
  return program.meter.answer(undefined, () => {
    const entry = createTypeSearch(program).named(TYPE)
    if (!entry) return undefined
    const fields = entry
      .children()
      .filter(({ tag }) => tag === Tag.member)
      .map((member) => member.text(Attribute.name))
    return {
      hasRecursivePageTable: fields.includes('recursive_page_table_addr'),
      hasPhysicalMemory: fields.includes('physical_memory_offset'),
    }
  })
}

/** Whether a text that ends with a zero byte lies somewhere in the bytes. */
function hasText(bytes: Uint8Array, text: string): boolean {
  const wanted = [...text, '\0'].map((letter) => letter.charCodeAt(0))
  const first = wanted[0] ?? 0
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return true
  }
  return false
}
