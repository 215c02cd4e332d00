/** Damaged variants of an image, and everything that can be asked of one: nothing may throw, hang or grow without bound. */
import { readElf64 } from '../../src/emulator/boot/elf64'
import { ImageError } from '../../src/emulator/boot/image-error'
import { createDebugInfo } from '../../src/emulator/debuginfo/debug-info'
import type { StoppedRegisters } from '../../src/emulator/debuginfo/dwarf/frame-registers'
import type { ReadMemory } from '../../src/emulator/debuginfo/dwarf/values'
import type { ElfImage } from '../../src/emulator/memory/image'
import type { ValueNode } from '../../src/emulator/debuginfo/dwarf/value-nodes'
import { linearAddress } from '../../src/shared/units'
import { imageAreas, memoryOf } from './recorded'

export interface Question {
  readonly registers: StoppedRegisters
  readonly readMemory: ReadMemory
  readonly addresses: readonly bigint[]
  readonly statics: readonly string[]
  readonly types: readonly string[]
}

const INTERESTING = [0x00, 0x01, 0x7f, 0x80, 0xff]

/**
 * The image with one to eight bytes changed, or cut short, in one or two of its debug sections.
 * The sections are damaged as they are in the file: compressed ones, too.
 */
export function damage(image: ElfImage, random: (bound: number) => number): ElfImage {
  const candidates = image.sections
    .map(({ name, bytes }, index) => ({ name, index, size: bytes.length }))
    .filter(({ name, size }) => size > 0 && /^\.(debug_|eh_frame$|symtab|strtab)/.test(name))
  const sections = [...image.sections]
  for (let count = 1 + random(2); count > 0; count--) {
    const { index } = candidates[random(candidates.length)] ?? { index: 0 }
    const section = sections[index]
    if (section) sections[index] = { ...section, bytes: damageBytes(section.bytes, random) }
  }
  return { ...image, sections }
}

function damageBytes(bytes: Uint8Array, random: (bound: number) => number): Uint8Array {
  if (random(8) === 0) return bytes.subarray(0, random(bytes.length))
  const changed = bytes.slice()
  // Headers stand at the beginning, and that is where damage does most.
  const reach = random(2) === 0 ? Math.min(64, changed.length) : changed.length
  for (let count = 1 + random(8); count > 0; count--) {
    const at = random(reach)
    changed[at] =
      random(2) === 0
        ? (INTERESTING[random(INTERESTING.length)] ?? 0)
        : (changed[at] ?? 0) ^ (1 << random(8))
  }
  return changed
}

/** What to ask of a recorded small program that stands in its inlined function, on a stack of its own code. */
export function smallQuestion(image: ElfImage): Question {
  const { symbols } = createDebugInfo(image)
  const start = symbols.byName('_start')?.address ?? image.entry
  const stack = 0x7000_0000n
  const words = new BigUint64Array(64).map((_, index) => start + BigInt(index))
  const readMemory = memoryOf([
    { start: stack, bytes: new Uint8Array(words.buffer) },
    ...imageAreas(image),
  ])
  return {
    registers: { rip: start + 0x10n, general: Array.from({ length: 16 }, () => stack + 64n) },
    readMemory,
    addresses: Array.from({ length: 8 }, (_, index) => start + 0x10n * BigInt(index)),
    statics: ['small::CHOICE', 'small::MAYBE'],
    types: ['small::Pair', 'small::Choice'],
  }
}

/** Opens a value as somebody does who opens everything, down to some depth. */
function unfold(node: ValueNode, depth = 0): number {
  let answers = node.text() === '' ? 0 : 1
  if (node.scalar()) answers += 1
  for (let index = 0; depth < 3 && index < Math.min(node.count(), 4); index++) {
    const part = node.part(index)
    if (part) answers += unfold(part, depth + 1)
  }
  return answers
}

/** Asks an image everything. Gives how much came back, so that a test can see that something did. */
export function askEverything(image: ElfImage, question: Question): number {
  const { registers, readMemory, addresses, statics, types } = question
  const debugInfo = createDebugInfo(image)
  let answers = 0
  const count = (answer: unknown) => {
    if (answer !== undefined) answers += 1
  }
  for (const address of addresses) {
    answers += debugInfo.framesAt(address).length
    answers += debugInfo.genericFunctionsAt(address).length
    count(debugInfo.sourceOf(address))
    count(debugInfo.locate(address))
    count(debugInfo.lines.extentAt(address))
  }
  const frames = debugInfo.backtrace(registers, readMemory)
  frames.slice(0, 2).forEach((_, index) => {
    answers += debugInfo.locals(registers, index, readMemory).length
  })
  for (const { variables } of debugInfo.openLocals(registers, 0, readMemory)) {
    for (const { value } of variables()) if (typeof value !== 'string') answers += unfold(value)
  }
  for (const name of statics) {
    count(debugInfo.readStatic(name, readMemory))
    const opened = debugInfo.openStatic(name, readMemory)
    if (opened) answers += unfold(opened)
  }
  for (const { type } of debugInfo.staticRoots()) {
    const values = { address: linearAddress(addresses[0] ?? 0n), count: 2, most: 8 }
    answers += debugInfo.leavesOf(type, values, readMemory).leaves.length
  }
  const numbers = debugInfo.partFinder(({ kind }) => kind === 'unsigned')
  for (const type of types) {
    count(debugInfo.layoutOf(type))
    count(debugInfo.stateMachine(type))
    answers += numbers.find(type, linearAddress(addresses[0] ?? 0n), readMemory).length
  }
  answers += debugInfo.vtables('core::fmt::Debug').length
  return answers + debugInfo.lines.addressesOf('small.rs', 27).length
}

/** The whole file with bytes changed or cut: what a reader of ELF itself must bear. */
export function openDamagedFile(
  bytes: Uint8Array,
  random: (bound: number) => number,
): ElfImage | undefined {
  try {
    return readElf64(damageBytes(bytes, random))
  } catch (error) {
    if (error instanceof ImageError) return undefined
    throw error
  }
}
