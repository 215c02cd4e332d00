/** Runs a kernel's ELF file in Ringside, as the command line does, and collects the serial text. */
import { readFileSync } from 'node:fs'
import { createHeadlessMachine } from '../../src/emulator/host/headless'
import type { SeriesKernel } from './kernels'
import type { SeriesRun } from './qemu-boot'

export const coreWasm = readFileSync(new URL('../../build/core/core.wasm', import.meta.url))

const INSTRUCTION_LIMIT = 2_000_000_000

export function runElf(image: Uint8Array, { input }: Pick<SeriesKernel, 'input'>): SeriesRun {
  const serial: number[] = []
  const machine = createHeadlessMachine({
    coreWasm,
    name: 'kernel.elf',
    image,
    configuration: { commandLine: '', memorySize: 128 * 2 ** 20 },
    keys: input?.keys ?? '',
    maxInstructions: INSTRUCTION_LIMIT,
    onSerial: (byte) => void serial.push(byte),
  })
  let ending
  do ending = machine.advance()
  while (!ending)
  return {
    serial: Buffer.from(serial).toString('latin1'),
    exitStatus: ending.reason === 'exit' ? ending.exitStatus : null,
  }
}
