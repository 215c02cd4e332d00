/** Runs the `ringside` command, building the core and the command first where they are missing or stale. */
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const command = `${root}out/cli/ringside.cjs`

const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
const newestIn = (folder) =>
  Math.max(
    0,
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => modified(`${entry.parentPath}/${entry.name}`)),
  )

/** A build says what it has to say on standard error: standard output is the guest's. */
function build(program, ...args) {
  const { status } = spawnSync(process.execPath, [`${root}${program}`, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' },
  })
  if (status !== 0) {
    console.error('ringside: the command could not be built.')
    process.exit(status ?? 1)
  }
}

const sources = [
  'src/cli',
  'src/emulator',
  'src/shared',
  'src/renderer/diagrams',
  'src/renderer/svg',
  'src/renderer/why',
]
const newest = Math.max(
  ...sources.map((folder) => newestIn(root + folder)),
  ...['vite.cli.config.ts', 'package-lock.json'].map((file) => modified(root + file)),
)
if (modified(command) < newest) {
  build('scripts/build-core.mjs')
  build(
    'node_modules/vite/bin/vite.js',
    'build',
    '--config',
    'vite.cli.config.ts',
    '--logLevel',
    'warn',
  )
}

const { status, signal } = spawnSync(process.execPath, [command, ...process.argv.slice(2)], {
  stdio: 'inherit',
})
if (signal) process.kill(process.pid, signal)
process.exit(status ?? 1)
