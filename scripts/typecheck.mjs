/** Type-checks every part of the project against what that part may know; says which parts passed. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const compiler = (name) => fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url))
const tsc = compiler('typescript/bin/tsc')
const vueTsc = compiler('vue-tsc/bin/vue-tsc.js')

const parts = [
  {
    configuration: 'tsconfig.emulator.json',
    program: tsc,
    what: 'shared and emulator, with no host types',
  },
  { configuration: 'tsconfig.diagrams.json', program: tsc, what: 'diagrams, with no host types' },
  {
    configuration: 'tsconfig.web.json',
    program: vueTsc,
    what: 'renderer, preload and web worker, with the DOM',
  },
  {
    configuration: 'tsconfig.node.json',
    program: tsc,
    what: 'main, command line, node worker and build, with Node',
  },
  { configuration: 'tsconfig.tests.json', program: vueTsc, what: 'tests' },
]

let failed = 0
for (const { configuration, program, what } of parts) {
  // What was checked before and did not change is not checked again.
  const known = `build/typecheck/${configuration}.tsbuildinfo`
  const { status } = spawnSync(
    process.execPath,
    [program, '-p', configuration, '--incremental', '--tsBuildInfoFile', known],
    { cwd: root, stdio: 'inherit' },
  )
  console.log(`${status === 0 ? 'passed' : 'FAILED'}  ${configuration}: ${what}`)
  if (status !== 0) failed++
}
process.exit(failed === 0 ? 0 : 1)
