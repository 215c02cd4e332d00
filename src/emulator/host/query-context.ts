/**
 * What queries over a run can know of it: names and places of the image, the system registers as events tell of them,
 * the last event of each kind, and, where the machine can be taken there, registers, memory and structures of a moment.
 */
import { linearAddress, type Instant } from '../../shared/units'
import { SCREEN_BYTES, TEXT_WINDOW } from '../../shared/vga-text'
import type { ProcessorState } from '../machine/processor-state'
import { GENERAL_REGISTERS } from '../machine/processor-state'
import type { AddressRange, EventRecord, Region, Value } from '../query/event-record'
import { emptyContext, type MomentState, type QueryContext } from '../query/query-context'
import type { LoadedMachine } from './loaded-machine'
import { createReadyQueueReader } from './moment-queues'
import { momentStructures } from './moment-structures'

export interface RunContext extends QueryContext {
  /** To be called for each event after it was tested: conditions speak of the moment before it. */
  note(record: EventRecord): void
}

const VGA_TEXT: AddressRange = {
  lo: BigInt(TEXT_WINDOW.start),
  hi: BigInt(TEXT_WINDOW.start + SCREEN_BYTES),
}
const FIRST_PAGE: AddressRange = { lo: 0n, hi: 0x1000n }
const PT_LOAD = 1

/** Regions by the sections that they are made of. */
const SECTIONS: Readonly<Record<string, RegExp>> = {
  code: /^\.text(\.|$)/,
  rodata: /^\.rodata(\.|$)/,
  data: /^\.data(\.|$)/,
  bss: /^\.bss(\.|$)/,
}

/** Those of the moment, the most telling first: a stack may lie in what else would be called data. */
const MOVING_REGIONS = [
  ...['ist1', 'ist2', 'ist3', 'ist4', 'ist5', 'ist6', 'ist7', 'stack', 'guard'],
  ...['idt', 'gdt', 'tss', 'physmap', 'recursive'],
]

/** Takes the machine to an instant; it stands there until another is asked for. */
export type StandAt = (instant: Instant) => void

export function createRunContext(loaded: LoadedMachine, standAt: StandAt): RunContext {
  const { elf, debugInfo, heap, machine } = loaded
  const readReadyQueue = createReadyQueueReader(loaded)
  const registers = new Map<string, Value>(Object.entries(systemRegisters(machine.processor())))
  const latest = new Map<string, EventRecord>()
  const latestByName = new Map<string, EventRecord>()

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
    const found = debugInfo.symbols.byName(name) ?? debugInfo.symbols.variable(name)
    if (!found) return undefined
    const { address, size } = found
    const hi = address + (size > 0n ? size : 1n)
    return { region: name, ranges: [{ lo: address, hi }] }
  }

  function rangesOf(name: string): readonly AddressRange[] | undefined {
    if (name !== 'heap') return regions.get(name)
    const range = heap.range()
    return range && [range]
  }

  function region(name: string): Region | undefined {
    const ranges = rangesOf(name)
    if (!ranges || ranges.length === 0) return undefined
    return { region: name, ranges, ...(name === 'vga' && { physical: ranges }) }
  }

  const structuresAt = (at: Instant) => {
    standAt(at)
    return momentStructures(machine)
  }

  function registerAt(name: string, at: Instant): Value | undefined {
    const tracked = registers.get(name)
    if (tracked !== undefined) return tracked
    standAt(at)
    return processorRegister(machine.processor(), name)
  }

  const stateAt = (at: Instant): MomentState => ({
    register: (name) => registerAt(name, at),
    memory(address, length) {
      standAt(at)
      return machine.readLinear(linearAddress(address), length)
    },
    physical(address) {
      standAt(at)
      return machine.translate(linearAddress(address), 'read').walk.physicalAddress
    },
  })

  const holds = (ranges: readonly AddressRange[], address: bigint) =>
    ranges.some(({ lo, hi }) => address >= lo && address < hi)

  return {
    ...emptyContext,
    symbol,
    symbolAt: debugInfo.locate,
    region,
    regionAt(address, position) {
      const { region: placeAt } = structuresAt(position.instant)
      const placeOf = (name: string) => (name === 'heap' ? rangesOf(name) : placeAt(name)) ?? []
      const moving = [...MOVING_REGIONS, 'heap'].find((name) => holds(placeOf(name), address))
      return moving ?? [...regions].reverse().find(([, ranges]) => holds(ranges, address))?.[0]
    },
    regionOf(name, position) {
      if (!MOVING_REGIONS.includes(name)) return undefined
      // Where there is none at that moment, nothing lies in it.
      return { region: name, ranges: structuresAt(position.instant).region(name) ?? [] }
    },
    stateAt: (position) => stateAt(position.instant),
    structure(name, position) {
      if (name === 'elf') return { entry: elf.entry }
      if (name === 'heap') return heap.fields(position.instant)
      if (name !== 'ready') return structuresAt(position.instant).structure(name)
      standAt(position.instant)
      return readReadyQueue()
    },
    fieldOf(name, { fields: { va }, instant }) {
      return name === 'block' && typeof va === 'bigint' ? heap.kindAt(va, instant) : undefined
    },
    element: (name, index, position) => structuresAt(position.instant).element(name, index),
    latest: (kind, name) =>
      name === undefined ? latest.get(kind) : latestByName.get(`${kind} ${name}`),
    note(record) {
      latest.set(record.kind, record)
      if (typeof record.fields['name'] === 'string') {
        latestByName.set(`${record.kind} ${record.fields['name']}`, record)
      }
      const { cr2, new: now } = record.fields
      if (record.kind === 'fault' && cr2 !== undefined) registers.set('cr2', cr2)
      const [register] = record.arguments
      if (record.kind !== 'reg' || typeof register !== 'string' || now === undefined) return
      // Of GDTR and IDTR no event tells the limit: they are read where they are asked for.
      if (registers.has(register)) registers.set(register, now)
    },
  }
}

const segmentRange = (segment: { virtualAddress: bigint; memorySize: bigint }): AddressRange => ({
  lo: segment.virtualAddress,
  hi: segment.virtualAddress + segment.memorySize,
})

const tableFields = ({ base, limit }: ProcessorState['idtr']) => ({ base, limit: BigInt(limit) })

/** Those whose changes are events: what they are at the beginning is enough to know them at every event. */
function systemRegisters(state: ProcessorState): Readonly<Record<string, Value>> {
  const { cr0, cr2, cr3, cr4, cr8, efer } = state
  return { cr0, cr2, cr3, cr4, cr8, efer }
}

const SEGMENT_WORDS = /^(?:[c-gs]s|tr|ldtr)$/

/** A register of a machine that stands, by its name in lower case. */
export function processorRegister(state: ProcessorState, name: string): Value | undefined {
  const number = GENERAL_REGISTERS.findIndex((register) => register.toLowerCase() === name)
  if (number >= 0) return state.general[number]
  if (SEGMENT_WORDS.test(name)) {
    const segment = state.segments.find((one) => one.name === name.toUpperCase())
    return segment && BigInt(segment.selector)
  }
  switch (name) {
    case 'rip':
      return state.rip
    case 'rflags':
      return state.rflags
    case 'cpl':
      return BigInt(state.cpl)
    case 'idtr':
      return tableFields(state.idtr)
    case 'gdtr':
      return tableFields(state.gdtr)
    case 'regs':
      return Object.fromEntries(
        GENERAL_REGISTERS.map((register, index) => [
          register.toLowerCase(),
          state.general[index] ?? 0n,
        ]),
      )
    default:
      return systemRegisters(state)[name]
  }
}
