/** Reads a kernel image from disk for the page, within bounds. */
import { promises as fs } from 'node:fs'
import { basename } from 'node:path'
import { LARGEST_KERNEL, type Errand, type KernelFile } from '../shared/app/desktop'
import { describeFileError } from './file-error'

const failed = (name: string, cause: string, cure: string): Errand<KernelFile> => ({
  outcome: 'failed',
  cause: `The kernel ${name} could not be opened: ${cause}.`,
  cure,
})

export async function readKernelFile(path: string): Promise<Errand<KernelFile>> {
  const name = basename(path)
  const cure = 'Choose an ELF64 kernel that you may read.'
  try {
    const file = await fs.open(path, 'r')
    try {
      const { size } = await file.stat()
      if (size === 0) return failed(name, 'it is empty', cure)
      if (size > LARGEST_KERNEL)
        return failed(name, `it has ${size} bytes, more than 128 MiB`, cure)
      return { outcome: 'done', value: { name, image: new Uint8Array(await file.readFile()) } }
    } finally {
      await file.close()
    }
  } catch (error) {
    return failed(name, describeFileError(error), cure)
  }
}
