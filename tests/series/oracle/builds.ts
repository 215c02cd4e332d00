/** Builds the kernels of the series, and says where the builds lie. Without the tools for it there is no passing. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { buildName, type Profile, type SeriesKernel } from '../kernels'

const root = join(import.meta.dirname, '../../..')

export function buildKernels(): void {
  const script = join(root, 'scripts/build-series-kernels.mjs')
  const { status, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`The kernels of the series could not be built.\n${stderr}`)
}

export const pathOf = (
  kernel: SeriesKernel,
  profile: Profile,
  file: 'kernel.elf' | 'bootimage.bin',
): string => join(root, 'build/series', buildName(kernel, profile), file)
