/**
 * Builds the program of `program/` in several ways, runs it, and writes what the tests compare with into `recorded/`:
 * the files themselves, what the program printed of its values, its registers and memory at the checkpoint,
 * and what LLVM's tools read from the same files.
 *
 *   node tests/debuginfo/record.mjs
 *
 * Needs Debian's rustc-web, lld-22 and llvm, and Linux on x86-64.
 */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const here = dirname(fileURLToPath(import.meta.url))
const recorded = join(here, 'recorded')
const RUSTC = '/usr/bin/rustc'
const TARGET = 'x86_64-unknown-linux-gnu'

/** The smallest program that has one of each thing, for damaging. */
const smallBuilds = {
  'small-4': ['-Cdwarf-version=4', '-O'],
  'small-5-release': ['-Cdwarf-version=5', '-O'],
  'small-5': [
    '-Cdwarf-version=5',
    '-Coverflow-checks=off',
    '-Clink-arg=--compress-debug-sections=zlib',
  ],
}

/** Ways to be built: all that can differ between a reader's kernels. */
const builds = {
  debug: ['-Cdwarf-version=5', '-Clink-arg=--compress-debug-sections=zlib'],
  release: ['-Cdwarf-version=5', '-O', '-Ccodegen-units=1'],
  'release-4': ['-Cdwarf-version=4', '-O', '-Ccodegen-units=1'],
}

function run(command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { maxBuffer: 1 << 28, ...options })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
  return { stdout, stderr }
}

const write = (name, bytes) => writeFileSync(join(recorded, name), bytes)
const pack = (name, bytes) => write(`${name}.gz`, gzipSync(bytes, { level: 9 }))

/** The compiler's libraries without their own debug information, which is larger than ours. */
function bareSysroot(folder) {
  const from = join(
    run(RUSTC, ['--print', 'sysroot']).stdout.toString().trim(),
    'lib/rustlib',
    TARGET,
    'lib',
  )
  const to = join(folder, 'sysroot/lib/rustlib', TARGET, 'lib')
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) {
    const isWanted = /^lib(core|alloc|compiler_builtins|rustc_std_workspace_\w+)-/.test(name)
    if (!isWanted && !name.endsWith('.rmeta')) continue
    cpSync(join(from, name), join(to, name))
    if (name.endsWith('.rlib')) run('llvm-objcopy', ['--strip-debug', join(to, name)])
  }
  return join(folder, 'sysroot')
}

function build(folder, sysroot, source, name, flags) {
  const image = join(folder, name)
  run(
    RUSTC,
    [source, '-o', image, '-g', '--edition=2024', `--sysroot=${sysroot}`, '-Cpanic=abort',
     '-Crelocation-model=static', '-Clinker=ld.lld-22', '-Clinker-flavor=ld.lld',
     '-Clink-arg=--gc-sections', `--remap-path-prefix=${join(here, 'program')}=/program`,
     ...flags], // prettier-ignore
    { cwd: join(here, 'program') },
  )
  // Neither is read here, and both are large.
  run('llvm-objcopy', ['--remove-section=.debug_names', '--remove-section=.gnu_debuglink', image])
  return image
}

const STRIDE = 97

/** What LLVM says of addresses spread over all code: `address function file:line:column …` a line. */
function symbolize(image) {
  const { stdout } = run('llvm-readelf', ['-S', '--elf-output-style=GNU', image])
  const [, address, , size] = /\.text\s+PROGBITS\s+(\w+)\s+(\w+)\s+(\w+)/.exec(stdout.toString())
  const addresses = []
  for (let at = 0; at < parseInt(size, 16); at += STRIDE) addresses.push(parseInt(address, 16) + at)
  const input = addresses.map((one) => `0x${one.toString(16)}`).join('\n')
  const options = [
    '--inlining',
    '--functions=linkage',
    '--no-demangle',
    '--output-style=JSON',
    '--relativenames',
  ]
  const answer = run('llvm-symbolizer', [`--obj=${image}`, ...options], { input }).stdout.toString()
  return answer
    .trim()
    .split('\n')
    .map((line) => {
      const { Address, Symbol } = JSON.parse(line)
      const frames = Symbol.map(
        (one) => `${one.FunctionName}\t${one.FileName}\t${one.Line}\t${one.Column}`,
      )
      return [Address, ...frames].join('\t')
    })
    .join('\n')
}

const dump = (image, ...options) => run('llvm-dwarfdump', [...options, image]).stdout.toString()

/** How many entries of each tag the file has. */
function countTags(image) {
  const counts = new Map()
  for (const [tag] of dump(image, '--debug-info').matchAll(/DW_TAG_\w+$/gm)) {
    counts.set(tag, (counts.get(tag) ?? 0) + 1)
  }
  return [...counts]
    .sort()
    .map(([tag, count]) => `${tag}\t${count}`)
    .join('\n')
}

/** Every row of the unwind tables: `0x206331: CFA=RSP+16: RIP=[CFA-8]`. */
const unwindRows = (image) =>
  [...dump(image, '--eh-frame').matchAll(/^ {2}(0x\w+: CFA=.*)$/gm)]
    .map(([, row]) => row)
    .join('\n')

const folder = mkdtempSync(join(tmpdir(), 'ringside-debuginfo-'))
try {
  mkdirSync(recorded, { recursive: true })
  const sysroot = bareSysroot(folder)
  for (const [name, flags] of Object.entries(builds)) {
    const image = build(folder, sysroot, 'main.rs', name, flags)
    const { stdout, stderr } = run(image, [])
    pack(`${name}.elf`, readFileSync(image))
    pack(`${name}.checkpoint`, stderr)
    write(`${name}.values.txt`, stdout)
    write(`${name}.tags.txt`, `${countTags(image)}\n`)
    pack(`${name}.frames.txt`, symbolize(image))
    pack(`${name}.unwind.txt`, unwindRows(image))
  }
  for (const [name, flags] of Object.entries(smallBuilds)) {
    pack(`${name}.elf`, readFileSync(build(folder, sysroot, 'small.rs', name, flags)))
  }
} finally {
  rmSync(folder, { recursive: true })
}
