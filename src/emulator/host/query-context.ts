/**
 * What queries over a run that goes on can know of it: names and places of the image, the system registers as the
 * events tell of them, and the last event of each kind. Memory is not known: the machine is already further.
 */
import { readElf64 } from '../boot/elf64'
import type { ProcessorState } from '../machine/processor-state'
import type { AddressRange, EventRecord, Region, Value } from '../query/event-record'
import { emptyContext, type QueryContext } from '../query/query-context'
import type { LoadedMachine } from './loaded-machine'

export interface RunContext extends QueryContext {
  /** To be called for each event after it was tested: conditions speak of the moment before it. */
  note(record: EventRecord): void
}

const VGA_TEXT: AddressRange = { lo: 0xb_8000n, hi: 0xb_8000n + 4000n }
const FIRST_PAGE: AddressRange = { lo: 0n, hi: 0x1000n }
const PT_LOAD = 1

/** Regions by the sections that they are made of. */
const SECTIONS: Readonly<Record<string, RegExp>> = {
  code: /^\.text(\.|$)/,
  rodata: /^\.rodata(\.|$)/,
  data: /^\.data(\.|$)/,
  bss: /^\.bss(\.|$)/,
}

export function createRunContext({ image, debugInfo, machine }: LoadedMachine): RunContext {
  const elf = readElf64(image)
  const registers = new Map<string, Value>(Object.entries(systemRegisters(machine.processor())))
  const latest = new Map<string, EventRecord>()

  const regions = new Map<string, readonly AddressRange[]>([
    ['vga', [VGA_TEXT]],
    ['null', [FIRST_PAGE]],
    ['kernel', elf.segments.filter(({ type }) => type === PT_LOAD).map(segmentRange)],
    ...Object.entries(SECTIONS).map(([name, pattern]): [string, AddressRange[]] => [
      name,
      elf.sections
        .filter((section) => pattern.test(section.name))
        .map(({ address, size }) => ({ lo: address, hi: address + size })),
    ]),
  ])

  function symbol(name: string): Region | undefined {
    const found = debugInfo.symbols.byName(name)
    if (!found) return undefined
    const { address, size } = found
    const hi = address + (size > 0n ? size : 1n)
    return { region: name, ranges: [{ lo: address, hi }] }
  }

  function region(name: string): Region | undefined {
    const ranges = regions.get(name)
    if (!ranges || ranges.length === 0) return undefined
    return { region: name, ranges, ...(name === 'vga' && { physical: ranges }) }
  }

  const holds = (ranges: readonly AddressRange[], address: bigint) =>
    ranges.some(({ lo, hi }) => address >= lo && address < hi)

  return {
    ...emptyContext,
    symbol,
    symbolAt: debugInfo.locate,
    region,
    regionAt: (address) => [...regions].reverse().find(([, ranges]) => holds(ranges, address))?.[0],
    stateAt: () => ({ register: (name) => registers.get(name), memory: () => undefined }),
    structure: (name) => (name === 'elf' ? { entry: elf.entry } : undefined),
    latest: (kind, name) => (name === undefined ? latest.get(kind) : undefined),
    note(record) {
      latest.set(record.kind, record)
      const { cr2, new: now } = record.fields
      if (record.kind === 'fault' && cr2 !== undefined) registers.set('cr2', cr2)
      const [register] = record.arguments
      if (record.kind !== 'reg' || typeof register !== 'string' || now === undefined) return
      const isTable = register === 'gdtr' || register === 'idtr'
      registers.set(register, isTable ? { base: now } : now)
    },
  }
}

const segmentRange = (segment: { virtualAddress: bigint; memorySize: bigint }): AddressRange => ({
  lo: segment.virtualAddress,
  hi: segment.virtualAddress + segment.memorySize,
})

/** Those whose changes are events: what they are at the beginning is enough to know them at every event. */
function systemRegisters(state: ProcessorState): Readonly<Record<string, Value>> {
  const table = ({ base, limit }: ProcessorState['idtr']) => ({ base, limit: BigInt(limit) })
  const { cr0, cr2, cr3, cr4, cr8, efer } = state
  return { cr0, cr2, cr3, cr4, cr8, efer, gdtr: table(state.gdtr), idtr: table(state.idtr) }
}
