/** Every boot scenario in Ringside: the same table that the kernel's own tests in QEMU are held to. */
import { describe, expect, it } from 'vitest'
import { differences } from './expected-lines'
import { runInRingside } from './ringside'
import { bootScenarios } from './scenarios'

describe('the kernel in Ringside', () => {
  it.each(bootScenarios)('$name', (scenario) => {
    const { commandLine, input = [], untilText } = scenario
    const run = runInRingside({ commandLine, input, ...(untilText !== undefined && { untilText }) })
    expect(differences(scenario, run), run.serial).toEqual([])
  })
})
