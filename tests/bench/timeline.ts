/** How long it takes to go to an instant of a run, to step back, and what remembering costs; by length of the run. */
import { readFileSync } from 'node:fs'
import type { LoggedInput } from '../../src/emulator/machine/input-log'
import { createMachine } from '../../src/emulator/machine/machine'
import { compileCore } from '../../src/emulator/machine/webassembly'
import { createTimeline } from '../../src/emulator/timeline/timeline'
import { typeText } from '../../src/shared/scan-codes'
import { instant } from '../../src/shared/units'

const file = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url))

/** Polls its tasks without rest, with timer and keyboard interrupts in between. */
const BUSY = 'scenario=async-keyboard exec=simple'
const MEMORY = 64 << 20
/** Between two looks at the clock, as a session's slices are. */
const SLICE = 2_000_000
const KEY_EVERY = 10_000_000
const SEEKS = 60
const STEPS_BACK = 30

export interface TimelineMeasurement {
  readonly length: number
  /** Time with remembering, by time without. */
  readonly cost: number
  readonly seeks: Spread
  readonly stepsBack: Spread
  /** Bytes held beyond the machine's own memory when all was done. */
  readonly held: number
}

/** In milliseconds. */
export interface Spread {
  readonly median: number
  readonly worst: number
}

const newMachine = (length: number) => {
  const inputs: LoggedInput[] = []
  for (let at = KEY_EVERY; at < length; at += KEY_EVERY) {
    inputs.push({ instant: instant(at), input: { type: 'keys', scanCodes: typeText('a') } })
  }
  return createMachine(compileCore(file('build/core/core.wasm')), {
    image: file('kernel/prebuilt/ringside-kernel.elf'),
    memorySize: MEMORY,
    commandLine: BUSY,
    inputs,
  })
}

function milliseconds(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

function spread(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b)
  return { median: sorted[sorted.length >> 1] ?? NaN, worst: sorted.at(-1) ?? NaN }
}

/** The same numbers each time, all over a range. */
function scatter(count: number, limit: number): number[] {
  let state = 4711
  return Array.from({ length: count }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * limit)
  })
}

const heldBytes = () => {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

export function measureTimeline(length: number): TimelineMeasurement {
  const plain = newMachine(length)
  const without = milliseconds(() => {
    while (plain.instant() < length) plain.run(Math.min(SLICE, length - plain.instant()))
  })
  const machine = newMachine(length)
  const before = heldBytes()
  const timeline = createTimeline(machine)
  const withMemory = milliseconds(() => {
    while (machine.instant() < length) timeline.run(Math.min(SLICE, length - machine.instant()))
  })
  const held = heldBytes() - before
  const seeks = scatter(SEEKS, length).map((target) =>
    milliseconds(() => timeline.seek(instant(target))),
  )
  timeline.seek(instant(length))
  const stepsBack = Array.from({ length: STEPS_BACK }, () =>
    milliseconds(() => timeline.stepBack(1)),
  )
  return {
    length,
    cost: withMemory / without,
    seeks: spread(seeks),
    stepsBack: spread(stepsBack),
    held,
  }
}
