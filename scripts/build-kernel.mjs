/**
 * Builds the kernel into `kernel/prebuilt/`, with its symbol table filled in, and its checksum.
 *
 *   node scripts/build-kernel.mjs            build and write the image
 *   node scripts/build-kernel.mjs --check    build elsewhere and compare with the committed image
 *
 * Two toolchains will do: rustup's, when it has the pinned version with the bare-metal target;
 * else the distribution's rustc with its library sources, from which `core` and `alloc` are built
 * too. `--toolchain rustup|system` insists on one. Equal toolchains give equal bytes, in whatever
 * folder; the committed image is the system toolchain's, which is what CI has.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fillSymbolTable } from './kernel-symbols.mjs'

const kernel = resolve(dirname(fileURLToPath(import.meta.url)), '../kernel')
const target = 'x86_64-unknown-none'
const name = 'ringside-kernel'
const committed = join(kernel, 'prebuilt', `${name}.elf`)
const pinned = readFileSync(join(kernel, 'rust-toolchain.toml'), 'utf8').match(
  /channel = "(.+)"/,
)[1]

const flags = process.argv.slice(2)
const wanted = flags.includes('--toolchain') ? flags[flags.indexOf('--toolchain') + 1] : undefined

function output(command, ...args) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

/** Rustup's toolchain, if it is installed; asking must not make rustup download it. */
function rustup() {
  const installed = output('rustup', 'toolchain', 'list') ?? ''
  if (!installed.split('\n').some((line) => line.startsWith(`${pinned}-`))) return undefined
  const targets = output('rustup', 'target', 'list', '--installed', '--toolchain', pinned) ?? ''
  if (!targets.split('\n').includes(target)) return undefined
  const rustc = output('rustup', 'which', 'rustc', '--toolchain', pinned)
  return { cargo: join(dirname(rustc), 'cargo'), rustc, args: [], env: {} }
}

/** The distribution's packages, which bring no library for the target but its sources. */
function system() {
  const [cargo, rustc] = ['/usr/bin/cargo', '/usr/bin/rustc']
  if (!existsSync(cargo) || !output(rustc, '--version')?.startsWith(`rustc ${pinned} `)) {
    return undefined
  }
  const library = join(output(rustc, '--print', 'sysroot'), 'lib/rustlib/src/rust/library')
  const linker = ['ld.lld-22', 'ld.lld'].find((candidate) => output(candidate, '--version'))
  if (!existsSync(library) || !linker) return undefined
  return {
    cargo,
    rustc,
    args: [
      '--config', 'source.crates-io.replace-with="library-vendor"',
      '--config', `source.library-vendor.directory="${join(library, 'vendor')}"`,
      '-Zbuild-std=core,alloc,compiler_builtins',
      '-Zbuild-std-features=compiler-builtins-mem',
    ], // prettier-ignore
    env: {
      // -Zbuild-std is the only thing here that a stable cargo would refuse.
      RUSTC_BOOTSTRAP: '1',
      CARGO_TARGET_X86_64_UNKNOWN_NONE_LINKER: linker,
    },
  }
}

function chooseToolchain() {
  const choices = { rustup, system }
  const found = wanted ? choices[wanted]?.() : (rustup() ?? system())
  if (found) return found
  console.error(
    `No Rust ${pinned} for ${target}. Either install rustup and run\n` +
      `  rustup toolchain install ${pinned} --target ${target}\n` +
      `or, on Debian, the packages rustc-web cargo-web rust-web-src lld-22.`,
  )
  process.exit(1)
}

/** Builds in `folder` and gives the bytes of the finished image. */
function build(folder) {
  const { cargo, rustc, args, env } = chooseToolchain()
  const sysroot = output(rustc, '--print', 'sysroot')
  const remap = [
    [kernel, 'kernel'],
    [folder, 'target'],
    [join(sysroot, 'lib/rustlib/src/rust'), 'rust'],
    ['/usr/src/rustc-' + pinned, 'rust'],
  ].map(([from, to]) => `--remap-path-prefix=${from}=${to}`)
  // RUSTFLAGS would replace what .cargo/config.toml says, so both go in by --config, which adds.
  const remapConfig = `target.${target}.rustflags=${JSON.stringify(remap)}`
  const { status } = spawnSync(
    cargo,
    ['build', '--release', '--locked', '--offline', '--target', target, '--target-dir', folder,
     '--config', remapConfig, ...args], // prettier-ignore
    {
      cwd: kernel,
      stdio: 'inherit',
      env: { ...process.env, ...env, RUSTC: rustc, RUSTFLAGS: undefined },
    },
  )
  if (status !== 0) process.exit(status ?? 1)
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
