/**
 * Talks to a running QEMU over its machine protocol: keys, registers, memory.
 * QEMU, "QEMU QMP Reference Manual".
 */
import { once } from 'node:events'
import { type Socket, createConnection } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FinalState } from './scenarios'

export interface Monitor {
  /** Presses and releases the keys that type a text on a US keyboard. */
  type(text: string): Promise<void>
  /** What the processor is doing; undefined once QEMU is gone. */
  finalState(): Promise<FinalState | undefined>
  /** RIP. */
  instructionPointer(): Promise<bigint>
  /** CR2. */
  pageFaultAddress(): Promise<bigint>
  screen(): Promise<string[]>
  close(): void
}

/** RFLAGS.IF. */
const INTERRUPT_FLAG = 1 << 9
/** Longer than the guest needs for one key, so that none is lost in the 8042. */
const KEY_MILLISECONDS = 60
const [COLUMNS, ROWS] = [80, 25]

/** QEMU's names for the keys that have no letter or digit of their own. */
const KEY_NAMES: Readonly<Record<string, string>> = {
  '\n': 'ret',
  '\b': 'backspace',
  ' ': 'spc',
  '-': 'minus',
  '=': 'equal',
  '.': 'dot',
  ',': 'comma',
  '/': 'slash',
  ';': 'semicolon',
  '!': 'shift-1',
  '?': 'shift-slash',
  _: 'shift-minus',
}

/** Undefined while QEMU does not listen yet. */
export async function connectMonitor(path: string): Promise<Monitor | undefined> {
  const socket = createConnection(path)
  try {
    await once(socket, 'connect')
  } catch {
    return undefined
  }
  socket.on('error', () => socket.destroy())
  const execute = createExecutor(socket)
  await execute('qmp_capabilities')
  const command = (line: string) =>
    execute('human-monitor-command', { 'command-line': line }) as Promise<string | undefined>

  async function register(name: string): Promise<bigint> {
    const registers = (await command('info registers')) ?? ''
    return BigInt(`0x${new RegExp(`${name}=([0-9a-f]+)`).exec(registers)?.[1] ?? '0'}`)
  }

  return {
    async type(text) {
      for (const character of text) {
        await command(`sendkey ${keyName(character)} 20`)
        await sleep(KEY_MILLISECONDS)
      }
    },
    async finalState() {
      const status = (await execute('query-status')) as { status: string } | undefined
      if (status === undefined) return undefined
      if (status.status === 'shutdown') return 'shutdown'
      const registers = (await command('info registers')) ?? ''
      const flags = parseInt(registers.match(/RFL=([0-9a-f]+)/)?.[1] ?? '', 16)
      const takesInterrupts = (flags & INTERRUPT_FLAG) !== 0
      if (!registers.includes('HLT=1')) return takesInterrupts ? 'runs' : 'spin'
      return takesInterrupts ? 'idle' : 'dead'
    },
    instructionPointer: () => register('RIP'),
    pageFaultAddress: () => register('CR2'),
    async screen() {
      const dump = (await command(`xp /${COLUMNS * ROWS}hx 0xb8000`)) ?? ''
      const cells = [...dump.matchAll(/0x([0-9a-f]{4})\b/g)].map(([, cell]) =>
        characterOf(parseInt(cell as string, 16) & 0xff),
      )
      return Array.from({ length: ROWS }, (_, row) =>
        cells
          .slice(row * COLUMNS, (row + 1) * COLUMNS)
          .join('')
          .trimEnd(),
      )
    },
    close: () => socket.destroy(),
  }
}

/** Of code page 437, as much as the kernel ever writes: ASCII and the small square. */
const characterOf = (code: number): string => (code === 0xfe ? '■' : String.fromCharCode(code))

function keyName(character: string): string {
  const isCapital = character !== character.toLowerCase()
  return KEY_NAMES[character] ?? (isCapital ? `shift-${character.toLowerCase()}` : character)
}

/** Sends one command at a time and waits for its answer; undefined once the socket is closed. */
function createExecutor(socket: Socket) {
  type Answer = { return?: unknown; error?: { desc: string } }
  let settle: ((answer: Answer) => void) | undefined
  const lines = createInterface({ input: socket })
  lines.on('line', (line) => {
    const message = JSON.parse(line) as Answer
    if ('return' in message || 'error' in message) settle?.(message)
  })
  // The interface passes on the error of a machine that is gone; the socket's closing says it already.
  lines.on('error', () => undefined)
  socket.on('close', () => settle?.({}))

  return async (name: string, parameters: object = {}): Promise<unknown> => {
    if (socket.destroyed) return undefined
    const answer = await new Promise<Answer>((resolve) => {
      settle = resolve
      socket.write(`${JSON.stringify({ execute: name, arguments: parameters })}\n`)
    })
    if (answer.error) throw new Error(`QEMU refuses ${name}: ${answer.error.desc}`)
    return answer.return
  }
}
