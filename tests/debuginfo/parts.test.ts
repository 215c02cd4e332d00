/** Parts of values and states of `async` functions, read out of our own kernel while it waits at its prompt. */
import { describe, expect, it } from 'vitest'
import { readElf64 } from '../../src/emulator/boot/elf64'
import { createDebugInfo } from '../../src/emulator/debuginfo/debug-info'
import type { ReadMemory } from '../../src/emulator/debuginfo/dwarf/values'
import { linearAddress } from '../../src/shared/units'
import { kernelImage, newMachine } from '../boot/ringside'

const debugInfo = createDebugInfo(readElf64(kernelImage))

const machine = newMachine()
let serial = ''
machine.onSerial((byte) => (serial += String.fromCharCode(byte)))
while (!serial.endsWith('ring0> ') || !machine.isHalted()) machine.run(10_000)
const readMemory: ReadMemory = (address, length) => machine.readLinear(address, length)

const CONVERSE = 'ringside_kernel::shell::converse::{async_fn_env#0}'

describe('the states of an async function', () => {
  const converse = debugInfo.stateMachine(CONVERSE)

  it('are the start, the end, the panic and each await', () => {
    expect(converse?.states.map(({ value, name }) => [value, name])).toEqual([
      [0n, 'Unresumed'],
      [1n, 'Returned'],
      [2n, 'Panicked'],
      [3n, 'Suspend0'],
    ])
  })

  it('have the line of the await, what is awaited, and what is kept meanwhile', () => {
    const [awaiting] = converse?.states.slice(-1) ?? []
    expect(awaiting?.source?.file).toBe('src/shell/mod.rs')
    expect(awaiting?.members.map(({ name, type }) => [name, type])).toContainEqual([
      '__awaitee',
      'ringside_kernel::task::input::next_byte::{async_fn_env#0}',
    ])
    expect(awaiting?.members[0]?.name).toBe('editor')
  })

  it('are those of no other type', () => {
    expect(debugInfo.stateMachine('ringside_kernel::task::future::Task')).toBeUndefined()
    expect(debugInfo.stateMachine('no::such::Type')).toBeUndefined()
  })
})

describe('tables of methods', () => {
  it('are found by their trait, with what implements it', () => {
    const futures = debugInfo.vtables('core::future::future::Future')
    expect(futures.map(({ type }) => type)).toContain(CONVERSE)
    const shapes = debugInfo.tables.methodTables((name) => name.endsWith('converse::{closure#0}'))
    expect(shapes.map(({ address }) => address)).toEqual(
      futures.filter(({ type }) => type === CONVERSE).map(({ address }) => address),
    )
  })
})

describe('parts of a value', () => {
  const wakers = debugInfo.partFinder(({ name }) => name === 'core::task::wake::Waker')
  const boxes = debugInfo.partFinder(({ name }) =>
    /^alloc::boxed::Box<\(?dyn core::future/.test(name),
  )

  it('are found behind locks and in options that are filled', () => {
    const holding = debugInfo.statics().filter(({ type }) => wakers.mayHold(type))
    const found = holding.flatMap(({ name, type, address }) =>
      wakers.find(type, address, readMemory).map(({ path }) => `${name}${path}`),
    )
    // The shell waits for a key or a serial byte; nobody sleeps.
    expect(holding.map(({ name }) => name)).toContain('ringside_kernel::task::timer::SLEEPERS')
    expect(found.map((place) => place.replace(/\.0\.value$/, '')).sort()).toEqual([
      'ringside_kernel::devices::ps2_keyboard::READER',
      'ringside_kernel::devices::uart_16550::READER',
    ])
  })

  it('are found in the maps and queues of the frames on the stack, with the numbers around them', () => {
    const registers = machine.processor()
    const frames = debugInfo.backtrace(registers, readMemory)
    const locals = frames.flatMap((_, index) => debugInfo.locals(registers, index, readMemory))
    const found = locals.flatMap(({ type, value }) =>
      value?.address === undefined || !boxes.mayHold(type)
        ? []
        : boxes.find(type, value.address, readMemory),
    )
    expect(found.map(({ path, numbers }) => ({ path, numbers }))).toEqual([
      {
        path: '[1].task.future',
        numbers: [
          { name: 'id', value: 1n },
          { name: 'key', value: 1n },
        ],
      },
    ])
  })

  it('are none where nothing is mapped or memory makes no sense', () => {
    const map = debugInfo
      .statics()
      .find(({ name }) => name === 'ringside_kernel::task::future::SPAWNED')
    expect(map).toBeDefined()
    if (!map) return
    expect(boxes.find(map.type, linearAddress(0x1000n), () => new Uint8Array(0))).toEqual([])
    const everywhere: ReadMemory = (_, length) => new Uint8Array(length).fill(0x41)
    expect(boxes.find(map.type, map.address, everywhere).length).toBeLessThan(10_000)
  })
})
