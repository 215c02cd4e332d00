/**
 * Runs the situations of the heap fixtures on the machine and writes the fixtures anew.
 *
 *   node scripts/record-heaps.mjs [NAME…]
 *
 * The kernels are the committed ones: ours, and those of `tests/series/recorded`.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { runnerImport } from 'vite'

const root = resolve(import.meta.dirname, '..')
const folder = resolve(root, 'tests/fixtures/heap/recorded')

const load = async (path) => (await runnerImport(resolve(root, path))).module
const { SITUATIONS } = await load('tests/fixtures/heap/situations.ts')
const { imageUrl } = await load('tests/fixtures/heap/images.ts')
const { recordHeap } = await load('tests/fixtures/heap/record.ts')
const { stringifyWithBigints } = await load('tests/fixtures/bigint-json.ts')

/** Line breaks are for people, and nobody reads columns of numbers. */
const withShortColumns = (text) =>
  text.replace(
    /\[\s+(-?\d+(?:,\s+-?\d+)*)\s+\]/g,
    (_, numbers) => `[${numbers.replace(/\s+/g, ' ')}]`,
  )

const core = new WebAssembly.Module(await readFile(resolve(root, 'build/core/core.wasm')))
const names = process.argv.slice(2)
await mkdir(folder, { recursive: true })
for (const situation of SITUATIONS) {
  if (names.length > 0 && !names.includes(situation.name)) continue
  const { heap } = recordHeap(core, await readFile(imageUrl(situation.image)), situation)
  const text = withShortColumns(stringifyWithBigints(heap)).replaceAll(`${root}/`, '')
  await writeFile(resolve(folder, `${situation.name}.json`), text)
  console.log(`${situation.name}: ${text.length} bytes`)
}
