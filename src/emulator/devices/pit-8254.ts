/**
 * The 8254 programmable interval timer: three counters at 1.193182 MHz, ports 0x40 to 0x43.
 * Intel 8254 data sheet. Counter 0 drives IRQ0, counter 2 the loudspeaker; its GATE is a pin of another chip.
 *
 * A counter is what was loaded and when; its value and its OUT pin follow from the time.
 */
import { instantOfTick, ticksAt } from '../../shared/guest-time'
import type { Clock, Device, InterruptLine } from './device'
import { counterMode, modeNumber, pulsesOf, shownCount } from './pit-counter'

export const PIT_FREQUENCY = 1_193_182

/** How the bytes of a count travel: only the low one, only the high one, or low then high. */
const ACCESS_LOW = 1
const ACCESS_HIGH = 2

interface CounterState {
  readonly [key: string]: number | boolean | null
  readonly mode: number
  readonly isBcd: boolean
  readonly access: number
  /** The count register as written: sixteen bits. */
  readonly register: number
  /** Low byte of a two-byte write whose high byte is still to come. */
  readonly writtenLow: number | null
  readonly readsHighNext: boolean
  readonly latchedCount: number | null
  readonly latchedStatus: number | null
  /** The count at work in pulses, and the pulse at which it was loaded; none yet: null. */
  readonly count: number | null
  readonly loadedAt: number
  /** While GATE holds the counter: how far it had come. */
  readonly heldElapsed: number | null
  /** A count that takes over when the period ends. */
  readonly nextCount: number | null
  readonly nextLoadedAt: number
  readonly gate: boolean
}

type MutableCounter = { -readonly [Key in keyof CounterState]: CounterState[Key] }

export interface PitState {
  readonly [key: string]: readonly CounterState[] | number | boolean | null
  readonly counters: readonly CounterState[]
  /** The pulse at which counter 0's OUT changes or its next count takes over. */
  readonly actsAt: number | null
  /** Counter 0's OUT as it was driven last. */
  readonly isOutHigh: boolean
  /** How often counter 0 has expired since power-on. */
  readonly expirations: number
}

export interface Pit8254 extends Device<PitState> {
  /** Drives counter 2's GATE. */
  setGate2(isHigh: boolean): void
  /** Counter 2's OUT pin. */
  out2(): boolean
}

const powerOn = (): MutableCounter => ({
  mode: 0,
  isBcd: false,
  access: ACCESS_LOW | ACCESS_HIGH,
  register: 0,
  writtenLow: null,
  readsHighNext: false,
  latchedCount: null,
  latchedStatus: null,
  count: null,
  loadedAt: 0,
  heldElapsed: null,
  nextCount: null,
  nextLoadedAt: 0,
  gate: true,
})

