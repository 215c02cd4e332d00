/** Compiles the core (AssemblyScript) to build/core/core.wasm, unless it is newer than every source. */
import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const root = fileURLToPath(new URL('../', import.meta.url))
const sources = `${root}src/emulator/core/`
const output = `${root}build/core/core.wasm`

const modified = (path) =>
  stat(path).then(
    (entry) => entry.mtimeMs,
    () => 0,
  )
const newest = Math.max(
  await modified(fileURLToPath(import.meta.url)),
  await modified(`${root}package-lock.json`),
  ...(await Promise.all((await readdir(sources)).map((name) => modified(sources + name)))),
)

/**
 * layout.ts is TypeScript's as well, where an address is a plain number; for the core each one is a u32.
 */
async function readSource(filename, baseDir) {
  const path = join(baseDir, filename)
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null || !filename.endsWith('core/layout.ts')) return text
  return text.replace(/^export const (\w+) = /gm, 'export const $1: u32 = ')
}

if (process.argv.includes('--force') || (await modified(output)) < newest) {
  await mkdir(`${root}build/core`, { recursive: true })
  const { error, stderr } = await asc.main(
    [
      'src/emulator/core/index.ts',
      '--outFile',
      'build/core/core.wasm',
      '--textFile',
      'build/core/core.wat',
      '-O3',
      '--runtime',
      'stub',
      '--noAssert',
      '--importMemory',
      '--memoryBase',
      '1024',
      '--enable',
      'bulk-memory',
      '--exportStart',
      'initialize',
      '--baseDir',
      root,
    ],
    { readFile: readSource },
  )
  const text = stderr.toString()
  if (text) process.stderr.write(text)
  if (error) {
    console.error(`build:core failed: ${error.message}`)
    process.exit(1)
  }
}
