/** Builds the kernels of the series, and says where the builds lie. Without the tools for it there is no passing. */
import { join } from 'node:path'
import { buildName, type Profile, type SeriesKernel } from '../kernels'
import { runProgram } from './run-program'

const root = join(import.meta.dirname, '../../..')

export async function buildKernels(): Promise<void> {
  const script = join(root, 'scripts/build-series-kernels.mjs')
  const { status, stderr } = await runProgram(process.execPath, [script], {})
  if (status !== 0) throw new Error(`The kernels of the series could not be built.\n${stderr}`)
}

export const pathOf = (
  kernel: SeriesKernel,
  profile: Profile,
  file: 'kernel.elf' | 'bootimage.bin',
): string => join(root, 'build/series', buildName(kernel, profile), file)
