/**
 * Prints how fast the machine is, beside QEMU where that is installed, and how it goes back: `npm run bench`. Judges nothing.
 *
 *   npm run bench                runs of up to a billion instants, minutes long
 *   npm run bench -- --short     of up to a hundred million
 *   npm run bench -- --long      of up to ten billion
 *
 * What is measured is bundled first, as the app is: modules that are loaded one by one call each other more slowly.
 */
import { createRequire } from 'node:module'
import { parseArgs } from 'node:util'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { build, runnerImport } from 'vite'

const { values } = parseArgs({ options: { short: { type: 'boolean' }, long: { type: 'boolean' } } })
const length = values.short ? 'short' : values.long ? 'long' : 'usual'

process.chdir(resolve(import.meta.dirname, '..'))
await import('./build-core.mjs')

const BUNDLE = 'report.cjs'
const outDir = resolve('build/bench')
await build({
  configFile: 'vite.cli.config.ts',
  logLevel: 'error',
  build: {
    ssr: 'tests/bench/report.ts',
    outDir,
    rolldownOptions: { output: { format: 'cjs', entryFileNames: BUNDLE } },
  },
})

// What is held is measured when what is not needed any more is gone.
setFlagsFromString('--expose-gc')
globalThis.gc = runInNewContext('gc')

const { report } = createRequire(import.meta.url)(resolve(outDir, BUNDLE))
console.log(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}\n`)
console.log(await report(length))

// Cases find their recordings beside themselves, and so are not bundled.
const scenes = await runnerImport('./tests/bench/scenes.ts', {
  configFile: false,
  logLevel: 'error',
})
console.log(`\n${scenes.module.sceneTable()}`)
