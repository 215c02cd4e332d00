/**
 * Stops QEMU at a kernel's first instruction, behind the real bootloader, and reads what it finds there.
 * GDB, "Remote Serial Protocol", for the breakpoint; QEMU's monitor for the registers.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { type Socket, createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

export interface EntryDump {
  /** As `info registers` prints them. */
  readonly registers: string
  /** All of RAM. */
  readonly memory: Buffer
}

const MEMORY_MIB = 128
const CONNECT_TRIES = 200

export async function dumpAtEntry(bootImage: string, entry: bigint): Promise<EntryDump> {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-entry-'))
  const [monitorPath, debuggerPath, memoryPath] = ['monitor', 'debugger', 'memory'].map((name) =>
    join(folder, name),
  ) as [string, string, string]
  const qemu = spawn('qemu-system-x86_64', [
    ...['-m', String(MEMORY_MIB), '-drive', `format=raw,file=${bootImage},snapshot=on`],
    ...[
      '-object',
      `memory-backend-file,id=ram,size=${MEMORY_MIB}M,mem-path=${memoryPath},share=on`,
    ],
    ...['-machine', 'pc,memory-backend=ram', '-display', 'none', '-no-reboot', '-S'],
    ...['-monitor', `unix:${monitorPath},server=on,wait=off`],
    ...['-gdb', `unix:${debuggerPath},server=on,wait=off`],
  ])
  try {
    const remote = createRemote(await connect(debuggerPath, qemu))
    await remote(`Z1,${entry.toString(16)},1`)
    await remote('c')
    const monitor = createMonitor(await connect(monitorPath, qemu))
    await monitor('')
    return { registers: await monitor('info registers'), memory: await readFile(memoryPath) }
  } finally {
    qemu.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
}

async function connect(path: string, qemu: ChildProcess): Promise<Socket> {
  for (let tries = 0; tries < CONNECT_TRIES && qemu.exitCode === null; tries++) {
    const socket = createConnection(path)
    try {
      await once(socket, 'connect')
      return socket
    } catch {
      await sleep(25)
    }
  }
  throw new Error(`QEMU does not listen at ${path}`)
}

/** Sends a packet and gives the content of the one that answers it. */
function createRemote(socket: Socket): (content: string) => Promise<string> {
  let received = ''
  let settle: ((answer: string) => void) | undefined
  socket.on('data', (bytes: Buffer) => {
    received += bytes.toString('latin1')
    const packet = /\$([^#]*)#../.exec(received)
    if (!packet) return
    received = received.slice(packet.index + packet[0].length)
    socket.write('+')
    settle?.(packet[1] as string)
  })
  return (content) => {
    const sum = [...content].reduce((total, letter) => total + letter.charCodeAt(0), 0) & 0xff
    socket.write(`$${content}#${sum.toString(16).padStart(2, '0')}`)
    return new Promise((resolve) => (settle = resolve))
  }
}

/** Sends a line and gives what is printed up to the next prompt. */
function createMonitor(socket: Socket): (line: string) => Promise<string> {
  const PROMPT = '(qemu) '
  let received = ''
  let settle: ((answer: string) => void) | undefined
  socket.on('data', (bytes: Buffer) => {
    received += bytes.toString('latin1')
    if (!received.endsWith(PROMPT)) return
    const answer = received
    received = ''
    settle?.(answer)
  })
  return (line) => {
    if (line !== '') socket.write(`${line}\n`)
    return new Promise((resolve) => (settle = resolve))
  }
}
