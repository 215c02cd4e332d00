/** Runs the programs of the page-walk fixtures on the machine and writes the fixtures anew. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { runnerImport } from 'vite'

const root = resolve(import.meta.dirname, '..')
const fixtures = resolve(root, 'tests/fixtures')
const folder = resolve(fixtures, 'page-walk/recorded')

const load = async (path) => (await runnerImport(resolve(root, path))).module
const { SITUATIONS } = await load('tests/fixtures/page-walk/situations.ts')
const { recordWalk } = await load('tests/fixtures/page-walk/record.ts')
const { stringifyWithBigints } = await load('tests/fixtures/bigint-json.ts')

const core = new WebAssembly.Module(await readFile(resolve(root, 'build/core/core.wasm')))
await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
for (const situation of SITUATIONS) {
  const text = stringifyWithBigints(recordWalk(core, situation))
  await writeFile(resolve(folder, `${situation.name}.json`), text)
}
console.log(`${SITUATIONS.length} walks recorded in ${folder}`)
