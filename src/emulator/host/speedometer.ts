/** Measures how many instructions a second the machine does, over the last half second or so. */

export interface Speedometer {
  /** Notes that `executed` instructions had been done by host time `now`, in milliseconds. */
  sample(now: number, executed: number): void
  /** Millions a second. */
  mips(): number
  reset(): void
}

const WINDOW_MILLISECONDS = 500

export function createSpeedometer(): Speedometer {
  let samples: { now: number; executed: number }[] = []
  return {
    sample(now, executed) {
      samples.push({ now, executed })
      while (samples.length > 2 && now - (samples[1]?.now ?? now) > WINDOW_MILLISECONDS) {
        samples.shift()
      }
    },
    mips() {
      const first = samples[0]
      const last = samples.at(-1)
      if (!first || !last || last.now <= first.now) return 0
      return (last.executed - first.executed) / (last.now - first.now) / 1000
    },
    reset() {
      samples = []
    },
  }
}
