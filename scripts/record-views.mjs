/**
 * Runs the situations of the small views on the machine and writes their fixtures anew.
 *
 *   node scripts/record-views.mjs TOPIC [NAME…]
 */
import { readFileSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { runnerImport } from 'vite'

const root = resolve(import.meta.dirname, '..')
const [topic, ...names] = process.argv.slice(2)
const folder = resolve(root, `tests/fixtures/${topic}/recorded`)

const load = async (path) => (await runnerImport(resolve(root, path))).module
const { SITUATIONS } = await load(`tests/fixtures/${topic}/situations.ts`)
const { recordView } = await load('tests/fixtures/views/record.ts')
const { stringifyWithBigints } = await load('tests/fixtures/bigint-json.ts')

const images = {
  coreWasm: await readFile(resolve(root, 'build/core/core.wasm')),
  kernel: await readFile(resolve(root, 'kernel/prebuilt/ringside-kernel.elf')),
  series: (name) => readFileSync(resolve(root, `tests/series/recorded/${name}.elf`)),
}
await mkdir(folder, { recursive: true })
for (const situation of SITUATIONS) {
  if (names.length > 0 && !names.includes(situation.name)) continue
  const model = recordView(topic, images, situation)
  const text = stringifyWithBigints(model).replaceAll(`${root}/`, '')
  await writeFile(resolve(folder, `${situation.name}.json`), text)
  console.log(`${situation.name}: ${text.length} bytes`)
}
