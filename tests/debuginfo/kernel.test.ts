/** Backtraces of our own kernel on the machine, through what the processor pushed, onto the stack that was interrupted. */
import { describe, expect, it } from 'vitest'
import { readElf64 } from '../../src/emulator/boot/elf64'
import { createDebugInfo } from '../../src/emulator/debuginfo/debug-info'
import type { ReadMemory } from '../../src/emulator/debuginfo/dwarf/values'
import type { Frame } from '../../src/shared/models/debug'
import { kernelImage, newMachine } from '../boot/ringside'

const debugInfo = createDebugInfo(readElf64(kernelImage))

const addressOf = (name: string): bigint => {
  const symbol = debugInfo.symbols.byName(name)
  if (!symbol) throw new Error(`the kernel has no ${name}`)
  return symbol.address
}

const LIMIT = 5_000_000

/** The backtrace when `function` has been entered `times` times. */
function backtraceIn(scenario: string, name: string, times = 1): readonly Frame[] {
  const machine = newMachine(`scenario=${scenario}`)
  const target = addressOf(name)
  let seen = 0
  while (machine.instant() < LIMIT) {
    if (machine.processor().rip === target && ++seen === times) break
    if (machine.step(1).reason !== 'budget') throw new Error('the run ended')
  }
  if (seen !== times) throw new Error(`${name} was not reached`)
  const readMemory: ReadMemory = (address, length) => machine.readLinear(address, length)
  return debugInfo.backtrace(machine.processor(), readMemory)
}

const DISPATCH = 'ringside_kernel::interrupts::dispatch::dispatch'
const STUB = 'ringside_kernel::interrupts::entries::save_and_dispatch'

describe('a backtrace of the kernel', () => {
  it('goes from a handler through the interrupt frame to the entry', () => {
    const frames = backtraceIn('breakpoint', DISPATCH)
    const activations = frames.filter(({ isInlined }) => !isInlined)
    expect(activations.slice(0, 2).map((frame) => frame.function)).toEqual([DISPATCH, STUB])
    expect(activations[2]?.origin).toBe('interrupt-frame')
    expect(activations[2]?.function).toBe('ringside_kernel::scenarios::breakpoint::run')
    expect(activations.slice(3).every(({ origin }) => origin === 'unwind-table')).toBe(true)
    expect(frames.at(-1)?.function).toMatch(/kernel_main$/)
  })

  it('gives the source line of the instruction that faulted', () => {
    const frames = backtraceIn('page-fault-unmapped', DISPATCH)
    const chain = frames.filter(({ activation }) => activation === 2)
    expect(chain.at(-1)?.source?.file).toBe('src/scenarios/page_fault_unmapped.rs')
    expect(chain[0]?.isInlined).toBe(true)
    expect(chain[0]?.source?.file).toMatch(/volatile|ptr/)
  })

  it('crosses from the stack of a double fault to the one that overflowed', () => {
    const frames = backtraceIn('stack-overflow', DISPATCH)
    const at = frames.findIndex(({ origin }) => origin === 'interrupt-frame')
    const [handler, interrupted] = [frames[at - 1], frames[at]]
    expect(interrupted?.function).toMatch(/overflow/)
    const stackOf = (frame: Frame | undefined) => debugInfo.locate(frame?.stackPointer ?? 0n)
    expect(stackOf(handler)).not.toBe(stackOf(interrupted))
    const distance = Number((handler?.stackPointer ?? 0n) - (interrupted?.stackPointer ?? 0n))
    expect(Math.abs(distance)).toBeGreaterThan(4096)
  })
})

/** What diagrams read out of the guest's memory by type, because no symbol says how it is built. */
describe('the types of the kernel', () => {
  it.each([
    ['heap::bump::Bump', ['next', 'live', 'live_bytes']],
    ['heap::free_regions::Node', ['size', 'next']],
    ['heap::free_regions::FreeRegions', ['head']],
    ['heap::free_list::FreeList', ['regions', 'lost']],
    ['heap::merging_free_list::MergingFreeList', ['regions']],
    ['heap::fixed_blocks::FixedBlocks', ['heads', 'fallback']],
    ['sync::spin_lock::SpinLock<ringside_kernel::heap::global::Heap>', ['locked', 'value']],
    ['task::future::Task', ['id', 'future']],
    ['task::waker_executor::Entry', ['task', 'waker', 'ticket']],
    ['task::waker_cell::WakerCell', ['__0']],
  ])('have the layout of %s', (name, members) => {
    const found = debugInfo.layoutOf(`ringside_kernel::${name}`)?.members.map(({ name }) => name)
    expect(found).toEqual(expect.arrayContaining(members))
  })

  it('have the state machine of an async function, with what it keeps at its await', () => {
    const name = 'ringside_kernel::shell::converse::{async_fn_env#0}'
    expect(debugInfo.layoutOf(name)?.size).toBeGreaterThan(8)
    expect(debugInfo.layoutOf(`${name}::Suspend0`)?.members.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['editor', '__awaitee']),
    )
  })
})
