/** The same image in QEMU and in Ringside: the same serial text, the same end, the same screen. */
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { corrected, stateInQemu } from './expected-lines'
import { runInQemu } from './qemu'
import { runInRingside } from './ringside'
import { bootScenarios } from './scenarios'

const image = fileURLToPath(new URL('../../kernel/prebuilt/ringside-kernel.elf', import.meta.url))

/** How many polls, wakes and ticks there were depends on how fast the host is, not on what the machine does. */
const withoutCounts = (text: string) =>
  text
    .replace(/polls \d+/g, 'polls N')
    .replace(/^( ?\d+ \w+) +\d+ +\d+ /gm, '$1 N N ')
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

describe('Ringside prints what QEMU prints', () => {
  it.each(bootScenarios)('$name', { timeout: 40_000 }, async (scenario) => {
    const { commandLine, input = [], untilText } = scenario
    const run = { commandLine, input, ...(untilText !== undefined && { untilText }) }
    const qemu = await runInQemu({ image, ...run })
    const ringside = runInRingside(run)
    const texts = [ringside.serial, corrected(scenario, qemu.serial)].map(withoutCounts) as [
      string,
      string,
    ]
    const endsByItself = untilText === undefined && scenario.finalState !== 'spin'
    const [ours, theirs] = endsByItself ? texts : commonPart(...texts)
    expect(ours).toBe(theirs)
    expect(stateInQemu(ringside.finalState)).toBe(qemu.finalState)
    expect(ringside.exitStatus).toBe(qemu.exitStatus)
  })
})
