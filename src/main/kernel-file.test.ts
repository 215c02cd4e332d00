/** Opening a kernel: bytes, or a sentence that says why not. */
import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { LARGEST_KERNEL } from '../shared/app/desktop'
import { readKernelFile } from './kernel-file'

const folder = () => mkdtempSync(join(tmpdir(), 'ringside-kernel-'))

it('reads the bytes and keeps only the name of the path', async () => {
  const path = join(folder(), 'kernel.elf')
  writeFileSync(path, Buffer.from([0x7f, 0x45, 0x4c, 0x46]))
  const errand = await readKernelFile(path)
  expect(errand).toEqual({
    outcome: 'done',
    value: { name: 'kernel.elf', image: new Uint8Array([0x7f, 0x45, 0x4c, 0x46]) },
  })
})

it('says that a missing file is missing', async () => {
  expect(await readKernelFile(join(folder(), 'none.elf'))).toMatchObject({
    outcome: 'failed',
    cause: 'The kernel none.elf could not be opened: there is no such file or folder.',
  })
})

it('says that a folder is a folder', async () => {
  expect(await readKernelFile(folder())).toMatchObject({
    outcome: 'failed',
    cause: expect.stringContaining('it is a folder'),
  })
})

it('refuses an empty file and one that no guest could hold, without reading it', async () => {
  const path = join(folder(), 'kernel.elf')
  writeFileSync(path, '')
  expect(await readKernelFile(path)).toMatchObject({ cause: expect.stringContaining('empty') })
  truncateSync(path, LARGEST_KERNEL + 1)
  expect(await readKernelFile(path)).toMatchObject({ cause: expect.stringContaining('128 MiB') })
})
