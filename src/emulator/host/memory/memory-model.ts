/** The model of the memory pane: rows of bytes as the machine stands, and what is known of the byte that is chosen. */
import type { Memory, MemoryAbsence, MemoryPlace, MemoryRow } from '../../../shared/models/memory'
import type { MemoryWindow } from '../../../shared/models/memory'
import { linearAddress, physicalAddress } from '../../../shared/units'
import { PAGING_LEVELS } from '../../../shared/x86/paging'
import type { Translation } from '../../machine/machine-api'
import type { ProcessorState } from '../../machine/processor-state'
import type { AddressTarget } from '../../observers/page-walk-model'
import { createChangeMarks } from '../change-marks'
import { instructionAddress } from '../disassembly-model'
import type { LoadedMachine } from '../loaded-machine'
import { placeOfExpression } from './address-expression'
import { mappedNeighbour } from './mapped-neighbour'

/** Where the pane looks, and what it has shown. */
export interface MemoryLook {
  show(window: MemoryWindow): void
  /** Another machine: where the pane looks remains, what it has shown does not. */
  forget(): void
  /** Equal for equal models, as long as the machine stands. */
  key(before: ProcessorState): string
  model(loaded: LoadedMachine, before: ProcessorState, isRunning: boolean): Memory
}

const FIRST_WINDOW: MemoryWindow = { space: 'linear', from: 0n, rows: 16, columns: 16, cursor: 0n }
const RSP = 4

export function createMemoryLook(): MemoryLook {
  const marks = createChangeMarks()
  let window = FIRST_WINDOW
  let revision = 0

  function row(loaded: LoadedMachine, address: bigint, isRunning: boolean): MemoryRow {
    const { columns, space } = window
    const absence = absenceAt(loaded, space, address)
    if (absence) return { address, absence, changed: 0 }
    const bytes = bytesAt(loaded, space, address, columns)
    const now = String.fromCharCode(...bytes)
    const earlier = marks.before(`${space} ${columns} ${address}`, now)
    const changed = isRunning || earlier === undefined ? 0 : differences(earlier, now)
    return { address, bytes, changed }
  }

  return {
    show(wanted) {
      window = wanted
      revision += 1
    },
    forget: marks.forget,
    key(before) {
      marks.standAt(before)
      return `${revision},${marks.epoch()}`
    },
    model(loaded, before, isRunning) {
      marks.standAt(before)
      const { space, from, columns, cursor, expression } = window
      const state = loaded.machine.processor()
      const rows = Array.from({ length: window.rows }, (_, index) =>
        BigInt.asUintN(64, from + BigInt(index * columns)),
      ).map((address) => row(loaded, address, isRunning))
      return {
        space,
        rows,
        cursor: placeAt(loaded, space, cursor),
        ...(expression && { expression: placeOfExpression(loaded, expression) }),
        ...(space === 'linear' && neighbours(loaded, rows)),
        rip: instructionAddress(state),
        rsp: linearAddress(state.general[RSP] ?? 0n),
      }
    },
  }
}

/** Which bytes differ: bit n for byte n. */
function differences(earlier: string, now: string): number {
  let changed = 0
  for (let index = 0; index < now.length; index++) {
    if (earlier[index] !== now[index]) changed |= 1 << index
  }
  return changed >>> 0
}

function bytesAt(
  { machine }: LoadedMachine,
  space: MemoryWindow['space'],
  address: bigint,
  length: number,
): Uint8Array {
  return space === 'linear'
    ? machine.readLinear(linearAddress(address), length)
    : machine.memory.read(physicalAddress(address), length)
}

function absenceAt(
  { machine }: LoadedMachine,
  space: MemoryWindow['space'],
  address: bigint,
): MemoryAbsence | undefined {
  if (space === 'physical') {
    return address < BigInt(machine.memorySize) ? undefined : { reason: 'no-memory' }
  }
  return absenceOf(machine.translate(linearAddress(address), 'read').walk, machine.memorySize)
}

function absenceOf(walk: Translation['walk'], memorySize: number): MemoryAbsence | undefined {
  if (walk.outcome === 'non-canonical') return { reason: 'non-canonical' }
  if (walk.physicalAddress !== undefined) {
    return walk.physicalAddress < BigInt(memorySize) ? undefined : { reason: 'no-memory' }
  }
  const level = walk.outcome === 'not-present' ? PAGING_LEVELS[walk.steps.length - 1] : undefined
  return { reason: 'not-mapped', ...(level && { level }) }
}

const targetText = ({ words, symbol }: AddressTarget): string =>
  symbol === undefined ? words : `${words}, ${symbol}`

function placeAt(
  { machine, debugInfo, lookup }: LoadedMachine,
  space: MemoryWindow['space'],
  address: bigint,
): MemoryPlace {
  if (space === 'physical') {
    const target = lookup.target(physicalAddress(address))
    const isMemory = address < BigInt(machine.memorySize)
    return {
      address,
      ...(target && { symbol: targetText(target) }),
      ...(!isMemory && { absence: { reason: 'no-memory' } as const }),
    }
  }
  const { walk } = machine.translate(linearAddress(address), 'read')
  const absence = absenceOf(walk, machine.memorySize)
  const symbol = absence ? undefined : debugInfo.locate(address)
  return {
    address,
    outcome: walk.outcome,
    ...(walk.physicalAddress !== undefined && { physicalAddress: walk.physicalAddress }),
    ...(walk.pageSize && { pageSize: walk.pageSize }),
    ...(walk.permissions && { permissions: walk.permissions }),
    ...(symbol !== undefined && { symbol }),
    ...(absence && { absence }),
  }
}

function neighbours({ machine }: LoadedMachine, rows: readonly MemoryRow[]) {
  const [first, last] = [rows[0], rows.at(-1)]
  const before = first?.absence && mappedNeighbour(machine, first.address, -1)
  const after = last?.absence && mappedNeighbour(machine, last.address, 1)
  return {
    ...(before !== undefined && { mappedBefore: before }),
    ...(after !== undefined && { mappedAfter: after }),
  }
}
