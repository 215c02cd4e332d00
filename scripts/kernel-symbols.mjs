/**
 * Fills the kernel's `.symbols` section from the image's own symbol table, so that the kernel
 * can print `function+offset`. The layout is described in `kernel/src/symbols.rs`.
 */
import { demangle } from './demangle-v0.mjs'

const KERNEL_BASE = 0xffffffff80000000n
const SHT_SYMTAB = 2
const STT_NOTYPE = 0
const STT_FUNC = 2

/** Takes the linked ELF64 file, gives a copy with the table filled in. */
export function fillSymbolTable(elf) {
  const image = Buffer.from(elf)
  const sections = readSections(image)
  const text = sections.find((section) => section.name === '.text')
  const place = sections.find((section) => section.name === '.symbols')
  const table = serialise(functionsIn(image, sections, text))
  if (table.length > place.size) {
    throw new Error(
      `.symbols has ${place.size} bytes, the table needs ${table.length}: see kernel.ld`,
    )
  }
  table.copy(image, place.offset)
  return image
}

/** The section headers, with their names. */
export function readSections(image) {
  const start = Number(image.readBigUInt64LE(0x28))
  const [size, count, namesIndex] = [0x3a, 0x3c, 0x3e].map((at) => image.readUInt16LE(at))
  const sections = Array.from({ length: count }, (_, index) => {
    const at = start + index * size
    return {
      nameOffset: image.readUInt32LE(at),
      type: image.readUInt32LE(at + 4),
      address: image.readBigUInt64LE(at + 16),
      offset: Number(image.readBigUInt64LE(at + 24)),
      size: Number(image.readBigUInt64LE(at + 32)),
      link: image.readUInt32LE(at + 40),
    }
  })
  const names = sections[namesIndex]
  return sections.map((section) => ({
    ...section,
    name: textAt(image, names.offset + section.nameOffset),
  }))
}

function textAt(image, offset) {
  return image.toString('latin1', offset, image.indexOf(0, offset))
}

/** Functions and assembly labels in `.text`, one an address, ascending. */
function functionsIn(image, sections, text) {
  const symtab = sections.find((section) => section.type === SHT_SYMTAB)
  const names = sections[symtab.link]
  const byAddress = new Map()
  for (let at = symtab.offset; at < symtab.offset + symtab.size; at += 24) {
    const type = image[at + 4] & 0xf
    const address = image.readBigUInt64LE(at + 8)
    const isInText = address >= text.address && address < text.address + BigInt(text.size)
    if ((type !== STT_FUNC && type !== STT_NOTYPE) || !isInText) continue
    const mangled = textAt(image, names.offset + image.readUInt32LE(at))
    if (mangled === '' || mangled === 'text_start') continue
    const name = demangle(mangled)
    const known = byAddress.get(address)
    // Of two names for one place the first in the alphabet, whatever order the linker chose.
    if (known === undefined || name < known) byAddress.set(address, name)
  }
  return [...byAddress].sort(([a], [b]) => (a < b ? -1 : 1))
}

function serialise(functions) {
  const header = Buffer.alloc(4 + 8 * functions.length)
  header.writeUInt32LE(functions.length, 0)
  const names = []
  let offset = header.length
  functions.forEach(([address, name], index) => {
    header.writeUInt32LE(Number(address - KERNEL_BASE), 4 + 8 * index)
    header.writeUInt32LE(offset, 8 + 8 * index)
    const bytes = Buffer.from(`${name}\0`, 'latin1')
    names.push(bytes)
    offset += bytes.length
  })
  return Buffer.concat([header, ...names])
}
