/**
 * Builds the kernel into `kernel/prebuilt/`, with its symbol table filled in, and its checksum.
 *
 *   node scripts/build-kernel.mjs            build and write the image
 *   node scripts/build-kernel.mjs --check    build elsewhere and compare with the committed image
 *
 * `--toolchain rustup|system` insists on one of the two (see kernel-toolchain.mjs). Equal toolchains
 * give equal bytes, in whatever folder; the committed image is the system toolchain's, which CI has.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fillSymbolTable } from './kernel-symbols.mjs'
import { cargo, chooseToolchain, kernel, output, pinned, target } from './kernel-toolchain.mjs'

const name = 'ringside-kernel'
const committed = join(kernel, 'prebuilt', `${name}.elf`)

const flags = process.argv.slice(2)
const wanted = flags.includes('--toolchain') ? flags[flags.indexOf('--toolchain') + 1] : undefined
/** The committed image is the system toolchain's, so a comparison asks for that one first. */
const order = flags.includes('--check') ? ['system', 'rustup'] : ['rustup', 'system']

/** Builds in `folder` and gives the bytes of the finished image. */
function build(folder) {
  const toolchain = chooseToolchain(wanted ? [wanted] : order)
  const sysroot = output(toolchain.rustc, '--print', 'sysroot')
  const remap = [
    [kernel, 'kernel'],
    [folder, 'target'],
    [join(sysroot, 'lib/rustlib/src/rust'), 'rust'],
    ['/usr/src/rustc-' + pinned, 'rust'],
  ].map(([from, to]) => `--remap-path-prefix=${from}=${to}`)
  // RUSTFLAGS would replace what .cargo/config.toml says, so both go in by --config, which adds.
  const remapConfig = `target.${target}.rustflags=${JSON.stringify(remap)}`
  const status = cargo(toolchain, 'build', ['--target-dir', folder, '--config', remapConfig])
  if (status !== 0) process.exit(status)
  return fillSymbolTable(readFileSync(join(folder, target, 'release', name)))
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
const checksumLine = (bytes) => `${sha256(bytes)}  ${name}.elf\n`

if (flags.includes('--check')) {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-kernel-'))
  const bytes = build(folder)
  rmSync(folder, { recursive: true })
  const problems = []
  if (readFileSync(`${committed}.sha256`, 'utf8') !== checksumLine(readFileSync(committed))) {
    problems.push('The committed checksum is not that of the committed image.')
  }
  if (sha256(bytes) !== sha256(readFileSync(committed))) {
    problems.push(
      'The sources do not give the committed image: run `npm run build:kernel` and commit.',
    )
  }
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exit(1)
  console.log(`The sources give the committed image, ${sha256(bytes)}.`)
} else {
  const bytes = build(join(kernel, 'target'))
  mkdirSync(dirname(committed), { recursive: true })
  writeFileSync(committed, bytes)
  writeFileSync(`${committed}.sha256`, checksumLine(bytes))
  console.log(`${committed}: ${bytes.length} bytes, ${sha256(bytes)}`)
}
