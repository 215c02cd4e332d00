/** The registers that a bootloader sets for a kernel, read off QEMU's words and off our processor in one form. */
import type { ProcessorState } from '../../../src/emulator/machine/processor-state'

export type Registers = Readonly<Record<string, bigint | readonly number[]>>

const SEGMENTS = ['ES', 'CS', 'SS', 'DS', 'FS', 'GS', 'LDT', 'TR']
const NUMBERS = ['RIP', 'RSP', 'RDI', 'CR0', 'CR2', 'CR3', 'CR4', 'EFER']

/** Descriptor bits 40 and up, with the limit's upper bits between them: A of a code segment. */
const ACCESSED = 1 << 8

const isCode = (name: string) => name === 'CS'

export function registersInQemu(text: string): Registers {
  const find = (pattern: RegExp): string[] => {
    const found = pattern.exec(text)
    if (!found) throw new Error(`QEMU does not print ${pattern}:\n${text}`)
    return found.slice(1)
  }
  const hex = (digits: string | undefined) => parseInt(digits ?? '', 16)
  const number = (name: string) => BigInt(`0x${find(new RegExp(`\\b${name} *=([0-9a-f]+)`))[0]}`)
  const segment = (name: string) => {
    const words = find(new RegExp(`\\b${name} *=([0-9a-f]{4}) (\\w+) (\\w{8}) (\\w{8})`)).map(hex)
    const [selector = 0, base = 0, limit = 0, attributes = 0] = words
    // The processor sets A when a far return loads CS. This one does not.
    return [selector, base, limit, isCode(name) ? attributes | ACCESSED : attributes]
  }
  const table = (name: string) => find(new RegExp(`\\b${name} *= +(\\w+) (\\w{8})`)).map(hex)
  return {
    ...Object.fromEntries(NUMBERS.map((name) => [name, number(name)])),
    ...Object.fromEntries(SEGMENTS.map((name) => [name, segment(name)])),
    GDT: table('GDT'),
    IDT: table('IDT'),
    IF: (number('RFL') >> 9n) & 1n,
  }
}

export function registersOf(state: ProcessorState): Registers {
  const [, , , , rsp, , , rdi] = state.general
  const { rip, cr0, cr2, cr3, cr4, efer, gdtr, idtr } = state
  const numbers = [rip, rsp, rdi, cr0, cr2, cr3, cr4, efer]
  return {
    ...Object.fromEntries(NUMBERS.map((name, index) => [name, numbers[index] ?? -1n])),
    ...Object.fromEntries(
      state.segments.map(({ selector, base, limit, attributes }, index) => [
        SEGMENTS[index],
        [selector, Number(base), limit, descriptorWord(limit, attributes)],
      ]),
    ),
    GDT: [Number(gdtr.base), gdtr.limit],
    IDT: [Number(idtr.base), idtr.limit],
    IF: (state.rflags >> 9n) & 1n,
  }
}

/** The upper word of the descriptor, without the base that lies in it. */
function descriptorWord(limit: number, attributes: number): number {
  const GRANULAR = 0x8000
  const inUnits = attributes & GRANULAR ? limit >>> 12 : limit
  return (((attributes & 0xf0ff) << 8) | (inUnits & 0xf_0000)) >>> 0
}
