/** Runs the situations of the idt-dispatch fixtures on the machine and writes the fixtures anew. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { runnerImport } from 'vite'

const root = resolve(import.meta.dirname, '..')
const folder = resolve(root, 'tests/fixtures/idt-dispatch/recorded')

const load = async (path) => (await runnerImport(resolve(root, path))).module
const { SITUATIONS } = await load('tests/fixtures/idt-dispatch/situations.ts')
const { recordDispatch } = await load('tests/fixtures/idt-dispatch/record.ts')
const { stringifyWithBigints } = await load('tests/fixtures/bigint-json.ts')

const images = {
  coreWasm: await readFile(resolve(root, 'build/core/core.wasm')),
  kernel: await readFile(resolve(root, 'kernel/prebuilt/ringside-kernel.elf')),
}
await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
for (const situation of SITUATIONS) {
  const text = stringifyWithBigints(recordDispatch(images, situation))
  await writeFile(resolve(folder, `${situation.name}.json`), text)
}
const tables = resolve(root, 'tests/fixtures/idt-dispatch/tables')
const { TABLE_SITUATIONS, recordTable } = await load('tests/fixtures/idt-dispatch/tables.ts')
const core = new WebAssembly.Module(images.coreWasm)
await mkdir(tables, { recursive: true })
for (const situation of TABLE_SITUATIONS) {
  const { name, series } = situation
  const image = series
    ? await readFile(resolve(root, `tests/series/recorded/${series}.elf`))
    : images.kernel
  const text = stringifyWithBigints(recordTable(core, image, situation))
  await writeFile(resolve(tables, `${name}.json`), text.replace(/\n */g, '') + '\n')
}
console.log(`${SITUATIONS.length} deliveries recorded in ${folder}`)
