/**
 * Builds the kernel and its two images of one page into `kernel/prebuilt/`, each with its checksum.
 *
 *   node scripts/build-kernel.mjs            build and write the images
 *   node scripts/build-kernel.mjs --check    build elsewhere and compare with the committed images
 *
 * `--toolchain rustup|system` insists on one of the two (see kernel-toolchain.mjs). Equal toolchains
 * give equal bytes, in whatever folder; the committed images are the system toolchain's, which CI has.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fillSymbolTable } from './kernel-symbols.mjs'
import { cargo, chooseToolchain, kernel, output, pinned, target } from './kernel-toolchain.mjs'

/** The kernel has a table of its own symbols to be filled in; the others are too small to need one. */
const IMAGES = [
  { name: 'ringside-kernel', finish: fillSymbolTable },
  { name: 'freestanding', finish: (bytes) => bytes },
  { name: 'entry-returns', finish: (bytes) => bytes },
]
const committed = (name) => join(kernel, 'prebuilt', `${name}.elf`)

const flags = process.argv.slice(2)
const wanted = flags.includes('--toolchain') ? flags[flags.indexOf('--toolchain') + 1] : undefined
/** The committed images are the system toolchain's, so a comparison asks for that one first. */
const order = flags.includes('--check') ? ['system', 'rustup'] : ['rustup', 'system']

/** Builds in `folder` and gives the names and bytes of the finished images. */
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
  return IMAGES.map(({ name, finish }) => ({
    name,
    bytes: finish(readFileSync(join(folder, target, 'release', name))),
  }))
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')
const checksumLine = (name, bytes) => `${sha256(bytes)}  ${name}.elf\n`

/** What is wrong with a committed image; nothing when it is what the sources give. */
function problemsOf({ name, bytes }) {
  const path = committed(name)
  const problems = []
  if (readFileSync(`${path}.sha256`, 'utf8') !== checksumLine(name, readFileSync(path))) {
    problems.push(`${name}: the committed checksum is not that of the committed image.`)
  }
  if (sha256(bytes) !== sha256(readFileSync(path))) {
    problems.push(
      `${name}: the sources do not give the committed image: run \`npm run build:kernel\` and commit.`,
    )
  }
  return problems
}

if (flags.includes('--check')) {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-kernel-'))
  const images = build(folder)
  rmSync(folder, { recursive: true })
  const problems = images.flatMap(problemsOf)
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exit(1)
  for (const { name, bytes } of images) {
    console.log(`The sources give the committed ${name}, ${sha256(bytes)}.`)
  }
} else {
  for (const { name, bytes } of build(join(kernel, 'target'))) {
    const path = committed(name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
    writeFileSync(`${path}.sha256`, checksumLine(name, bytes))
    console.log(`${path}: ${bytes.length} bytes, ${sha256(bytes)}`)
  }
}
