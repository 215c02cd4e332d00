/**
 * The kernel that is given to be debugged: one line of its own source writes a stack's end that is nowhere, long before
 * a double fault needs it.
 */
import { littleEndianNumber } from '../../src/shared/little-endian'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { loadMachine } from '../../src/emulator/host/loaded-machine'
import { finish } from '../../src/emulator/host/run-to'
import { compileCore } from '../../src/emulator/machine/webassembly'
import { bytesOf } from '../../src/shared/state-edit'
import { linearAddress } from '../../src/shared/units'
import { coreWasm } from './ringside-boot'

const image = readFileSync(new URL('recorded/lost-stack-debug.elf', import.meta.url))
const source = readFileSync(
  new URL('kernels/lost-stack/src/gdt.rs', import.meta.url),
  'utf8',
).split('\n')

const IST1 = 0x24n
const STACK_SIZE = 5n * 4096n
const LIMIT = 500_000_000

/** The machine at its triple fault, and where the bad value stands. */
function debugged() {
  const loaded = loadMachine(compileCore(coreWasm), 'lost-stack.elf', image, {
    commandLine: '',
    memorySize: 128 * 2 ** 20,
  })
  const { debugInfo, machine, timeline } = loaded
  const addressOf = (name: string) => debugInfo.symbols.variable(name)?.address ?? 0n
  const ist1 = linearAddress(addressOf('gdt::TSS') + IST1)
  const stop = timeline.run(LIMIT)
  const place = machine.translate(ist1, 'read').walk.physicalAddress
  if (place === undefined) throw new Error('The TSS is not mapped.')
  return { ...loaded, stop, ist1, place, stack: addressOf('gdt::DOUBLE_FAULT_STACK') }
}

it('ends in a triple fault because the stack of its double faults is nowhere', () => {
  const { stop, machine, ist1, stack } = debugged()
  if (stop.reason !== 'shutdown') throw new Error(`It ended by ${stop.reason}.`)
  expect(stop.chain.map(({ vector }) => vector)).toEqual([14, 11, 8, 14])
  expect(littleEndianNumber(machine.readLinear(ist1, 8))).toBe(stack + STACK_SIZE * 4096n)
  // SS is pushed first.
  expect(stop.chain.at(-1)?.cr2).toBe(stack + STACK_SIZE * 4096n - 8n)
})

it('tells the line that wrote the value, and catches the fault once the value is right', () => {
  const { machine, timeline, debugInfo, record, ist1, place, stack } = debugged()
  const write = finish(timeline.findLastWrite(place, 8))
  if (!write) throw new Error('Nobody wrote there.')
  const { file, line } = debugInfo.sourceOf(write.rip) ?? { file: '', line: 0 }
  expect(file).toMatch(/gdt\.rs$/)
  expect(source[line - 1]).toContain('interrupt_stack_table[DOUBLE_FAULT_IST as usize] = stack_end')

  timeline.seek(write.instant)
  timeline.step(1)
  timeline.input({
    type: 'set-memory',
    space: 'linear',
    address: ist1,
    bytes: bytesOf(stack + STACK_SIZE, 8),
  })
  expect(timeline.run(LIMIT)).toEqual({ reason: 'exit', exitStatus: 33 })
  expect(record().serial.take(machine.instant())?.appended).toMatch(/#DF at 0x[0-9a-f]+\n$/)
  expect(machine.processor().general[4]).toBeLessThan(stack + STACK_SIZE)
})
