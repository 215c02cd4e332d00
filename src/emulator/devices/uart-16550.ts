/**
 * COM1: a 16550A universal asynchronous receiver/transmitter at ports 0x3F8 to 0x3FF, on IRQ4.
 * National Semiconductor PC16550D data sheet, "Registers".
 *
 * What the guest sends leaves at once: the transmitter is always empty, so printing costs no guest time.
 * What it receives arrives one character time after the other, and only when there is room:
 * the far end obeys flow control, so an overrun can happen in loopback alone.
 */
import { instantAfter } from '../../shared/guest-time'
import { instant } from '../../shared/units'
import type { Clock, Device, InterruptLine } from './device'

export interface UartState {
  readonly [key: string]: number | boolean | null | readonly number[]
  readonly received: readonly number[]
  readonly incoming: readonly number[]
  readonly divisor: number
  readonly interruptEnable: number
  readonly fifoControl: number
  readonly lineControl: number
  readonly modemControl: number
  readonly lineErrors: number
  readonly modemChanges: number
  readonly scratch: number
  readonly isTransmitterInterruptPending: boolean
  readonly hasTimedOut: boolean
  readonly arrivesAt: number | null
  readonly timesOutAt: number | null
}

export interface Uart16550 extends Device<UartState> {
  /** Bytes for the guest, in the order in which they will arrive. What exceeds the far end's buffer is lost. */
  receive(bytes: Iterable<number>): void
  /** Whether everything that was sent to the guest has been read. */
  isIdle(): boolean
}

const BASE = 0x3f8
const INPUT_CLOCK = 1_843_200
const BITS_PER_CHARACTER = 10
const FIFO_CAPACITY = 16
const INCOMING_CAPACITY = 65_536

const IER_RECEIVED = 1 << 0
const IER_TRANSMITTER = 1 << 1
const IER_LINE = 1 << 2
const IER_MODEM = 1 << 3

const FCR_ENABLE = 1 << 0
const FCR_RESET_RECEIVER = 1 << 1

const LCR_DLAB = 1 << 7

const MCR_OUT2 = 1 << 3 //   gates the interrupt output in a PC
const MCR_LOOPBACK = 1 << 4

const LSR_DATA_READY = 1 << 0
const LSR_OVERRUN = 1 << 1
const LSR_TRANSMITTER_EMPTY = 0x60

/** DCD, DSR and CTS: somebody is at the other end and ready. */
const MODEM_LINES = 0xb0

const IIR_NONE = 0x01
const IIR_MODEM = 0x00
const IIR_TRANSMITTER = 0x02
const IIR_RECEIVED = 0x04
const IIR_LINE = 0x06
const IIR_TIMEOUT = 0x0c

const TRIGGER_LEVELS = [1, 4, 8, 14]

