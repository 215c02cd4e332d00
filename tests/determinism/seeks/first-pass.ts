/** Runs forward from boot, without looking back, and takes the state's hash on the way. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { readElf64 } from '../../../src/emulator/boot/elf64'
import { readBootInfoFields } from '../../../src/emulator/host/boot-info-fields'
import { createMachine } from '../../../src/emulator/machine/machine'
import type { Machine } from '../../../src/emulator/machine/machine-api'
import { compileCore } from '../../../src/emulator/machine/webassembly'
import { imageOf, type SeekRun } from './runs'

const core = compileCore(readFileSync(resolve(__dirname, '../../../build/core/core.wasm')))

/** At the beginning of the run, with all inputs ahead. */
export function machineOf(run: SeekRun): Machine {
  const image = imageOf(run)
  const bootInfo = readBootInfoFields(readElf64(image))
  const { commandLine, memorySize, inputs } = run
  const options = { image, commandLine, memorySize, inputs, ...(bootInfo && { bootInfo }) }
  return createMachine(core, options)
}

/** The hash at each of these instants, which ascend. */
export function firstPass(run: SeekRun, instants: readonly number[]): ReadonlyMap<number, string> {
  const machine = machineOf(run)
  return new Map(
    instants.map((at) => {
      const stop = machine.run(at - machine.instant())
      if (stop.reason !== 'budget' || machine.instant() !== at)
        throw new Error(`${run.name} ended at ${machine.instant()}: ${stop.reason}`)
      return [at, machine.stateHash()]
    }),
  )
}
