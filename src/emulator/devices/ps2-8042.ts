/**
 * The 8042 keyboard controller, ports 0x60 and 0x64, with a keyboard and no mouse.
 * IBM PS/2 Hardware Interface Technical Reference, "Keyboard and Auxiliary Device Controller".
 *
 * A20 is always on: the output port's bit is kept and gates nothing.
 */
import { instantAfter } from '../../shared/guest-time'
import { instant } from '../../shared/units'
import type { Clock, Device, InterruptLine } from './device'
import { createPs2Keyboard, type KeyboardState } from './ps2-keyboard'
import { translateToSet1 } from './scan-code-set-2'

export interface Ps2ControllerState {
  readonly [key: string]: number | boolean | null | KeyboardState
  /** The output buffer; null when empty. */
  readonly output: number | null
  readonly configuration: number
  readonly outputPort: number
  readonly lastWriteWasCommand: boolean
  readonly hasTimedOut: boolean
  /** A controller command that waits for its byte at port 0x60. */
  readonly pendingCommand: number | null
  /** The keyboard said 0xF0: the next code is that of a key let go. */
  readonly isBreakPending: boolean
  /** When the byte that the keyboard is sending has arrived; null when it sends nothing. */
  readonly arrivesAt: number | null
  readonly keyboard: KeyboardState
}

export interface Ps2Controller extends Device<Ps2ControllerState> {
  /** One byte of scan code set 1: the pressed or released key as the guest will read it. */
  press(scanCode: number): void
  /** Nothing lies in the output buffer and nothing is on its way. */
  isIdle(): boolean
}

const DATA = 0x60

const STATUS_OUTPUT_FULL = 1 << 0
const STATUS_SYSTEM = 1 << 2
const STATUS_COMMAND = 1 << 3
const STATUS_UNLOCKED = 1 << 4
const STATUS_TIMEOUT = 1 << 6

const CONFIGURATION_IRQ1 = 1 << 0
const CONFIGURATION_SYSTEM = 1 << 2
const CONFIGURATION_KEYBOARD_OFF = 1 << 4
const CONFIGURATION_MOUSE_OFF = 1 << 5
const CONFIGURATION_TRANSLATE = 1 << 6

const OUTPUT_NOT_RESET = 1 << 0
const OUTPUT_A20 = 1 << 1
const OUTPUT_IRQ1 = 1 << 4

/** Eleven bits at the keyboard's clock of about 12 kHz. */
const BYTE_NANOSECONDS = 900_000

