/** Plays the situations of the timeline's drawings on the machine and writes the fixtures anew. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { runnerImport } from 'vite'
import './build-core.mjs'

const root = resolve(import.meta.dirname, '..')
const folder = resolve(root, 'tests/fixtures/timeline/recorded')

const load = async (path) => (await runnerImport(resolve(root, path))).module
const { TIMELINE_SITUATIONS } = await load('tests/fixtures/timeline/situations.ts')
const { recordTimeline } = await load('tests/fixtures/timeline/record.ts')

const core = new WebAssembly.Module(await readFile(resolve(root, 'build/core/core.wasm')))
const image = await readFile(resolve(root, 'kernel/prebuilt/ringside-kernel.elf'))
await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
for (const situation of TIMELINE_SITUATIONS) {
  const text = `${JSON.stringify(recordTimeline(core, image, situation))}\n`
  await writeFile(resolve(folder, `${situation.name}.json`), text)
}
console.log(`${TIMELINE_SITUATIONS.length} timelines recorded in ${folder}`)
