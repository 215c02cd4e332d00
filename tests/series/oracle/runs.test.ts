/** Every kernel of the series, built here, behind the real bootloader in QEMU and as an ELF file in Ringside. */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { KERNELS, PROFILES } from '../kernels'
import { runBootImage } from '../qemu-boot'
import { runElf } from '../ringside-boot'
import { buildKernels, pathOf } from './builds'

beforeAll(buildKernels, 30 * 60_000)

describe.each(PROFILES)('a kernel of the series, as a %s build,', (profile) => {
  it.each(KERNELS)('prints the same and ends alike in both: $binary', async (kernel) => {
    const real = await runBootImage(pathOf(kernel, profile, 'bootimage.bin'), kernel)
    expect(real.exitStatus).toBe(kernel.exitStatus)
    expect(runElf(readFileSync(pathOf(kernel, profile, 'kernel.elf')), kernel)).toEqual(real)
  })
})
