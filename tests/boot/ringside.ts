/**
 * Runs the kernel in Ringside's own machine: types what is to be typed, collects the serial text,
 * and reads the final state off the processor. The twin of `runInQemu`.
 */
import { readFileSync } from 'node:fs'
import { createMachine } from '../../src/emulator/machine/machine'
import type { Machine, Stop } from '../../src/emulator/machine/machine-api'
import { compileCore } from '../../src/emulator/machine/webassembly'
import { screenText } from '../../src/shared/code-page-437'
import { typeText } from '../../src/shared/scan-codes'
import type { FinalState, InputStep } from './scenarios'

export interface RingsideRun {
  readonly commandLine?: string
  /** In MiB. */
  readonly memory?: number
  readonly input?: readonly InputStep[]
  readonly untilText?: string
}

export interface RingsideResult {
  readonly serial: string
  readonly exitStatus: number | null
  readonly finalState: FinalState
  readonly screen: readonly string[]
  readonly cr2: bigint
}

export const core = compileCore(
  readFileSync(new URL('../../build/core/core.wasm', import.meta.url)),
)
export const kernelImage = readFileSync(
  new URL('../../kernel/prebuilt/ringside-kernel.elf', import.meta.url),
)

const MIB = 2 ** 20
const PROMPT = 'ring0> '
const SLICE = 100_000
/** A run that is not where it should be after twenty seconds of guest time will not get there. */
const LIMIT = 2_000_000_000
/** Between the text that somebody waits for and the first key: a hundredth of a second. Nobody is faster. */
const HESITATION = 1_000_000
/** How long a state must last without a new character to count as final: two tenths of a second. */
const QUIET = 20_000_000

export const newMachine = (commandLine = '', memory = 128): Machine =>
  createMachine(core, { image: kernelImage, commandLine, memorySize: memory * MIB })

export function runInRingside(run: RingsideRun): RingsideResult {
  const machine = newMachine(run.commandLine, run.memory)
  let serial = ''
  machine.onSerial((byte) => (serial += String.fromCharCode(byte)))
  let stop = { reason: 'budget' } as Stop

  function until(what: string, isTrue: () => boolean): void {
    while (!isTrue() && stop.reason === 'budget') {
      if (machine.instant() >= LIMIT) {
        throw new Error(`Ringside: no ${what} in time.\nSerial text:\n${serial}`)
      }
      stop = machine.run(SLICE)
    }
  }

  let consumed = 0
  for (const step of run.input ?? []) {
    until(JSON.stringify(step.after), () => serial.includes(step.after, consumed))
    consumed = serial.indexOf(step.after, consumed) + step.after.length
    const seen = machine.instant()
    until('key', () => machine.instant() - seen >= HESITATION)
    if (step.serial !== undefined) {
      machine.input({ type: 'serial', bytes: [...Buffer.from(step.serial)] })
    }
    if (step.keyboard !== undefined) {
      machine.input({ type: 'keys', scanCodes: typeText(step.keyboard) })
    }
  }
  const text = run.untilText
  if (text !== undefined) until(JSON.stringify(text), () => serial.includes(text, consumed))
  else {
    let length = -1
    let since = machine.instant()
    until('end', () => {
      const isActive = !machine.isHalted() && takesInterrupts(machine)
      if (serial.length !== length || isActive) since = machine.instant()
      length = serial.length
      return machine.instant() - since >= QUIET
    })
  }

  return {
    serial,
    exitStatus: stop.reason === 'exit' ? stop.exitStatus : null,
    finalState: finalState(machine, stop, () => serial),
    screen: screenText(machine.screen().cells),
    cr2: machine.processor().cr2,
  }
}

function finalState(machine: Machine, stop: Stop, serial: () => string): FinalState {
  switch (stop.reason) {
    case 'exit':
    case 'dead':
    case 'shutdown':
    case 'reset':
      return stop.reason
    case 'budget':
      return stateAwake(machine, serial) ?? (serial().endsWith(PROMPT) ? 'shell' : 'idle')
  }
}

/** RFLAGS.IF. */
const INTERRUPT_FLAG = 1n << 9n

const takesInterrupts = (machine: Machine): boolean =>
  (machine.processor().rflags & INTERRUPT_FLAG) !== 0n

/** A processor that is caught awake in a handler goes back to sleep; one that polls does not. */
function stateAwake(machine: Machine, serial: () => string): 'runs' | 'spin' | undefined {
  const { length } = serial()
  let interrupts = false
  for (let look = 0; look < 50; look++) {
    if (machine.isHalted()) return undefined
    interrupts ||= takesInterrupts(machine)
    machine.run(SLICE)
  }
  return interrupts || serial().length > length ? 'runs' : 'spin'
}
