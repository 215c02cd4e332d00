/** Compares a run with its scenario: the lines it printed, the state it ended in. */
import type { BootScenario, FinalState } from './scenarios'

/** The lines that count: from the first expected one on, without blanks. */
function countedLines(serial: string, first: string | RegExp | undefined): string[] {
  const lines = serial
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
  const start = lines.findIndex((line) => first !== undefined && fits(line, first))
  return start < 0 ? lines : lines.slice(start)
}

const fits = (line: string | undefined, expected: string | RegExp): boolean =>
  line !== undefined &&
  (typeof expected === 'string' ? line === expected.trimEnd() : expected.test(line))

/** Serial text of QEMU as the manual would have it. */
export const corrected = ({ inQemu = [] }: BootScenario, serial: string): string =>
  inQemu.reduce((text, [wrong, right]) => text.replaceAll(wrong, right), serial)

/** QEMU is told not to make a reset, and then stops as after a triple fault. */
export const stateInQemu = (state: FinalState): FinalState =>
  state === 'reset' ? 'shutdown' : state

/** What differs, in words; nothing when the run did what the scenario says. */
export function differences(
  scenario: BootScenario,
  run: {
    readonly serial: string
    readonly finalState: FinalState
    readonly exitStatus: number | null
    readonly screen?: readonly string[]
  },
): string[] {
  const lines = countedLines(run.serial, scenario.lines[0])
  const count = Math.max(lines.length, scenario.lines.length)
  const found = Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const expected = scenario.lines[index]
    if (expected !== undefined && fits(lines[index], expected)) return []
    return [
      `line ${index + 1}: expected ${expected ?? 'no more'}, printed ${lines[index] ?? 'no more'}`,
    ]
  })
  const repeated = new Set(lines.filter((line) => scenario.alike?.test(line)))
  if (repeated.size > 1) found.push(`differ: ${[...repeated].join(' | ')}`)
  if (run.finalState !== scenario.finalState) {
    found.push(`final state: expected ${scenario.finalState}, was ${run.finalState}`)
  }
  for (const [index, text] of Object.entries(scenario.screen ?? {})) {
    const row = run.screen?.[Number(index)]
    if (row !== text) found.push(`screen row ${index}: expected ${text}, was ${row}`)
  }
  const status = scenario.exitCode === undefined ? undefined : 2 * scenario.exitCode + 1
  if (status !== undefined && run.exitStatus !== status) {
    found.push(`exit status: expected ${status}, was ${run.exitStatus}`)
  }
  return found
}
