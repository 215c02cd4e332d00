/**
 * Builds the kernels of tests/series, each as `cargo build` leaves it and as a disk image with the real bootloader.
 *
 *   node scripts/build-series-kernels.mjs             build what is missing or older than its sources
 *   node scripts/build-series-kernels.mjs --record    also run them in QEMU, and write the committed images and texts
 *   node scripts/build-series-kernels.mjs NAME …      the same, with or without --record, for these kernels alone
 *
 * The builder is the program that RINGSIDE_SERIES_BUILDER names, or ../shared/tools/build-series-kernel. It is called
 * as `BUILDER CRATE OUT [options of cargo build]` and leaves OUT/kernel.elf and OUT/bootimage.bin.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { runnerImport } from 'vite'
import { isStale } from './freshness.mjs'

const root = resolve(import.meta.dirname, '..')
const series = join(root, 'tests/series')
const builds = join(root, 'build/series')
const builder =
  process.env.RINGSIDE_SERIES_BUILDER ?? resolve(root, '../shared/tools/build-series-kernel')

if (!existsSync(builder)) {
  console.error(
    `There is no builder at ${builder}: name one with RINGSIDE_SERIES_BUILDER.\n` +
      'It needs rustc 1.96 with its library sources, lld, the LLVM tools and the crate registry.',
  )
  process.exit(1)
}

const load = async (path) => (await runnerImport(join(root, path))).module
const { KERNELS, PROFILES, buildName, isRecorded } = await load('tests/series/kernels.ts')

/** What is committed shall not tell where it was built. */
const TRIM_PATHS = [
  '-Ztrim-paths',
  ...['dev', 'release'].flatMap((profile) => ['--config', `profile.${profile}.trim-paths="all"`]),
]

function run(command, args, options = {}) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 2, 2], ...options })
  if (status !== 0) process.exit(status ?? 1)
}

function build(kernel, profile) {
  const crate = join(series, 'kernels', kernel.crate)
  const folder = join(builds, buildName(kernel, profile))
  const products = ['kernel.elf', 'bootimage.bin'].map((name) => join(folder, name))
  if (!isStale(products, [crate])) return
  const options = ['--bin', kernel.binary, ...(profile === 'release' ? ['--release'] : [])]
  // Two files of tests may build at once: what one of them reads is put there whole.
  const draft = `${folder}.${process.pid}`
  run(builder, [crate, draft, '--locked', ...options, ...TRIM_PATHS], {
    env: { ...process.env, CARGO_TARGET_DIR: join(builds, 'target') },
  })
  mkdirSync(folder, { recursive: true })
  for (const product of products) renameSync(join(draft, basename(product)), product)
  rmSync(draft, { recursive: true })
}

/** Debug information is large: it stays only where the kernel cannot be started without, and there is little of it. */
async function record(kernel, profile) {
  const { runBootImage } = await load('tests/series/qemu-boot.ts')
  const name = buildName(kernel, profile)
  const recorded = join(series, 'recorded')
  const { serial, exitStatus } = await runBootImage(join(builds, name, 'bootimage.bin'), kernel)
  if (exitStatus !== kernel.exitStatus) {
    console.error(`${name} ended with ${exitStatus}, not ${kernel.exitStatus}:\n${serial}`)
    process.exit(1)
  }
  mkdirSync(recorded, { recursive: true })
  const keepsOwn = kernel.crate !== 'offset'
  const strip = keepsOwn ? '--compress-debug-sections' : '--strip-debug'
  const elf = join(recorded, `${name}.elf`)
  run('llvm-objcopy', [strip, join(builds, name, 'kernel.elf'), elf])
  writeFileSync(join(recorded, `${name}.txt`), serial)
  console.log(`${elf}: ${statSync(elf).size} bytes`)
}

const names = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const chosen = KERNELS.filter(({ binary }) => names.length === 0 || names.includes(binary))
for (const profile of PROFILES) for (const kernel of chosen) build(kernel, profile)
if (process.argv.includes('--record')) {
  for (const profile of PROFILES) {
    for (const kernel of chosen) if (isRecorded(kernel, profile)) await record(kernel, profile)
  }
}
