/** Prints how fast the machine is, beside QEMU where that is installed: `npm run bench`. Judges nothing. */
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'
import './build-core.mjs'

const path = fileURLToPath(new URL('../tests/bench/report.ts', import.meta.url))
const { module } = await runnerImport(path, { configFile: false, logLevel: 'error' })
console.log(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}\n`)
console.log(await module.report())
