/**
 * The chips of the machine, wired together as in a PC: which line goes where, and who is due next.
 *
 * Knows nothing of the processor but its INTR pin.
 */
import { createCmosMc146818 } from '../devices/cmos-mc146818'
import { createDebugConsole } from '../devices/debug-console'
import { createDebugExit } from '../devices/debug-exit'
import type { Clock, Device, PlainData } from '../devices/device'
import { createPicCascade, type PicCascade, type PicListener } from '../devices/pic-cascade'
import { createPit8254 } from '../devices/pit-8254'
import { createPortBus, type PortBus } from '../devices/port-bus'
import { createPs2Controller, type Ps2Controller } from '../devices/ps2-8042'
import { createSystemControlPort } from '../devices/system-control-port'
import { createUart16550, type Uart16550 } from '../devices/uart-16550'
import { createVgaText, type VgaText } from '../devices/vga-text'
import { LINE_OF as IRQ } from '../../shared/interrupt-lines'
import type { Instant } from '../../shared/units'

/** What the chips report to whoever owns the machine. */
export interface ChipsetSignals {
  readonly clock: Clock
  readonly memorySize: number
  setIntr(isActive: boolean): void
  /** A byte left the serial port. */
  transmit(byte: number): void
  /** A byte was written to the debug console. */
  print(byte: number): void
  exit(exitStatus: number): void
  requestReset(): void
  /** Is told what happens on the interrupt lines. */
  readonly lines: PicListener & {
    timerExpired(count: number): void
    keyBuffered(scanCode: number): void
  }
}

export interface Chipset {
  readonly bus: PortBus
  readonly pic: PicCascade
  readonly keyboard: Ps2Controller
  readonly serial: Uart16550
  readonly vga: VgaText
  /** The earliest deadline of all chips. */
  deadline(): Instant | undefined
  /** Lets every chip act whose deadline is not after now. */
  actIfDue(): void
  save(): PlainData
  restore(state: PlainData): void
}

/** A device that acts at its deadline and sets itself another one not after it would never come to an end. */
const ACTS_PER_INSTANT_LIMIT = 1000

export function createChipset(signals: ChipsetSignals): Chipset {
  const { clock, lines } = signals
  const pic = createPicCascade(signals.setIntr, lines)
  const pit = createPit8254(clock, pic.line(IRQ.timer), lines.timerExpired)
  const keyboard = createPs2Controller(
    clock,
    pic.line(IRQ.keyboard),
    signals.requestReset,
    lines.keyBuffered,
  )
  const serial = createUart16550(clock, pic.line(IRQ.serial), signals.transmit)
  const cmos = createCmosMc146818(clock, pic.line(IRQ.clock), signals.memorySize)
  const vga = createVgaText(clock)
  const devices: readonly Device[] = [
    pic,
    pit,
    createSystemControlPort(clock, pit, signals.requestReset),
    keyboard,
    serial,
    cmos,
    vga,
    createDebugExit(signals.exit),
    createDebugConsole(signals.print),
  ].map((device) => device as unknown as Device)
  const bus = createPortBus()
  devices.forEach(bus.claim)

  /** Only these ever have one. */
  const timed: readonly { deadline(): Instant | undefined; act(): void }[] = [
    pit,
    keyboard,
    serial,
    cmos,
  ]

  function deadline(): Instant | undefined {
    let earliest: Instant | undefined
    for (const device of timed) {
      const due = device.deadline()
      if (due !== undefined && (earliest === undefined || due < earliest)) earliest = due
    }
    return earliest
  }

  return {
    bus,
    pic,
    keyboard,
    serial,
    vga,
    deadline,
    actIfDue() {
      for (let acts = 0; acts < ACTS_PER_INSTANT_LIMIT; acts++) {
        const due = timed.find((device) => (device.deadline() ?? Infinity) <= clock())
        if (!due) return
        due.act()
      }
      throw new Error('A device has no end of deadlines at one instant')
    },
    save: () => Object.fromEntries(devices.map((device) => [device.name, device.save()])),
    restore(state) {
      const states = state as Readonly<Record<string, PlainData>>
      for (const device of devices) device.restore(states[device.name] ?? null)
    },
  }
}
