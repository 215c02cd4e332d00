/**
 * Runs the kernel in QEMU, the reference machine: types what is to be typed, collects the serial
 * text, and reads the final state off the registers.
 *
 * Knows nothing of Ringside's own machine; the two meet in the expected lines of a scenario.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Monitor, connectMonitor } from './qemu-monitor'
import type { FinalState, InputStep } from './scenarios'

export interface QemuRun {
  readonly image: string
  readonly commandLine?: string
  /** In MiB. */
  readonly memory?: number
  readonly input?: readonly InputStep[]
  /** The run is looked at once the serial text, input included, contains this. */
  readonly untilText?: string
  /** Of an image that never prints, where it is to arrive: first and last address. */
  readonly untilIn?: readonly [bigint, bigint]
  readonly timeoutMilliseconds?: number
}

export interface QemuResult {
  readonly serial: string
  /** Of the QEMU process: 2v + 1 after a write of v to port 0xF4, null while the guest lives. */
  readonly exitStatus: number | null
  readonly finalState: FinalState
  /** The 25 rows of the text screen, without trailing spaces. */
  readonly screen: readonly string[]
  /** CR2, of a guest that is still there. */
  readonly cr2: bigint | undefined
}

const PROMPT = 'ring0> '
const SAMPLE_MILLISECONDS = 25
/** Between the text that somebody waits for and the first key, as in Ringside: what has printed it gets ready meanwhile. */
const HESITATION_MILLISECONDS = 100
/** How often in a row a state has to be seen, with no new text, before it counts as final. */
const SAMPLES_ALIKE = 8
/** A processor that is awake with IF = 0 may only be slow. */
const SAMPLES_AWAKE = 40

export async function runInQemu(run: QemuRun): Promise<QemuResult> {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-qemu-'))
  const socket = join(folder, 'monitor')
  const deadline = Date.now() + (run.timeoutMilliseconds ?? 20_000)
  const qemu = spawn(
    'qemu-system-x86_64',
    [
      ['-m', String(run.memory ?? 128)],
      ['-kernel', run.image],
      ['-append', run.commandLine ?? ''],
      ['-serial', 'stdio', '-display', 'none', '-no-reboot', '-no-shutdown'],
      ['-device', 'isa-debug-exit,iobase=0xf4,iosize=0x04'],
      ['-qmp', `unix:${socket},server=on,wait=off`],
    ].flat(),
    { stdio: ['pipe', 'pipe', 'pipe'] },
  )
  try {
    return await observe(qemu, socket, run, deadline)
  } finally {
    qemu.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
}

async function observe(
  qemu: ChildProcess,
  socket: string,
  run: QemuRun,
  deadline: number,
): Promise<QemuResult> {
  let serial = ''
  let complaints = ''
  let failure: Error | undefined
  qemu.stdout?.on('data', (bytes: Buffer) => (serial += bytes.toString('latin1')))
  qemu.stderr?.on('data', (bytes: Buffer) => (complaints += bytes.toString()))
  qemu.on('error', (error) => (failure = error))
  // A guest that ends the machine does not read what was still typed.
  qemu.stdin?.on('error', () => undefined)
  const hasExited = () => qemu.exitCode !== null || qemu.signalCode !== null

  async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await isTrue())) {
      if (failure) throw new Error(`QEMU did not start: ${failure.message}`)
      if (Date.now() > deadline) {
        throw new Error(`QEMU: no ${what} in time.\n${complaints}Serial text:\n${serial}`)
      }
      await sleep(SAMPLE_MILLISECONDS)
    }
  }

  let monitor: Monitor | undefined
  await until('monitor', async () => {
    monitor = hasExited() ? undefined : await connectMonitor(socket)
    return monitor !== undefined || hasExited()
  })

  let consumed = 0
  for (const step of run.input ?? []) {
    await until(JSON.stringify(step.after), () => serial.includes(step.after, consumed))
    consumed = serial.indexOf(step.after, consumed) + step.after.length
    await sleep(HESITATION_MILLISECONDS)
    if (step.serial !== undefined) qemu.stdin?.write(step.serial)
    if (step.keyboard !== undefined) await monitor?.type(step.keyboard)
  }
  const text = run.untilText
  if (text !== undefined) await until(JSON.stringify(text), () => serial.includes(text, consumed))
  const { untilIn } = run
  if (untilIn) {
    await until('arrival', async () => {
      const rip = (await monitor?.instructionPointer()) ?? -1n
      return untilIn[0] <= rip && rip <= untilIn[1]
    })
  }

  let state: FinalState = 'runs'
  let seen = ''
  let printed = 0
  let alike = 0
  await until('final state', async () => {
    state = hasExited() ? 'exit' : ((await monitor?.finalState()) ?? 'exit')
    if (state === 'idle' && serial.endsWith(PROMPT)) state = 'shell'
    if (state === 'spin' && serial.length > printed) state = 'runs'
    printed = serial.length
    // With a text to wait for, the run may go on printing for ever: only its state must last.
    const isEndless = text !== undefined
    const now = isEndless ? state : state + serial
    alike = now === seen ? alike + 1 : 0
    seen = now
    if (state === 'exit') return hasExited()
    if (state === 'runs' && !isEndless) return false
    return (
      (serial !== '' || untilIn !== undefined) &&
      alike >= (state === 'spin' ? SAMPLES_AWAKE : SAMPLES_ALIKE)
    )
  })
  // Widened again: the compiler does not see the assignments inside the callback.
  const finalState = state as FinalState
  const screen = finalState === 'exit' ? [] : ((await monitor?.screen()) ?? [])
  const cr2 = finalState === 'exit' ? undefined : await monitor?.pageFaultAddress()
  monitor?.close()
  return { serial, exitStatus: qemu.exitCode, finalState, screen, cr2 }
}