/** `expired` is called when counter 0 expires, before its OUT drives `irq0`, with how often it has. */
export function createPit8254(
  clock: Clock,
  irq0: InterruptLine,
  expired: (count: number) => void = () => undefined,
): Pit8254 {
  const counters: readonly [MutableCounter, MutableCounter, MutableCounter] = [
    powerOn(),
    powerOn(),
    { ...powerOn(), gate: false },
  ]
  let actsAt: number | null = null
  let isOutHigh = false
  let expirations = 0
  const pulse = () => ticksAt(clock(), PIT_FREQUENCY)

  const elapsedOf = (c: MutableCounter) => c.heldElapsed ?? pulse() - c.loadedAt

  /** Lets a count that waited for the end of the period take over, when that has passed. */
  function takeOver(c: MutableCounter): void {
    if (c.nextCount === null || pulse() < c.nextLoadedAt) return
    c.count = c.nextCount
    c.loadedAt = c.nextLoadedAt
    c.nextCount = null
  }

  function out(c: MutableCounter): boolean {
    const mode = counterMode(c.mode)
    if (c.count === null) return mode.idleOut
    if (mode.gateReloads && !c.gate) return true
    const elapsed = elapsedOf(c)
    // A written count is loaded by the next pulse; until then OUT shows what the control word set.
    return elapsed < 0 ? mode.idleOut : mode.out(c.count, elapsed)
  }

  function shown(c: MutableCounter): number {
    if (c.count === null) return c.register
    const elapsed = elapsedOf(c)
    return shownCount(elapsed < 0 ? c.count : counterMode(c.mode).value(c.count, elapsed), c.isBcd)
  }

  /** Starts counting the register's value with the next pulse. */
  function load(c: MutableCounter): void {
    c.count = pulsesOf(c.register, c.isBcd)
    c.loadedAt = pulse() + 1
    c.nextCount = null
    const isHeld = counterMode(c.mode).gate === 'level' && !c.gate
    c.heldElapsed = isHeld ? 0 : null
  }

  function registerWritten(c: MutableCounter): void {
    const mode = counterMode(c.mode)
    if (mode.gate === 'edge') return // waits for the trigger
    if (mode.isPeriodic && c.count !== null && c.heldElapsed === null) {
      const elapsed = Math.max(0, elapsedOf(c))
      c.nextCount = pulsesOf(c.register, c.isBcd)
      c.nextLoadedAt = c.loadedAt + (Math.floor(elapsed / c.count) + 1) * c.count
    } else {
      load(c)
    }
  }

  function writeCount(c: MutableCounter, value: number): void {
    if (c.access === ACCESS_LOW) c.register = value
    else if (c.access === ACCESS_HIGH) c.register = value << 8
    else if (c.writtenLow === null) {
      c.writtenLow = value
      if (c.mode === 0) c.count = null // The first byte stops the counter and drops OUT.
      return
    } else {
      c.register = c.writtenLow | (value << 8)
      c.writtenLow = null
    }
    registerWritten(c)
  }

  function readCount(c: MutableCounter): number {
    if (c.latchedStatus !== null) {
      const status = c.latchedStatus
      c.latchedStatus = null
      return status
    }
    const count = c.latchedCount ?? shown(c)
    const isTwoBytes = c.access === (ACCESS_LOW | ACCESS_HIGH)
    const isHigh = isTwoBytes ? c.readsHighNext : c.access === ACCESS_HIGH
    if (isTwoBytes) c.readsHighNext = !c.readsHighNext
    if (isHigh || !isTwoBytes) c.latchedCount = null
    return isHigh ? count >> 8 : count & 0xff
  }

  const latchCount = (c: MutableCounter) => void (c.latchedCount ??= shown(c))

  function latchStatus(c: MutableCounter): void {
    const isNull = c.count === null || c.nextCount !== null || elapsedOf(c) < 0
    c.latchedStatus ??=
      (out(c) ? 0x80 : 0) |
      (isNull ? 0x40 : 0) |
      (c.access << 4) |
      (c.mode << 1) |
      (c.isBcd ? 1 : 0)
  }

  function readBack(command: number): void {
    counters.forEach((c, index) => {
      if (!(command & (2 << index))) return
      if (!(command & 0x20)) latchCount(c)
      if (!(command & 0x10)) latchStatus(c)
    })
  }

  function writeControlWord(value: number): void {
    const c = counters[value >> 6]
    const access = (value >> 4) & 3
    if (!c) readBack(value)
    else if (access === 0) latchCount(c)
    else {
      const { gate } = c
      Object.assign(c, powerOn(), {
        gate,
        access,
        mode: modeNumber(value >> 1),
        isBcd: (value & 1) !== 0,
      })
    }
  }

  /** Drives IRQ0 with counter 0's OUT and finds when that changes next. */
  function settle(): void {
    const c = counters[0]
    isOutHigh = out(c)
    irq0(isOutHigh)
    actsAt = nextEvent(c)
  }

  /** In every mode OUT rises by itself when the count has been gone through, and only then. */
  function noteExpiration(): void {
    if (isOutHigh || !out(counters[0])) return
    expirations += 1
    expired(expirations)
  }

  /** Only counter 0's OUT is wired to anything that could notice a change by itself. */
  function nextEvent(c: MutableCounter): number | null {
    if (c.count === null) return null
    const elapsed = elapsedOf(c)
    const change = elapsed < 0 ? 0 : counterMode(c.mode).nextChange(c.count, elapsed)
    const changesAt = change === undefined ? Infinity : c.loadedAt + change
    const next = Math.min(changesAt, c.nextCount === null ? Infinity : c.nextLoadedAt)
    return next === Infinity ? null : next
  }

  return {
    name: 'pit-8254',
    ports: [{ first: 0x40, last: 0x43 }],
    width: 1,

    readPort(port) {
      const c = counters[port - 0x40]
      if (!c) return 0xff // The control word cannot be read.
      takeOver(c)
      return readCount(c)
    },

    writePort(port, value) {
      counters.forEach(takeOver)
      const c = counters[port - 0x40]
      if (c) writeCount(c, value)
      else writeControlWord(value)
      settle()
    },

    setGate2(isHigh) {
      const c = counters[2]
      if (c.gate === isHigh) return
      takeOver(c)
      const mode = counterMode(c.mode)
      c.gate = isHigh
      if (mode.gate === 'edge') {
        if (isHigh) load(c)
      } else if (c.count !== null) {
        if (!isHigh) c.heldElapsed = Math.max(0, elapsedOf(c))
        else if (mode.gateReloads) load(c)
        else {
          c.loadedAt = pulse() - (c.heldElapsed ?? 0)
          c.heldElapsed = null
        }
      }
    },

    out2() {
      takeOver(counters[2])
      return out(counters[2])
    },

    deadline: () => (actsAt === null ? undefined : instantOfTick(actsAt, PIT_FREQUENCY)),

    act() {
      takeOver(counters[0])
      noteExpiration()
      settle()
    },

    save: () => ({ counters: counters.map((c) => ({ ...c })), actsAt, isOutHigh, expirations }),
    restore(state) {
      ;({ actsAt, isOutHigh, expirations } = state)
      counters.forEach((c, index) => Object.assign(c, state.counters[index]))
    },
  }
}
