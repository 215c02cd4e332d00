/** The model of calls: whole when the machine stands, its innermost function alone while it runs; stacks by their names. */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { compileCore } from '../machine/webassembly'
import { backtraceModel } from './debug-backtrace'
import { loadMachine, type LoadedMachine } from './loaded-machine'

const file = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url))
const core = compileCore(file('build/core/core.wasm'))

function machineIn(scenario: string, symbol: string): LoadedMachine {
  const commandLine = `scenario=${scenario}`
  const image = file('kernel/prebuilt/ringside-kernel.elf')
  const loaded = loadMachine(core, 'kernel', image, { commandLine, memorySize: 16 << 20 })
  const address = loaded.debugInfo.symbols.byName(symbol)?.address
  const { machine } = loaded
  while (machine.processor().rip !== address) {
    if (machine.step(1).reason !== 'budget') throw new Error(`${symbol} was not reached`)
  }
  return loaded
}

describe('the model of calls', () => {
  let overflown: LoadedMachine
  beforeAll(() => {
    overflown = machineIn('stack-overflow', 'ringside_kernel::interrupts::dispatch::dispatch')
  })

  it('marks where another stack begins, and names both', () => {
    const { frames } = backtraceModel(overflown, false, 0)
    const at = frames.findIndex(({ isOnOtherStack }) => isOnOtherStack)
    expect(frames[at]?.origin).toBe('interrupt-frame')
    expect(frames.filter(({ isOnOtherStack }) => isOnOtherStack)).toHaveLength(1)
    expect(frames[at - 1]?.stack).toMatch(/ist|double/i)
    expect(frames[at]?.stack).toBe('stack')
  })

  it('has the innermost function alone while the machine runs', () => {
    const { frames, isComplete } = backtraceModel(overflown, true, 0)
    expect(isComplete).toBe(false)
    expect(new Set(frames.map(({ activation }) => activation))).toEqual(new Set([0]))
    expect(frames.at(-1)?.function).toMatch(/dispatch/)
  })

  it('selects no frame that is not there', () => {
    const { frames, selected } = backtraceModel(overflown, false, 5_000)
    expect(selected).toBe(frames.length - 1)
  })

  it('follows no stack outside of 64-bit mode', () => {
    const image = file('kernel/prebuilt/ringside-kernel.elf')
    const loaded = loadMachine(core, 'kernel', image, { commandLine: '', memorySize: 16 << 20 })
    const { frames } = backtraceModel(loaded, false, 0)
    expect(frames).toHaveLength(1)
    expect(frames[0]?.origin).toBe('registers')
  })
})
