/** Which argument is the kernel, for the packaged app and for the Electron binary. */
import { expect, it } from 'vitest'
import { kernelPath } from './command-line'

it.each([
  [['electron', '.'], false, undefined],
  [['electron', '--no-sandbox', '.', 'kernel.elf'], false, '/here/kernel.elf'],
  [['electron', '.', '--inspect=0', 'a/b.elf'], false, '/here/a/b.elf'],
  [['ringside'], true, undefined],
  [['ringside', '/there/k.elf'], true, '/there/k.elf'],
])('finds in %j (packaged: %s) the kernel %s', (argv, isPackaged, path) => {
  expect(kernelPath(argv, isPackaged, '/here')).toBe(path)
})
