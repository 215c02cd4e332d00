/**
 * Every boot scenario in QEMU, the machine that is not ours: the kernel does there what the scenario says, and Ringside shows the same
 * serial text and the same end. One run in QEMU serves both questions, because it is the slow one of the two.
 */
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { corrected, differences, stateInQemu } from './expected-lines'
import { runInQemu } from './qemu'
import { runInRingside } from './ringside'
import { bootScenarios } from './scenarios'

const image = fileURLToPath(new URL('../../kernel/prebuilt/ringside-kernel.elf', import.meta.url))

/**
 * How many polls, wakes and ticks there were depends on how fast the host is, not on what the machine does; and so does whether the next
 * byte came, and woke the running task, before that task was asked for its state.
 */
const withoutHostSpeed = (text: string) =>
  text
    .replace(/polls \d+/g, 'polls N')
    .replace(/^( ?\d+ \w+) +\d+ +\d+ /gm, '$1 N N ')
    .replace(/^( ?\d+) (?:running|ready) N N shell$/gm, '$1 running N N shell')
    .replace(/^\d+$/gm, 'N')

/**
 * A run that prints for ever is cut off somewhere, by us or by a deadlock, and where the timer's dots fall between keys depends on when the
 * keys were pressed: only what both had printed can be compared, without the dots.
 */
function commonPart(a: string, b: string): [string, string] {
  const [ours, theirs] = [a, b].map((text) => text.replace(/\./g, '')) as [string, string]
  const length = Math.min(ours.length, theirs.length)
  return [ours.slice(0, length), theirs.slice(0, length)]
}

describe('the kernel in QEMU', () => {
  it.each(bootScenarios)('$name', { timeout: 40_000 }, async (scenario) => {
    const { commandLine, input = [], untilText } = scenario
    const run = { commandLine, input, ...(untilText !== undefined && { untilText }) }
    const qemu = await runInQemu({ image, ...run })
    const serial = corrected(scenario, qemu.serial)
    const expected = { ...scenario, finalState: stateInQemu(scenario.finalState) }
    expect.soft(differences(expected, { ...qemu, serial }), serial).toEqual([])

    const ringside = runInRingside(run)
    const texts = [ringside.serial, serial].map(withoutHostSpeed) as [string, string]
    const endsByItself = untilText === undefined && scenario.finalState !== 'spin'
    const [ours, theirs] = endsByItself ? texts : commonPart(...texts)
    expect(ours).toBe(theirs)
    expect(stateInQemu(ringside.finalState)).toBe(qemu.finalState)
    expect(ringside.exitStatus).toBe(qemu.exitStatus)
    // What the frame of a fault could not be pushed to stands nowhere else.
    if (qemu.finalState === 'shutdown' || qemu.finalState === 'dead')
      expect(ringside.cr2).toBe(qemu.cr2)
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
