/**
 * The kernels of the series in Ringside, as they were built once, against what they printed behind the real bootloader.
 * The builds and texts are written by `node scripts/build-series-kernels.mjs --record`.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { buildName, isRecorded, KERNELS, PROFILES } from './kernels'
import { runElf } from './ringside-boot'

const recorded = (name: string) => readFileSync(new URL(`recorded/${name}`, import.meta.url))

describe.each(PROFILES)('a kernel of the series, as a %s build,', (profile) => {
  it.each(KERNELS.filter((kernel) => isRecorded(kernel, profile)))(
    'prints in Ringside what it printed in QEMU: $binary',
    (kernel) => {
      const name = buildName(kernel, profile)
      expect(runElf(recorded(`${name}.elf`), kernel)).toEqual({
        serial: recorded(`${name}.txt`).toString('latin1'),
        exitStatus: kernel.exitStatus,
      })
    },
  )
})
