/** Holds the kernel to rustfmt and clippy; every warning is an error. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { cargo, chooseToolchain, kernel } from './kernel-toolchain.mjs'

const toolchain = chooseToolchain(['rustup', 'system'])

// All files by name: the scenarios are declared through a macro, where rustfmt does not look.
const sourcesIn = (folder) =>
  readdirSync(join(kernel, folder), { recursive: true })
    .filter((file) => file.endsWith('.rs'))
    .map((file) => join(folder, file))
const sources = ['build.rs', ...sourcesIn('src'), ...sourcesIn('one-page')]
const format = spawnSync(
  join(toolchain.bin, 'rustfmt'),
  ['--check', '--config-path', kernel, ...sources],
  { cwd: kernel, stdio: 'inherit' },
)
if (format.error) console.error(`rustfmt did not start: ${format.error.message}`)

const lints = cargo(toolchain, 'clippy', ['--', '-D', 'warnings'])
process.exit(format.status === 0 && lints === 0 ? 0 : 1)
