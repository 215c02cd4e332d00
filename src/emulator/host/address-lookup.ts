/** Says what an address stands for: the instruction that lies there, or the thing behind a physical address. */
import type { InstructionReference } from '../../shared/models/page-walk'
import { placeOfByte } from '../../shared/models/screen-cells'
import type { LinearAddress, PhysicalAddress } from '../../shared/units'
import { TEXT_WINDOW } from '../../shared/vga-text'
import type { DebugInfo } from '../debuginfo/debug-info'
import type { AddressLookup, AddressTarget } from '../observers/page-walk-model'
import type { Machine } from '../machine/machine-api'
import type { ElfImage } from '../memory/image'

const LONGEST_INSTRUCTION = 15
const PT_LOAD = 1

export function createAddressLookup(
  machine: Machine,
  image: ElfImage,
  debugInfo: DebugInfo,
): AddressLookup {
  return {
    instruction: (rip) => describeInstruction(machine, debugInfo, rip),
    target: (address) =>
      describeVgaCell(address, machine.screen().start) ??
      describeSegment(address, image, debugInfo),
  }
}

function describeInstruction(
  machine: Machine,
  debugInfo: DebugInfo,
  rip: LinearAddress,
): InstructionReference {
  const bytes = machine.readLinear(rip, LONGEST_INSTRUCTION)
  const [instruction] = debugInfo.disassembler.disassemble(bytes, rip, machine.processor().mode, 1)
  const symbol = debugInfo.locate(rip)
  const source = debugInfo.sourceOf(rip)
  return {
    rip,
    ...(instruction && !instruction.isInvalid && { text: instruction.text }),
    ...(symbol !== undefined && { symbol }),
    ...(source && { source: `${source.file}:${source.line}` }),
  }
}

/** `VGA text, row 24, column 30, character byte`. `start` is where the screen begins in the adapter's window. */
function describeVgaCell(address: PhysicalAddress, start: number): AddressTarget | undefined {
  const offset = Number(address) - TEXT_WINDOW.start
  if (offset < 0 || offset >= TEXT_WINDOW.size) return undefined
  const place = placeOfByte(offset, start)
  const part = offset & 1 ? 'attribute' : 'character'
  return place && { words: `VGA text, row ${place.row}, column ${place.column}, ${part} byte` }
}

/** A place in the kernel's own image, by the symbol there where it has one. */
function describeSegment(
  address: PhysicalAddress,
  image: ElfImage,
  debugInfo: DebugInfo,
): AddressTarget | undefined {
  for (const { type, physicalAddress, virtualAddress, memorySize } of image.segments) {
    const offset = address - physicalAddress
    if (type !== PT_LOAD || offset < 0n || offset >= memorySize) continue
    const symbol = debugInfo.locate(virtualAddress + offset)
    return { words: 'kernel image', ...(symbol !== undefined && { symbol }) }
  }
  return undefined
}
