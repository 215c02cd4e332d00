/** Finds the kernel in the app's command line: the first argument that is not an option or the app. */
import { resolve } from 'node:path'

/**
 * A packaged app is called `ringside [KERNEL]`, the Electron binary `electron APP [KERNEL]`.
 * Chromium's own switches begin with a dash, so a path that does is written `./-kernel`.
 */
export function kernelPath(
  argv: readonly string[],
  isPackaged: boolean,
  workingDirectory: string,
): string | undefined {
  const plain = argv.slice(1).filter((argument) => !argument.startsWith('-'))
  const path = plain[isPackaged ? 0 : 1]
  return path === undefined ? undefined : resolve(workingDirectory, path)
}
