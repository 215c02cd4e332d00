/** Runs the measuring programs on QEMU's translator (TCG), where QEMU is installed. */
import { spawn, spawnSync } from 'node:child_process'
import { createMarkReader, type Measurement } from './marks'

const PROGRAM = 'qemu-system-x86_64'
/** From the root of the project, where the bench runs. */
const IMAGE = 'tests/bench/kernels/kernels.elf'

export function qemuVersion(): string | undefined {
  const { status, stdout } = spawnSync(PROGRAM, ['--version'], { encoding: 'utf8' })
  return status === 0 ? /version ([\d.]+)/.exec(stdout)?.[1] : undefined
}

/** Times are taken as the bytes arrive here: good to a fraction of a millisecond. */
export function measureProgramsInQemu(): Promise<Measurement[]> {
  const arguments_ = [
    '-accel',
    'tcg',
    '-m',
    '64',
    '-kernel',
    IMAGE,
    '-display',
    'none',
    '-monitor',
    'none',
    '-serial',
    'null',
  ]
  arguments_.push('-debugcon', 'stdio', '-device', 'isa-debug-exit,iobase=0xf4,iosize=0x04')
  return new Promise((resolve, reject) => {
    const marks = createMarkReader()
    const child = spawn(PROGRAM, arguments_, {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: 120_000,
    })
    child.stdout.on('data', (bytes: Buffer) => {
      const seconds = performance.now() / 1000
      for (const byte of bytes) marks.take(byte, { seconds, busySeconds: 0, instant: 0 })
    })
    child.on('error', reject)
    child.on('close', () => {
      try {
        resolve(marks.measurements())
      } catch (error) {
        reject(error as Error)
      }
    })
  })
}
