/**
 * A real `cargo test` with Ringside as its runner, and a `cargo run` of a kernel that fails.
 * The toolchain is the one that builds the kernels: Debian's, with its library sources.
 */
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runProgram, type Finished } from './run-program'

const root = join(import.meta.dirname, '../../..')
const target = 'x86_64-unknown-none'
const TIME_LIMIT = 15 * 60_000

const runner = [process.execPath, join(root, 'scripts/ringside.mjs'), 'run', '--test']

function cargo(command: string, ...args: string[]): Promise<Finished> {
  const library = ['-Zbuild-std=core,alloc,compiler_builtins', '-Zbuild-std-features=compiler-builtins-mem'] // prettier-ignore
  const config = `target.${target}.runner=${JSON.stringify(runner)}`
  return runProgram(
    '/usr/bin/cargo',
    [command, '--locked', '--target', target, '--config', config, ...library, ...args],
    {
      cwd: join(root, 'tests/series/kernels/offset'),
      env: {
        ...process.env,
        RUSTC: '/usr/bin/rustc',
        RUSTC_BOOTSTRAP: '1',
        RUSTFLAGS: '-Crelocation-model=static',
        CARGO_TARGET_X86_64_UNKNOWN_NONE_LINKER: 'ld.lld-22',
        CARGO_TARGET_DIR: join(root, 'build/series/target'),
      },
    },
  )
}

describe('cargo with Ringside as its runner', () => {
  // Built apart from the runs, so that the time of a build is not the time of a test.
  beforeAll(async () => {
    const { status, stderr } = await cargo('test', '--no-run')
    expect(status, stderr).toBe(0)
  }, TIME_LIMIT)

  it('passes the integration tests of a kernel', { timeout: TIME_LIMIT }, async () => {
    const { status, stdout, stderr } = await cargo('test')
    expect(stdout.match(/\[ok\]/g), stderr).toHaveLength(4)
    expect(stdout).toContain('heap::a_vector_grows...\t[ok]')
    expect(status).toBe(0)
  })

  it('reports a kernel that fails', { timeout: TIME_LIMIT }, async () => {
    const { status, stdout } = await cargo('run', '--bin', 'panic')
    expect(stdout).toContain('[failed]')
    expect(status).toBe(35)
  })

  it('reads no words for a test harness', { timeout: TIME_LIMIT }, async () => {
    const { status, stdout } = await cargo('test', '--test', 'heap', '--', '--quiet', 'vector')
    expect(stdout.match(/\[ok\]/g)).toHaveLength(3)
    expect(status).toBe(0)
  })
})
