/** Kernels that never rest, for runs of billions of instants: what boots, and what is typed all along. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { LoggedInput } from '../../src/emulator/machine/input-log'
import { createMachine } from '../../src/emulator/machine/machine'
import type { Machine } from '../../src/emulator/machine/machine-api'
import { compileCore } from '../../src/emulator/machine/webassembly'
import { loadMachine, type LoadedMachine } from '../../src/emulator/host/loaded-machine'
import { typeText } from '../../src/shared/scan-codes'
import { instant } from '../../src/shared/units'

export interface BusyKernel {
  /** What it does, as a row of a table says it. */
  readonly name: string
  readonly commandLine: string
  /** Typed again and again. */
  readonly typed: string
}

/** The shell and its tasks are polled without rest: probes at every poll, timer and keyboard interrupts, blocks of the heap. */
export const POLLING: BusyKernel = {
  name: 'polls its tasks without rest',
  commandLine: 'exec=simple',
  typed: 'alloc 100\nfree 1\nspawn number\n',
}

/** One task computes and never awaits; timer and keyboard interrupt it. */
export const COMPUTING: BusyKernel = {
  name: 'computes in one task',
  commandLine: 'scenario=hog-task',
  typed: 'a',
}

const KEYS_EVERY = 10_000_000
const MEMORY_SIZE = 64 << 20
const IMAGE = 'kernel/prebuilt/ringside-kernel.elf'

/** By its path from the root of the project, where the bench runs. */
const file = (path: string) => new Uint8Array(readFileSync(resolve(path)))

function inputsOf({ typed }: BusyKernel, length: number): readonly LoggedInput[] {
  const input = { type: 'keys', scanCodes: typeText(typed) } as const
  const count = Math.floor(length / KEYS_EVERY)
  return Array.from({ length: count }, (_, index) => ({
    instant: instant((index + 0.5) * KEYS_EVERY),
    input,
  }))
}

/** The bare machine, with all inputs ahead. */
export const busyMachine = (kernel: BusyKernel, length: number): Machine =>
  createMachine(compileCore(file('build/core/core.wasm')), {
    image: file(IMAGE),
    commandLine: kernel.commandLine,
    memorySize: MEMORY_SIZE,
    inputs: inputsOf(kernel, length),
  })

/** The same with all that follows it in the app. */
export function busySession(kernel: BusyKernel, length: number): LoadedMachine {
  const start = instant(0)
  const branch = { id: 0, forkedAt: start, end: start, inputs: inputsOf(kernel, length) }
  return loadMachine(
    compileCore(file('build/core/core.wasm')),
    IMAGE,
    file(IMAGE),
    { commandLine: kernel.commandLine, memorySize: MEMORY_SIZE },
    { branches: [branch], present: 0 },
  )
}
