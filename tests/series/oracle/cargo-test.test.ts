/**
 * A real `cargo test` with Ringside as its runner, and a `cargo run` of a kernel that fails.
 * The toolchain is the one that builds the kernels: Debian's, with its library sources.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const target = 'x86_64-unknown-none'
const TIME_LIMIT = 15 * 60_000

const runner = [process.execPath, join(root, 'scripts/ringside.mjs'), 'run', '--test']

function cargo(command: string, ...args: string[]): SpawnSyncReturns<string> {
  const library = ['-Zbuild-std=core,alloc,compiler_builtins', '-Zbuild-std-features=compiler-builtins-mem'] // prettier-ignore
  const config = `target.${target}.runner=${JSON.stringify(runner)}`
  const result = spawnSync(
    '/usr/bin/cargo',
    [command, '--locked', '--target', target, '--config', config, ...library, ...args],
    {
      cwd: join(root, 'tests/series/kernels/offset'),
      encoding: 'utf8',
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
  if (result.error) throw result.error
  return result
}

describe('cargo with Ringside as its runner', () => {
  // Built apart from the runs, so that the time of a build is not the time of a test.
  beforeAll(() => {
    const { status, stderr } = cargo('test', '--no-run')
    expect(status, stderr).toBe(0)
  }, TIME_LIMIT)

  it('passes the integration tests of a kernel', { timeout: TIME_LIMIT }, () => {
    const { status, stdout, stderr } = cargo('test')
    expect(stdout.match(/\[ok\]/g), stderr).toHaveLength(4)
    expect(stdout).toContain('heap::a_vector_grows...\t[ok]')
    expect(status).toBe(0)
  })

  it('reports a kernel that fails', { timeout: TIME_LIMIT }, () => {
    const { status, stdout } = cargo('run', '--bin', 'panic')
    expect(stdout).toContain('[failed]')
    expect(status).toBe(35)
  })

  it('reads no words for a test harness', { timeout: TIME_LIMIT }, () => {
    const { status, stdout } = cargo('test', '--test', 'heap', '--', '--quiet', 'vector')
    expect(stdout.match(/\[ok\]/g)).toHaveLength(3)
    expect(status).toBe(0)
  })
})
