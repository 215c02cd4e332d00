/**
 * A thousand random seeks over runs with input give the states of the first pass.
 * `tests/e2e/seeks.spec.ts` and `tests/electron/seeks.spec.ts` ask the same of the built app.
 */
import { describe, expect, it } from 'vitest'
import { instant } from '../../../src/shared/units'
import { createTimeline } from '../../../src/emulator/timeline/timeline'
import { firstPass, machineOf } from './first-pass'
import { planSeeks } from './plan'
import { SEEK_RUNS } from './runs'

/** So close that the checkpoints of a run that mostly sleeps are many; thinned as much as those of a long run. */
const DENSE = { spacing: 2_000, density: 16 }
/** As the app has them, where the processor works all the time. */
const USUAL = {}

it('a thousand instants are gone to', () => {
  expect(SEEK_RUNS.reduce((sum, { seeks }) => sum + seeks, 0)).toBe(1_000)
})

describe.each(SEEK_RUNS)('$name', (run) => {
  const { instants, order } = planSeeks(run)
  const hashes = firstPass(run, instants)

  it(`is in the state of the first pass after each of ${run.seeks} random seeks`, () => {
    // States that are all alike would be no test.
    expect(new Set(hashes.values()).size).toBe(run.seeks)
    const machine = machineOf(run)
    const timeline = createTimeline(machine, run.commandLine === '' ? DENSE : USUAL)
    timeline.run(run.length)
    expect(timeline.ways().at(0)?.checkpoints.all().length).toBeGreaterThan(4)
    for (const at of order) {
      timeline.seek(instant(at))
      expect(machine.instant()).toBe(at)
      expect(machine.stateHash(), `at instant ${at}`).toBe(hashes.get(at))
    }
  })
})
