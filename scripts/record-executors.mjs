/**
 * Runs the situations of the executor fixtures on the machine and writes the fixtures anew.
 *
 *   node scripts/record-executors.mjs [NAME…]
 *
 * Our own kernel is the committed one. The others are built where they are missing: by
 * `scripts/build-series-kernels.mjs`, and a crowd of tasks by the same builder from `tests/fixtures/executor/crowd`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { runnerImport } from 'vite'

const root = resolve(import.meta.dirname, '..')
const fixtures = resolve(root, 'tests/fixtures')
const folder = resolve(fixtures, 'executor/recorded')
const builds = resolve(root, 'build/series')
const builder =
  process.env.RINGSIDE_SERIES_BUILDER ?? resolve(root, '../shared/tools/build-series-kernel')

const load = async (path) => (await runnerImport(resolve(root, path))).module
const { SITUATIONS } = await load('tests/fixtures/executor/situations.ts')
const { recordExecutor } = await load('tests/fixtures/executor/record.ts')
const { stringifyWithBigints } = await load('tests/fixtures/bigint-json.ts')

function run(command, args, env = {}) {
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ...env },
  })
  if (status !== 0) process.exit(status ?? 1)
}

function imageOf(name) {
  if (name === 'ringside') return resolve(root, 'kernel/prebuilt/ringside-kernel.elf')
  const image = resolve(builds, name, 'kernel.elf')
  if (existsSync(image)) return image
  if (name.startsWith('crowd-')) {
    const crate = resolve(fixtures, 'executor/crowd')
    run(builder, [crate, resolve(builds, name), '--locked', '--release'], {
      CARGO_TARGET_DIR: resolve(builds, 'target'),
    })
  } else run(process.execPath, [resolve(root, 'scripts/build-series-kernels.mjs')])
  return image
}

const READABLE = 100_000

const core = new WebAssembly.Module(await readFile(resolve(root, 'build/core/core.wasm')))
const names = process.argv.slice(2)
await mkdir(folder, { recursive: true })
for (const situation of SITUATIONS) {
  if (names.length > 0 && !names.includes(situation.name)) continue
  const model = recordExecutor(core, await readFile(imageOf(situation.image)), situation)
  // Where the compiler ran is of no interest. Line breaks are for people; nobody reads a thousand tasks.
  const lines = stringifyWithBigints(model).replaceAll(`${root}/`, '')
  const text = lines.length > READABLE ? lines.replace(/\n */g, '') + '\n' : lines
  await writeFile(resolve(folder, `${situation.name}.json`), text)
  console.log(`${situation.name}: ${text.length} bytes`)
}
