/**
 * Measures how fast debug information opens, and asks a million damaged images everything.
 *
 *   node tests/debuginfo/measure.mjs open ELF                 times for a file of your own: the larger the better
 *   node tests/debuginfo/measure.mjs damage [COUNT [SEED]]    variants of the small programs; tells what is thrown
 */
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const path = fileURLToPath(new URL('measure.ts', import.meta.url))
const { module } = await runnerImport(path, { configFile: false, logLevel: 'error' })
const [what, argument, seed] = process.argv.slice(2)
if (what === 'open' && argument) module.measureOpening(argument)
else if (what === 'damage')
  module.measureDamage(Number(argument ?? 1_000_000), seed && Number(seed))
else console.error('measure.mjs open ELF | measure.mjs damage [COUNT [SEED]]')
