/**
 * The machine at a kernel's first instruction: behind the real bootloader in QEMU, and as Ringside leaves it.
 *
 * What may differ is listed here and nowhere else:
 * - General registers but RSP and RDI, and the status flags: leftovers of the bootloader's compiled code. Here they are zero.
 * - Memory of the firmware and of the bootloader, its own code and stack. Of it the GDT and the frame of return matter.
 *   Where the call of `_start` returns to differs; both places are a jump to itself.
 * - The A bit of the code segment: QEMU 7.2 does not set it on a far return. Processors do, and so does Ringside.
 * - A and D of the bootloader's own identity-mapped pages: which it has used depends on its compiler.
 * - Behind the segments, the kernel's file holds section headers and names. They are not loaded; their size counts.
 * - In `BootInfo`, the padding behind each kind, and the rows behind the count.
 */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { readElf64 } from '../../../src/emulator/boot/elf64'
import { compileCore } from '../../../src/emulator/machine/webassembly'
import { loadMachine } from '../../../src/emulator/host/loaded-machine'
import { KERNELS, PROFILES } from '../kernels'
import { dumpAtEntry, type EntryDump } from '../qemu-entry'
import { coreWasm } from '../ringside-boot'
import { buildKernels, pathOf } from './builds'
import { differences, handoverMemory } from './handover-memory'
import { registersInQemu, registersOf } from './handover-registers'

beforeAll(buildKernels, 30 * 60_000)

describe.each(PROFILES)('the handover to a %s build', (profile) => {
  it.each(KERNELS)('is that of the real bootloader: $binary', async (kernel) => {
    const image = readFileSync(pathOf(kernel, profile, 'kernel.elf'))
    const { entry, segments } = readElf64(image)
    const real: EntryDump = await dumpAtEntry(pathOf(kernel, profile, 'bootimage.bin'), entry)
    const configuration = { commandLine: '', memorySize: real.memory.length }
    const { machine } = loadMachine(compileCore(coreWasm), 'kernel.elf', image, configuration)

    expect(registersOf(machine.processor())).toEqual(registersInQemu(real.registers))
    const ours = handoverMemory(machine.memory.bytes, segments)
    const theirs = handoverMemory(real.memory, segments)
    expect(differences(ours, theirs)).toEqual([])
  })
})
