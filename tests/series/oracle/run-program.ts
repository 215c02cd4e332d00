/** Runs a program that may take minutes to its end, without keeping the test runner from its own work meanwhile. */
import { spawn, type SpawnOptionsWithoutStdio } from 'node:child_process'
import { once } from 'node:events'

export interface Finished {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Rejects when there is no such program. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: SpawnOptionsWithoutStdio,
): Promise<Finished> {
  const child = spawn(program, args, options)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()))
  child.stdin.end()
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, stdout, stderr }
}
