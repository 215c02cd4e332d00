/**
 * A Vite plugin that turns files into modules holding their bytes: `virtual:core-wasm` and
 * `virtual:kernel-image`, and the kernel's sources into `virtual:kernel-sources`. One bundle then runs in a worker thread, a Web Worker and plain Node,
 * where neither `fs` nor `fetch` is at hand everywhere.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Plugin } from 'vite'

const FILES: Readonly<Record<string, { path: string; madeBy: string }>> = {
  'virtual:core-wasm': { path: 'build/core/core.wasm', madeBy: 'npm run build:core' },
  'virtual:kernel-image': {
    path: 'kernel/prebuilt/ringside-kernel.elf',
    madeBy: 'npm run build:kernel',
  },
}

function readBytes(path: string, madeBy: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    throw new Error(`${path} is missing; \`${madeBy}\` makes it.`)
  }
}

const SOURCES = 'virtual:kernel-sources'

/** By their paths from the crate's folder, as its debug information has them. */
export function readKernelSources(root: string): Readonly<Record<string, string>> {
  const crate = resolve(root, 'kernel')
  const paths = readdirSync(resolve(crate, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.rs$/.test(path))
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .sort()
  return Object.fromEntries(paths.map((path) => [path, readFileSync(resolve(crate, path), 'utf8')]))
}

export function embedBytes(root: string): Plugin {
  return {
    name: 'ringside:embed-bytes',
    resolveId: (id) => (id in FILES || id === SOURCES ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${SOURCES}`) {
        const texts = readKernelSources(root)
        for (const path in texts) this.addWatchFile(resolve(root, 'kernel', path))
        return `export default ${JSON.stringify(texts)}`
      }
      const file = FILES[id.slice(1)]
      if (!id.startsWith('\0') || file === undefined) return undefined
      const path = resolve(root, file.path)
      this.addWatchFile(path)
      const base64 = readBytes(path, file.madeBy).toString('base64')
      return `export default Uint8Array.from(atob('${base64}'), (c) => c.charCodeAt(0))`
    },
  }
}
