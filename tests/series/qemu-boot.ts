/** Boots a disk image in QEMU, types what is to be typed, and collects the serial text. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectMonitor } from '../boot/qemu-monitor'
import type { SeriesKernel } from './kernels'

export interface SeriesRun {
  readonly serial: string
  /** Null when the machine was reset, as a triple fault does. */
  readonly exitStatus: number | null
}

/** With `-no-reboot`; the exit device gives odd numbers only. */
const QEMU_ENDED_AT_RESET = 0

const TIME_LIMIT_MILLISECONDS = 60_000

export async function runBootImage(
  bootImage: string,
  { input }: Pick<SeriesKernel, 'input'>,
): Promise<SeriesRun> {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-series-'))
  const socket = join(folder, 'monitor')
  const qemu = spawn('qemu-system-x86_64', [
    ...['-m', '128', '-drive', `format=raw,file=${bootImage},snapshot=on`],
    ...['-serial', 'stdio', '-display', 'none', '-no-reboot'],
    ...['-device', 'isa-debug-exit,iobase=0xf4,iosize=0x04'],
    ...['-qmp', `unix:${socket},server=on,wait=off`],
  ])
  let serial = ''
  let complaints = ''
  qemu.stdout.on('data', (bytes: Buffer) => (serial += bytes.toString('latin1')))
  qemu.stderr.on('data', (bytes: Buffer) => (complaints += bytes.toString()))
  const deadline = Date.now() + TIME_LIMIT_MILLISECONDS
  const hasEnded = () => qemu.exitCode !== null || qemu.signalCode !== null

  async function until(what: string, isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      if (Date.now() > deadline || (hasEnded() && what !== 'end')) {
        throw new Error(`QEMU: no ${what}.\n${complaints}Serial text:\n${serial}`)
      }
      await sleep(25)
    }
  }

  try {
    if (input) {
      await until(JSON.stringify(input.after), () => serial.includes(input.after))
      const monitor = await connectMonitor(socket)
      await monitor?.type(input.keys)
      monitor?.close()
    }
    await until('end', hasEnded)
    return { serial, exitStatus: qemu.exitCode === QEMU_ENDED_AT_RESET ? null : qemu.exitCode }
  } finally {
    qemu.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
}
