/**
 * Finds the Rust that builds the kernel, and says what it has to be given.
 *
 * Rustup's toolchain of the pinned version will do when it has the bare-metal target; else the
 * distribution's rustc, with whose library sources `core` and `alloc` are built too.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const kernel = resolve(dirname(fileURLToPath(import.meta.url)), '../kernel')
export const target = 'x86_64-unknown-none'
export const pinned = readFileSync(join(kernel, 'rust-toolchain.toml'), 'utf8').match(
  /channel = "(.+)"/,
)[1]

/** What a command prints, or nothing when it fails. */
export function output(command, ...args) {
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
  return { bin: dirname(rustc), rustc, args: [], env: {} }
}

/** The distribution's packages, which bring no library for the target but its sources. */
function system() {
  const bin = '/usr/bin'
  const rustc = join(bin, 'rustc')
  if (
    !existsSync(join(bin, 'cargo')) ||
    !output(rustc, '--version')?.startsWith(`rustc ${pinned} `)
  ) {
    return undefined
  }
  const library = join(output(rustc, '--print', 'sysroot'), 'lib/rustlib/src/rust/library')
  const linker = ['ld.lld-22', 'ld.lld'].find((candidate) => output(candidate, '--version'))
  if (!existsSync(library) || !linker) return undefined
  return {
    bin,
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

/** The first toolchain at hand, in the order of the names: `rustup`, `system`. */
export function chooseToolchain(order) {
  const finders = { rustup, system }
  for (const name of order) {
    const found = finders[name]?.()
    if (found) return found
  }
  console.error(
    `No Rust ${pinned} for ${target}. Either install rustup and run\n` +
      `  rustup toolchain install ${pinned} --target ${target}\n` +
      `or, on Debian, the packages rustc-web cargo-web rust-web-src lld-22.`,
  )
  process.exit(1)
}

/** Runs cargo on the kernel, with the caller's own words behind what the toolchain needs. */
export function cargo(toolchain, subcommand, args) {
  const { bin, rustc, env } = toolchain
  const { status } = spawnSync(
    join(bin, 'cargo'),
    [subcommand, '--release', '--locked', '--offline', ...toolchain.args, ...args],
    {
      cwd: kernel,
      stdio: 'inherit',
      // Cargo looks for its subcommands in PATH.
      env: {
        ...process.env,
        ...env,
        PATH: `${bin}:${process.env.PATH}`,
        RUSTC: rustc,
        RUSTFLAGS: undefined,
      },
    },
  )
  return status ?? 1
}
