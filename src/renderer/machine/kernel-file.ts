/** Reads a kernel image that a person chose or dropped, within bounds. */
import { LARGEST_KERNEL, type Errand, type KernelFile } from '../../shared/app/desktop'

export async function readKernelFile(file: File): Promise<Errand<KernelFile>> {
  const failed = (cause: string): Errand<KernelFile> => ({
    outcome: 'failed',
    cause: `The kernel ${file.name} could not be opened: ${cause}.`,
    cure: 'Choose an ELF64 kernel that you may read.',
  })
  if (file.size === 0) return failed('it is empty')
  if (file.size > LARGEST_KERNEL) return failed(`it has ${file.size} bytes, more than 128 MiB`)
  try {
    const image = new Uint8Array(await file.arrayBuffer())
    return { outcome: 'done', value: { name: file.name, image } }
  } catch {
    return failed('it could not be read')
  }
}
