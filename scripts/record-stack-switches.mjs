/** Runs the situations of the stack-switch fixtures on the machine and writes the fixtures anew. */
import { readFileSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { runnerImport } from 'vite'

const root = resolve(import.meta.dirname, '..')
const folder = resolve(root, 'tests/fixtures/stack-switch/recorded')

const load = async (path) => (await runnerImport(resolve(root, path))).module
const { SITUATIONS } = await load('tests/fixtures/stack-switch/situations.ts')
const { recordStacks } = await load('tests/fixtures/stack-switch/record.ts')
const { stringifyWithBigints } = await load('tests/fixtures/bigint-json.ts')

const images = {
  core: new WebAssembly.Module(await readFile(resolve(root, 'build/core/core.wasm'))),
  kernel: await readFile(resolve(root, 'kernel/prebuilt/ringside-kernel.elf')),
  series: (name) => readFileSync(resolve(root, `tests/series/recorded/${name}.elf`)),
}
await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
for (const situation of SITUATIONS) {
  const text = stringifyWithBigints(recordStacks(images, situation))
  await writeFile(resolve(folder, `${situation.name}.json`), text)
}
console.log(`${SITUATIONS.length} situations recorded in ${folder}`)
