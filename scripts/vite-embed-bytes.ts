/**
 * A Vite plugin that turns files into modules holding their bytes: `virtual:core-wasm` and
 * `virtual:kernel-image`. One bundle then runs in a worker thread, a Web Worker and plain Node,
 * where neither `fs` nor `fetch` is at hand everywhere.
 */
import { readFileSync } from 'node:fs'
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

export function embedBytes(root: string): Plugin {
  return {
    name: 'ringside:embed-bytes',
    resolveId: (id) => (id in FILES ? `\0${id}` : undefined),
    load(id) {
      const file = FILES[id.slice(1)]
      if (!id.startsWith('\0') || file === undefined) return undefined
      const path = resolve(root, file.path)
      this.addWatchFile(path)
      const base64 = readBytes(path, file.madeBy).toString('base64')
      return `export default Uint8Array.from(atob('${base64}'), (c) => c.charCodeAt(0))`
    },
  }
}
