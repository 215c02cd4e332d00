/** Runs the programs and kernels of the page-walk fixtures on the machine and writes the fixtures anew. */
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

const { SPACE_SITUATIONS, recordSpace } = await load('tests/fixtures/page-walk/spaces.ts')
const { SOFTWARE_SITUATIONS, recordSoftware } = await load('tests/fixtures/page-walk/software.ts')

const coreWasm = await readFile(resolve(root, 'build/core/core.wasm'))
const core = new WebAssembly.Module(coreWasm)
await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
for (const situation of SITUATIONS) {
  const text = stringifyWithBigints(recordWalk(core, situation))
  await writeFile(resolve(folder, `${situation.name}.json`), text)
}
const kernel = await readFile(resolve(root, 'kernel/prebuilt/ringside-kernel.elf'))

/** Situations of whole runs, of our kernel or of a reader's, into a folder of their own. */
async function recordRuns(name, situations, record) {
  const into = resolve(fixtures, 'page-walk', name)
  await mkdir(into, { recursive: true })
  for (const situation of situations) {
    const image = situation.series
      ? await readFile(resolve(fixtures, `../series/recorded/${situation.series}.elf`))
      : kernel
    const text = stringifyWithBigints(record(coreWasm, image, situation))
    await writeFile(resolve(into, `${situation.name}.json`), text.replace(/\n */g, '') + '\n')
  }
}

await recordRuns('spaces', SPACE_SITUATIONS, recordSpace)
await recordRuns('software', SOFTWARE_SITUATIONS, recordSoftware)
console.log(`${SITUATIONS.length} walks recorded in ${folder}`)
