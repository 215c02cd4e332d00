/** A kernel as a compiler leaves it after a change: the one of the repository with another line at its start. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

export const KERNEL = resolve(__dirname, '../../kernel/prebuilt/ringside-kernel.elf')

const LINE = 'Ringside kernel 0.1.0'

/** The kernel that greets with that line, which is as long as its own. */
export function kernelThatSays(line: string): Buffer {
  const image = readFileSync(KERNEL)
  const at = image.indexOf(LINE)
  if (at < 0 || line.length !== LINE.length) throw new Error(`There is no room for ${line}.`)
  image.write(line, at)
  return image
}

export const OLD_LINE = LINE
export const NEW_LINE = 'Ringside kernel 0.2.0'
