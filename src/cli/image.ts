/** Reads the image file that the command line names, and makes of it what a headless machine needs. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import coreWasm from 'virtual:core-wasm'
import { ImageError, type HeadlessOptions } from '../emulator/host/headless'
import type { RunArguments } from './arguments'

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
}

/** Throws `ImageError` when the file cannot be read. */
export async function headlessOptions(command: RunArguments): Promise<HeadlessOptions> {
  const { image: path, commandLine, memorySize, keys, untilText, maxInstructions } = command
  return {
    coreWasm,
    name: basename(path),
    image: await readInput(path, 'Give the path of an ELF64 kernel.'),
    configuration: { commandLine, memorySize },
    keys,
    maxInstructions,
    ...(untilText !== undefined && { untilText }),
  }
}

/** Throws `ImageError` when the file cannot be read; `cure` says what to give instead. */
export async function readInput(path: string, cure: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new ImageError(`${path} cannot be read: ${REASONS[code ?? ''] ?? message}.`, cure)
  }
}
