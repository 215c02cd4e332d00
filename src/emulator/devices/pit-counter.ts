/**
 * The six modes of an 8254 counter as functions of elapsed time: what it counts, its OUT pin, and when OUT changes.
 * Intel 8254 data sheet, "Mode Definitions".
 *
 * `elapsed` is how many CLK pulses have passed since the count was loaded, `count` the loaded value (1 to 65 536).
 * Knows nothing of registers, latches or instants.
 */

export interface CounterMode {
  /** OUT before the first count is loaded. */
  readonly idleOut: boolean
  /** The GATE input: `level` counts while it is high; `edge` starts the count with each rising edge. */
  readonly gate: 'level' | 'edge'
  /** Whether a low GATE also forces OUT high, and its rising edge loads the count anew. */
  readonly gateReloads: boolean
  /** Whether a count written while counting waits for the end of the period. */
  readonly isPeriodic: boolean
  /** What the counting element shows. */
  value(count: number, elapsed: number): number
  out(count: number, elapsed: number): boolean
  /** The next elapsed time at which OUT differs; `undefined` when it stays as it is. */
  nextChange(count: number, elapsed: number): number | undefined
}

/** Counts past zero, as the modes that are not periodic do. */
const countDown = (count: number, elapsed: number): number =>
  (((count - elapsed) % 0x1_0000) + 0x1_0000) % 0x1_0000

const highFromTerminalCount = {
  value: countDown,
  out: (count: number, elapsed: number) => elapsed >= count,
  nextChange: (count: number, elapsed: number) => (elapsed < count ? count : undefined),
}

const lowAtTerminalCount = {
  value: countDown,
  out: (count: number, elapsed: number) => elapsed !== count,
  nextChange: (count: number, elapsed: number) =>
    elapsed < count ? count : elapsed === count ? count + 1 : undefined,
}

/** Mode 3 is high for the larger half of the period. */
const highHalf = (count: number) => Math.ceil(count / 2)

const rateGenerator: CounterMode = {
  idleOut: true,
  gate: 'level',
  gateReloads: true,
  isPeriodic: true,
  value: (count, elapsed) => count - (elapsed % count),
  out: (count, elapsed) => elapsed % count !== count - 1 || count === 1,
  nextChange(count, elapsed) {
    if (count === 1) return undefined
    const phase = elapsed % count
    return elapsed - phase + (phase < count - 1 ? count - 1 : count)
  },
}

const squareWave: CounterMode = {
  idleOut: true,
  gate: 'level',
  gateReloads: true,
  isPeriodic: true,
  /** Counts by two from an even number, once in each half of the period. */
  value(count, elapsed) {
    const phase = elapsed % count
    const inHalf = phase < highHalf(count) ? phase : phase - highHalf(count)
    return (count & ~1) - 2 * inHalf
  },
  out: (count, elapsed) => elapsed % count < highHalf(count),
  nextChange(count, elapsed) {
    if (count === 1) return undefined
    const phase = elapsed % count
    return elapsed - phase + (phase < highHalf(count) ? highHalf(count) : count)
  },
}

const single = { isPeriodic: false, gateReloads: false }

const MODES: readonly CounterMode[] = [
  { idleOut: false, gate: 'level', ...single, ...highFromTerminalCount }, // 0: interrupt on terminal count
  { idleOut: true, gate: 'edge', ...single, ...highFromTerminalCount }, //   1: retriggerable one-shot
  rateGenerator, //                                                          2
  squareWave, //                                                             3
  { idleOut: true, gate: 'level', ...single, ...lowAtTerminalCount }, //     4: software triggered strobe
  { idleOut: true, gate: 'edge', ...single, ...lowAtTerminalCount }, //      5: hardware triggered strobe
]

/** The mode that three bits of the control word select: the top bit of modes 2 and 3 does not matter. */
export const modeNumber = (bits: number): number => ((bits & 7) > 5 ? (bits & 7) - 4 : bits & 7)

export function counterMode(number: number): CounterMode {
  const mode = MODES[number]
  if (!mode) throw new RangeError(`An 8254 counter has modes 0 to 5, not ${number}`)
  return mode
}

/** A count register's value as the number of pulses that it stands for: 0 is the largest count. */
export function pulsesOf(register: number, isBcd: boolean): number {
  if (!isBcd) return register === 0 ? 0x1_0000 : register
  return fromBcd(register) || 10_000
}

/** A count as the chip shows it: sixteen bits, or four decimal digits. */
export const shownCount = (pulses: number, isBcd: boolean): number =>
  isBcd ? toBcd(pulses % 10_000) : pulses & 0xffff

function fromBcd(value: number): number {
  let number = 0
  for (let digit = 3; digit >= 0; digit--) number = number * 10 + ((value >> (4 * digit)) & 15)
  return number
}

function toBcd(number: number): number {
  let value = 0
  for (let digit = 0, rest = number; digit < 4; digit++, rest = Math.floor(rest / 10)) {
    value |= (rest % 10) << (4 * digit)
  }
  return value
}
