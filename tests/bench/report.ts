/** Measures everything in one run and says it in the tables of docs/performance.md. Nothing here passes or fails by the clock. */
import { COMPUTING, POLLING } from './busy-kernels'
import { measureLanes } from './lanes'
import { measureLooking, type LookMeasurement } from './looking'
import { fasterOf, type Measurement } from './marks'
import { measureProgramsInQemu, qemuVersion } from './qemu'
import { measureBoot, measurePrograms } from './ringside'
import { measureTimeline, type TimelineMeasurement } from './timeline'

/** Makes nothing but walks: it shows what an event costs, not how fast code runs. */
const WALKER = 'walk'
const WALKS = 200 * 512
const LISTENED = ['page-walk', 'exception'] as const

const mips = ({ instructions, seconds }: { instructions: number; seconds: number }) =>
  instructions / seconds / 1e6
const percent = (ratio: number) =>
  `${ratio >= 1 ? '+' : '−'}${Math.abs((ratio - 1) * 100).toFixed(1)} %`
const geometricMean = (values: readonly number[]) =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)

/** TLB flush, loop and walk together, for one page. */
const perWalk = (measured: readonly Measurement[]) => {
  const walker = measured.find(({ program }) => program === WALKER)
  return `${(((walker?.busySeconds ?? NaN) * 1e9) / WALKS).toFixed(0)} ns`
}