/** `buffered` is called when a byte from the keyboard has entered the output buffer, before `irq1` is driven. */
export function createPs2Controller(
  clock: Clock,
  irq1: InterruptLine,
  requestReset: () => void,
  buffered: (scanCode: number) => void = () => undefined,
): Ps2Controller {
  const keyboard = createPs2Keyboard()
  let output: number | null = null
  let configuration = CONFIGURATION_IRQ1 | CONFIGURATION_SYSTEM | CONFIGURATION_TRANSLATE
  configuration |= CONFIGURATION_MOUSE_OFF
  let outputPort = OUTPUT_NOT_RESET | OUTPUT_A20
  let lastWriteWasCommand = false
  let hasTimedOut = false
  let pendingCommand: number | null = null
  let isBreakPending = false
  let arrivesAt: number | null = null

  const settleIrq = () => irq1(output !== null && (configuration & CONFIGURATION_IRQ1) !== 0)

  function putOutput(byte: number): void {
    output = byte
    settleIrq()
  }

  /** Lets the keyboard send its next byte when the buffer is free and its clock line is not held low. */
  function startTransfer(): void {
    const mayStart =
      arrivesAt === null && output === null && !(configuration & CONFIGURATION_KEYBOARD_OFF)
    if (mayStart && keyboard.hasByte()) arrivesAt = instantAfter(clock(), BYTE_NANOSECONDS)
  }

  /** What the host sees of a byte from the keyboard; nothing for the prefix that translation swallows. */
  function translated(byte: number): number | undefined {
    if (!(configuration & CONFIGURATION_TRANSLATE)) return byte
    if (byte === 0xf0) {
      isBreakPending = true
      return undefined
    }
    const code = translateToSet1(byte) | (isBreakPending ? 0x80 : 0)
    isBreakPending = false
    return code
  }

  function setConfiguration(value: number): void {
    configuration = value | CONFIGURATION_MOUSE_OFF // There is no second port to switch on.
    if (configuration & CONFIGURATION_KEYBOARD_OFF) arrivesAt = null
    settleIrq()
  }

  function setOutputPort(value: number): void {
    if (!(value & OUTPUT_NOT_RESET)) requestReset()
    outputPort = value & (OUTPUT_NOT_RESET | OUTPUT_A20)
  }

  const awaitByte = (command: number) => void (pendingCommand = command)

  const commands: Readonly<Record<number, () => void>> = {
    0x20: () => putOutput(configuration),
    0x60: () => awaitByte(0x60),
    0xa7: () => undefined, //        disable the mouse port, which is not there
    0xa8: () => undefined, //        enable it
    0xa9: () => putOutput(0x01), //  test it: its clock line is stuck low
    0xaa: () => putOutput(0x55), //  self test passed
    0xab: () => putOutput(0x00), //  keyboard port tested: no error
    0xad: () => setConfiguration(configuration | CONFIGURATION_KEYBOARD_OFF),
    0xae: () => setConfiguration(configuration & ~CONFIGURATION_KEYBOARD_OFF),
    0xc0: () => putOutput(0x80), //  input port: keyboard not locked
    0xd0: () => putOutput(outputPort | (output === null ? 0 : OUTPUT_IRQ1)),
    0xd1: () => awaitByte(0xd1),
    0xd2: () => awaitByte(0xd2),
    0xd3: () => awaitByte(0xd3),
    0xd4: () => awaitByte(0xd4),
    0xdd: () => setOutputPort(outputPort & ~OUTPUT_A20),
    0xdf: () => setOutputPort(outputPort | OUTPUT_A20),
  }

  function writeCommand(command: number): void {
    lastWriteWasCommand = true
    pendingCommand = null
    if (command >= 0xf0) {
      if (!(command & 1)) requestReset() // Pulses the output lines whose bit is 0; line 0 is the processor's reset.
    } else commands[command]?.()
  }

  function writeData(value: number): void {
    lastWriteWasCommand = false
    const command = pendingCommand
    pendingCommand = null
    switch (command) {
      case 0x60:
        return setConfiguration(value)
      case 0xd1:
        return setOutputPort(value)
      case 0xd2:
      case 0xd3:
        return putOutput(value)
      case 0xd4: // To the mouse: nobody acknowledges the byte.
        hasTimedOut = true
        return putOutput(0xfe)
      default:
        setConfiguration(configuration & ~CONFIGURATION_KEYBOARD_OFF)
        keyboard.receive(value)
    }
  }

  function readData(): number {
    const byte = output ?? 0
    output = null
    hasTimedOut = false
    settleIrq()
    return byte
  }

  const status = () =>
    (output === null ? 0 : STATUS_OUTPUT_FULL) |
    (configuration & CONFIGURATION_SYSTEM ? STATUS_SYSTEM : 0) |
    (lastWriteWasCommand ? STATUS_COMMAND : 0) |
    STATUS_UNLOCKED |
    (hasTimedOut ? STATUS_TIMEOUT : 0)

  return {
    name: 'ps2-8042',
    ports: [
      { first: DATA, last: DATA },
      { first: 0x64, last: 0x64 },
    ],
    width: 1,
    readPort(port) {
      const value = port === DATA ? readData() : status()
      startTransfer()
      return value
    },
    writePort(port, value) {
      if (port === DATA) writeData(value)
      else writeCommand(value)
      startTransfer()
    },
    press(scanCode) {
      keyboard.press(scanCode & 0xff)
      startTransfer()
    },
    isIdle: () => output === null && arrivesAt === null && !keyboard.hasByte(),
    deadline: () => (arrivesAt === null ? undefined : instant(arrivesAt)),
    act() {
      arrivesAt = null
      // The controller may have answered a command meanwhile: then the keyboard has to wait.
      if (output !== null) return
      const byte = translated(keyboard.takeByte())
      if (byte !== undefined) {
        buffered(byte)
        putOutput(byte)
      }
      startTransfer()
    },
    save: () => ({
      output,
      configuration,
      outputPort,
      lastWriteWasCommand,
      hasTimedOut,
      pendingCommand,
      isBreakPending,
      arrivesAt,
      keyboard: keyboard.save(),
    }),
    restore(state) {
      ;({ output, configuration, outputPort, lastWriteWasCommand } = state)
      ;({ hasTimedOut, pendingCommand, isBreakPending, arrivesAt } = state)
      keyboard.restore(state.keyboard)
    },
  }
}
