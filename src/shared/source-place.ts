/** A place of the source in few letters. */
import type { SourceLocation } from './models/debug'

const baseName = (path: string) => path.split(/[\\/]/).at(-1) ?? path

/** `vga_buffer.rs:65`; of a `mod.rs` its folder says which. */
export function shortPlace({ file, line }: SourceLocation): string {
  const name = baseName(file)
  const isNamedByFolder = name === 'mod.rs' || name === 'lib.rs' || name === 'main.rs'
  const short = isNamedByFolder ? file.split(/[\\/]/).slice(-2).join('/') : name
  return `${short}:${line}`
}