const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`

const TURNS = 4
/** A boot takes milliseconds, so that its best needs more of them. */
const BOOT_TURNS = 100

/** The best of several runs each, taken in turns so that a slow moment of the host hits both alike. */
function inTurns<T>(
  turns: number,
  first: () => T,
  second: () => T,
  best: (a: T, b: T) => T,
): [T, T] {
  let [a, b] = [first(), second()]
  for (let turn = 1; turn < turns; turn++) {
    a = best(a, first())
    b = best(b, second())
  }
  return [a, b]
}

const fasterOfEach = (a: Measurement[], b: Measurement[]) =>
  a.map((one, i) => fasterOf(one, b[i] ?? one))

function sameResults(ours: readonly Measurement[], theirs: readonly Measurement[]) {
  for (const [i, { program, checksum }] of ours.entries())
    if (theirs[i]?.checksum !== checksum)
      throw new Error(
        `${program}: Ringside computed ${checksum}, QEMU ${theirs[i]?.checksum ?? 'nothing'}`,
      )
}

/** How far the runs go that are gone back and forth in. */
export type BenchLength = keyof typeof LENGTHS

export async function report(length: BenchLength = 'usual'): Promise<string> {
  const [quiet, listening] = inTurns(
    TURNS,
    measurePrograms,
    () => measurePrograms(LISTENED),
    fasterOfEach,
  )
  const version = qemuVersion()
  const qemu = version ? await measureProgramsInQemu() : undefined
  if (qemu) sameResults(quiet, qemu)

  const lines = [
    row([
      'program',
      'instructions',
      'Ringside MIPS',
      'with topics',
      version ? `QEMU ${version} TCG MIPS` : 'QEMU',
      'QEMU ÷ Ringside',
    ]),
    row(['---', '---:', '---:', '---:', '---:', '---:']),
  ]
  const costs: number[] = []
  for (const [i, measured] of quiet.entries()) {
    if (measured.program === WALKER) continue
    const withTopics = (listening[i]?.busySeconds ?? NaN) / measured.busySeconds
    const theirs = qemu?.[i]?.seconds
    costs.push(withTopics)
    lines.push(
      row([
        measured.program,
        `${(measured.instructions / 1e6).toFixed(1)} M`,
        mips(measured).toFixed(0),
        percent(withTopics),
        theirs ? (measured.instructions / theirs / 1e6).toFixed(0) : '—',
        theirs ? `${(measured.seconds / theirs).toFixed(1)} ×` : '—',
      ]),
    )
  }

  const [boot, bootListening] = inTurns(
    BOOT_TURNS,
    measureBoot,
    () => measureBoot(LISTENED),
    fasterOf,
  )
  const ms = (seconds: number) => `${(seconds * 1000).toFixed(0)} ms`
  lines.push(
    '',
    `Boot of our kernel to its prompt: ${ms(boot.seconds)}, ${(boot.instructions / 1e3).toFixed(0)} k instants.`,
    `With topics ${LISTENED.join(' and ')} on: ${ms(bootListening.seconds)}, ${bootListening.events} events.`,
    `Topics on, the six programs together (geometric mean): ${percent(geometricMean(costs))}.`,
    `One walk: ${perWalk(quiet)}; recorded, decoded and handed to a listener: ${perWalk(listening)}.`,
    '',
    ...timelineTables(LENGTHS[length]),
    '',
    ...lookingTable(measureLooking(POLLING, LOOKED_AT)),
    '',
    lanesLine(),
  )
  return lines.join('\n')
}

const LENGTHS = {
  short: [1e7, 1e8],
  usual: [1e7, 1e8, 1e9],
  long: [1e7, 1e8, 1e9, 1e10],
} as const

/** Longer ones are not needed to know what remembering costs. */
const BILLION = 1e9

/** Instants that each topic is looked at for. */
const LOOKED_AT = 5e6

const power = (length: number) => length.toExponential(0).replace('1e+', '10^')
const digits = (value: number) => value.toFixed(value < 10 ? 1 : 0)

/** Going back in runs of each length, then what remembering costs each kernel in up to a billion instants. */
function* timelineTables(lengths: readonly number[]): Generator<string> {
  const polling = lengths.map((length) => measureTimeline(POLLING, length))
  yield* travelTable(polling)
  yield ''
  const far = Math.min(BILLION, Math.max(...lengths))
  const alike = polling.filter(({ length }) => length === far)
  yield* recordingTable([...alike, measureTimeline(COMPUTING, far)])
}

function* travelTable(measured: readonly TimelineMeasurement[]): Generator<string> {
  const spread = ({ median, worst }: TimelineMeasurement['seeks']) =>
    `${digits(median)} / ${digits(worst)} ms`
  yield row([
    'instants of the run',
    'seek, median / worst',
    'step back, median / worst',
    'who wrote: screen / IDT / nobody',
    'checkpoints',
    'holds',
  ])
  yield row(['---:', '---:', '---:', '---:', '---:', '---:'])
  for (const { length, seeks, stepsBack, whoWrote, checkpoints, held } of measured) {
    yield row([
      power(length),
      spread(seeks),
      spread(stepsBack),
      `${whoWrote.map((time) => (time / 1_000).toFixed(2)).join(' / ')} s`,
      checkpoints,
      `${(held / 2 ** 20).toFixed(0)} MiB`,
    ])
  }
}

function* recordingTable(measured: readonly TimelineMeasurement[]): Generator<string> {
  yield row(['a kernel that', 'alone', 'with checkpoints', 'with all that the app follows'])
  yield row(['---', '---:', '---:', '---:'])
  for (const { kernel, length, recording } of measured) {
    const { alone, remembered, followed } = recording
    const speed = mips({ instructions: length, seconds: alone })
    yield row([
      kernel.name,
      `${speed.toFixed(0)} MIPS`,
      percent(remembered / alone),
      percent(followed / alone),
    ])
  }
}

function* lookingTable(measured: readonly LookMeasurement[]): Generator<string> {
  yield row(['topic that is looked at', 'the run takes', 'one model', 'a checkpoint holds'])
  yield row(['---', '---:', '---:', '---:'])
  for (const { topic, unseen, seen, model, saved } of measured) {
    const times = `${(seen / unseen).toFixed(1)} ×`
    yield row([topic, times, `${digits(model)} ms`, `${(saved / 1024).toFixed(1)} KiB`])
  }
}

function lanesLine(): string {
  const parts = measureLanes().map(
    ({ share, summary }) => `${digits(summary)} ms for ${+(share * 100).toFixed(2)} % of the run`,
  )
  return `The strip of the timeline, ten million marks in it: ${parts.join(', ')}.`
}