export function createUart16550(
  clock: Clock,
  irq4: InterruptLine,
  transmit: (byte: number) => void,
): Uart16550 {
  let received: number[] = []
  let incoming: number[] = []
  let divisor = 12
  let interruptEnable = 0
  let fifoControl = 0
  let lineControl = 0
  let modemControl = 0
  let lineErrors = 0
  let modemChanges = 0
  let scratch = 0
  let isTransmitterInterruptPending = false
  let hasTimedOut = false
  let arrivesAt: number | null = null
  let timesOutAt: number | null = null

  const isFifoOn = () => (fifoControl & FCR_ENABLE) !== 0
  const capacity = () => (isFifoOn() ? FIFO_CAPACITY : 1)
  const triggerLevel = () => (isFifoOn() ? (TRIGGER_LEVELS[fifoControl >> 6] ?? 1) : 1)
  const isLoopback = () => (modemControl & MCR_LOOPBACK) !== 0
  const isDlab = () => (lineControl & LCR_DLAB) !== 0

  const characterNanoseconds = () =>
    ((BITS_PER_CHARACTER * 16 * Math.max(1, divisor)) / INPUT_CLOCK) * 1e9

  /** The interrupt of highest priority among those that are enabled. */
  function identify(): number {
    if (interruptEnable & IER_LINE && lineErrors) return IIR_LINE
    if (interruptEnable & IER_RECEIVED) {
      if (received.length >= triggerLevel()) return IIR_RECEIVED
      if (hasTimedOut) return IIR_TIMEOUT
    }
    if (interruptEnable & IER_TRANSMITTER && isTransmitterInterruptPending) return IIR_TRANSMITTER
    if (interruptEnable & IER_MODEM && modemChanges) return IIR_MODEM
    return IIR_NONE
  }

  function settle(): void {
    const isWired = (modemControl & MCR_OUT2) !== 0 && !isLoopback()
    irq4(isWired && identify() !== IIR_NONE)
  }

  /** The next character comes a character time after the last, when there is room. */
  function expectCharacter(): void {
    if (
      arrivesAt === null &&
      incoming.length > 0 &&
      received.length < capacity() &&
      !isLoopback()
    ) {
      arrivesAt = instantAfter(clock(), characterNanoseconds())
    }
  }

  /** A FIFO below its trigger level speaks up after four character times of silence. */
  function restartTimeout(): void {
    hasTimedOut = false
    timesOutAt =
      isFifoOn() && received.length > 0 ? instantAfter(clock(), 4 * characterNanoseconds()) : null
  }

  function send(byte: number): void {
    isTransmitterInterruptPending = true
    if (!isLoopback()) return transmit(byte)
    if (received.length >= capacity()) {
      lineErrors |= LSR_OVERRUN
      if (!isFifoOn()) received = [byte]
    } else received.push(byte)
    restartTimeout()
  }

  function readReceiver(): number {
    const byte = received.shift() ?? 0
    restartTimeout()
    return byte
  }

  function readIdentification(): number {
    const interrupt = identify()
    if (interrupt === IIR_TRANSMITTER) isTransmitterInterruptPending = false
    return interrupt | (isFifoOn() ? 0xc0 : 0)
  }

  function readLineStatus(): number {
    const status = LSR_TRANSMITTER_EMPTY | (received.length > 0 ? LSR_DATA_READY : 0) | lineErrors
    lineErrors = 0
    return status
  }

  /** In loopback DTR, RTS, OUT1 and OUT2 come back as DSR, CTS, RI and DCD. */
  function modemLines(): number {
    if (!isLoopback()) return MODEM_LINES
    const [dtr, rts, out1, out2] = [0, 1, 2, 3].map((bit) => (modemControl >> bit) & 1)
    return ((rts ?? 0) << 4) | ((dtr ?? 0) << 5) | ((out1 ?? 0) << 6) | ((out2 ?? 0) << 7)
  }

  function readModemStatus(): number {
    const status = modemLines() | modemChanges
    modemChanges = 0
    return status
  }

  function writeModemControl(value: number): void {
    const before = modemLines()
    modemControl = value & 0x1f
    const after = modemLines()
    const changed = (before ^ after) >> 4
    const ringEnded = before & 0x40 && !(after & 0x40) ? 4 : 0
    modemChanges |= (changed & 0x0b) | ringEnded
  }

  function writeFifoControl(value: number): void {
    if (((value ^ fifoControl) & FCR_ENABLE) !== 0 || value & FCR_RESET_RECEIVER) {
      received = []
      hasTimedOut = false
      timesOutAt = null
    }
    fifoControl = value & FCR_ENABLE ? value & 0xc1 : 0
  }

  function writeInterruptEnable(value: number): void {
    const isSwitchedOn = value & IER_TRANSMITTER && !(interruptEnable & IER_TRANSMITTER)
    if (isSwitchedOn) isTransmitterInterruptPending = true // The transmitter is empty.
    interruptEnable = value & 0x0f
  }

  function read(register: number): number {
    switch (register) {
      case 0:
        return isDlab() ? divisor & 0xff : readReceiver()
      case 1:
        return isDlab() ? divisor >> 8 : interruptEnable
      case 2:
        return readIdentification()
      case 3:
        return lineControl
      case 4:
        return modemControl
      case 5:
        return readLineStatus()
      case 6:
        return readModemStatus()
      default:
        return scratch
    }
  }

  function write(register: number, value: number): void {
    switch (register) {
      case 0:
        if (isDlab()) divisor = (divisor & 0xff00) | value
        else send(value)
        return
      case 1:
        if (isDlab()) divisor = (divisor & 0xff) | (value << 8)
        else writeInterruptEnable(value)
        return
      case 2:
        return writeFifoControl(value)
      case 3:
        lineControl = value
        return
      case 4:
        return writeModemControl(value)
      case 7:
        scratch = value
        return
      default: // LSR and MSR are the line's, not the guest's, to write.
    }
  }

  return {
    name: 'uart-16550',
    ports: [{ first: BASE, last: BASE + 7 }],
    width: 1,

    readPort(port) {
      const value = read(port - BASE)
      expectCharacter()
      settle()
      return value
    },

    writePort(port, value) {
      write(port - BASE, value)
      expectCharacter()
      settle()
    },

    receive(bytes) {
      for (const byte of bytes) {
        if (incoming.length < INCOMING_CAPACITY) incoming.push(byte & 0xff)
      }
      expectCharacter()
    },

    isIdle: () => incoming.length === 0 && received.length === 0,

    deadline() {
      const next = Math.min(arrivesAt ?? Infinity, timesOutAt ?? Infinity)
      return next === Infinity ? undefined : instant(next)
    },

    act() {
      const now = clock()
      if (arrivesAt !== null && arrivesAt <= now) {
        arrivesAt = null
        const byte = received.length < capacity() ? incoming.shift() : undefined
        if (byte !== undefined) received.push(byte)
        restartTimeout()
        expectCharacter()
      }
      if (timesOutAt !== null && timesOutAt <= now) {
        timesOutAt = null
        hasTimedOut = true
      }
      settle()
    },

    save: () => ({
      received: [...received],
      incoming: [...incoming],
      divisor,
      interruptEnable,
      fifoControl,
      lineControl,
      modemControl,
      lineErrors,
      modemChanges,
      scratch,
      isTransmitterInterruptPending,
      hasTimedOut,
      arrivesAt,
      timesOutAt,
    }),

    restore(state) {
      ;({ divisor, interruptEnable, fifoControl, lineControl, modemControl, lineErrors } = state)
      ;({ modemChanges, scratch, isTransmitterInterruptPending, hasTimedOut } = state)
      ;({ arrivesAt, timesOutAt } = state)
      received = [...state.received]
      incoming = [...state.incoming]
    },
  }
}
