/** Every boot scenario in QEMU: the kernel alone, on a machine that is not ours. */
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { corrected, differences, stateInQemu } from './expected-lines'
import { runInQemu } from './qemu'
import { bootScenarios } from './scenarios'

const image = fileURLToPath(new URL('../../kernel/prebuilt/ringside-kernel.elf', import.meta.url))

describe('the kernel in QEMU', () => {
  it.each(bootScenarios)('$name', { timeout: 30_000 }, async (scenario) => {
    const { commandLine, input = [], untilText } = scenario
    const run = await runInQemu({
      image,
      commandLine,
      input,
      ...(untilText === undefined ? {} : { untilText }),
    })
    const serial = corrected(scenario, run.serial)
    const expected = { ...scenario, finalState: stateInQemu(scenario.finalState) }
    expect(differences(expected, { ...run, serial }), run.serial).toEqual([])
  })

  it('shows on the screen what it sends to the serial port', { timeout: 30_000 }, async () => {
    const { screen } = await runInQemu({ image, commandLine: 'scenario=map-new-page' })
    expect(screen.filter((row) => row !== '')).toEqual([
      expect.stringMatching(/^Ringside kernel/),
      '== map-new-page',
      'tables made 3',
      'wrote 42, physmap reads 42',
      '== map-new-page: done',
      'type help for the commands, list for the scenarios',
      'ring0>',
    ])
  })
})
