/**
 * Runs the situations of the interrupt-path fixtures on the machine and writes the fixtures anew.
 *
 *   node scripts/record-interrupt-paths.mjs [NAME…]
 */
import { readFileSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { runnerImport } from 'vite'

const root = resolve(import.meta.dirname, '..')
const folder = resolve(root, 'tests/fixtures/interrupt-path/recorded')

const load = async (path) => (await runnerImport(resolve(root, path))).module
const { SITUATIONS } = await load('tests/fixtures/interrupt-path/situations.ts')
const { recordPaths } = await load('tests/fixtures/interrupt-path/record.ts')
const { stringifyWithBigints } = await load('tests/fixtures/bigint-json.ts')

const images = {
  core: new WebAssembly.Module(await readFile(resolve(root, 'build/core/core.wasm'))),
  kernel: await readFile(resolve(root, 'kernel/prebuilt/ringside-kernel.elf')),
  series: (name) => readFileSync(resolve(root, `tests/series/recorded/${name}.elf`)),
}
const names = process.argv.slice(2)
await mkdir(folder, { recursive: true })
for (const situation of SITUATIONS) {
  if (names.length > 0 && !names.includes(situation.name)) continue
  const text = stringifyWithBigints(recordPaths(images, situation)).replaceAll(`${root}/`, '')
  await writeFile(resolve(folder, `${situation.name}.json`), text)
  console.log(`${situation.name}: ${text.length} bytes`)
}
