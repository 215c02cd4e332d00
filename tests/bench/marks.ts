/** What the measuring programs print on port 0xE9, and how long each repetition took by the watcher's clock. */

/** In the order in which tests/bench/kernels/boot.S calls them. */
export const PROGRAMS = ['sieve', 'fib', 'hash', 'copy', 'rep', 'crc', 'walk'] as const
const REPETITIONS = 3
const CHECKSUM_BYTES = 8

export interface Mark {
  readonly seconds: number
  /** Processor time of the watcher's process, where it is the one that works: what others do does not count. */
  readonly busySeconds: number
  /** Retired instructions, where the watcher knows them. */
  readonly instant: number
}

export interface Measurement {
  readonly program: string
  /** Of the fastest repetition. */
  readonly seconds: number
  readonly busySeconds: number
  readonly instructions: number
  readonly checksum: string
}

/** The best of both clocks: each is disturbed in its own way. */
export const fasterOf = <T extends { seconds: number; busySeconds: number }>(a: T, b: T): T => ({
  ...a,
  seconds: Math.min(a.seconds, b.seconds),
  busySeconds: Math.min(a.busySeconds, b.busySeconds),
})

/** Collects bytes as they come: 'S', 'E' and a checksum for each repetition of each program. */
export function createMarkReader() {
  const bytes: number[] = []
  const marks: Mark[] = []
  const perRun = 2 + CHECKSUM_BYTES

  return {
    take(byte: number, mark: Mark) {
      bytes.push(byte)
      marks.push(mark)
    },

    /** Throws when the programs did not all run, or one gave two different checksums. */
    measurements(): Measurement[] {
      return PROGRAMS.map((program, index) => {
        const runs = Array.from(
          { length: REPETITIONS },
          (_, i) => (index * REPETITIONS + i) * perRun,
        ).map((at) => {
          const [start, end] = [marks[at], marks[at + 1]]
          if (bytes[at] !== 0x53 || bytes[at + 1] !== 0x45 || !start || !end)
            throw new Error(`${program} did not run to its end`)
          const checksum = bytes.slice(at + 2, at + perRun).reverse()
          return {
            program,
            seconds: end.seconds - start.seconds,
            busySeconds: end.busySeconds - start.busySeconds,
            instructions: end.instant - start.instant,
            checksum: Buffer.from(checksum).toString('hex'),
          }
        })
        if (new Set(runs.map(({ checksum }) => checksum)).size !== 1)
          throw new Error(`${program} gave different checksums`)
        return runs.reduce(fasterOf)
      })
    },
  }
}
