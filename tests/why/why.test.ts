/** Every failure scenario of the lessons is explained by its first cause, on the real kernel; what succeeds is not explained. */
import { describe, expect, it } from 'vitest'
import { bootScenarios } from '../boot/scenarios'
import { aboutMachine, explanationsOf, textOf, wordCount } from './explained'
import { FAILURES } from './failures'

/** A paragraph is read at a glance. */
const MOST_WORDS = 85
const HEDGES = /\b(maybe|perhaps|probably|possibly|might|seems?|likely|could be)\b/i

describe('a failure scenario', () => {
  it.each(FAILURES)('$scenario is explained from the first cause on', (failure) => {
    const commandLine = `scenario=${failure.scenario}`
    const explanations = aboutMachine(explanationsOf({ ...failure, commandLine }))
    const texts = explanations.map(textOf)
    expect(texts.map((text) => text.split('\n')[0])).toHaveLength(failure.because.length)
    failure.because.forEach((figures, index) => {
      for (const figure of figures) expect(texts[index]).toMatch(figure)
    })
    for (const explanation of explanations) {
      expect(wordCount(explanation), textOf(explanation)).toBeLessThanOrEqual(MOST_WORDS)
      expect(textOf(explanation)).not.toMatch(HEDGES)
    }
  })
})

describe('a scenario that succeeds', () => {
  const failing = new Set(FAILURES.map(({ scenario }) => scenario))
  const succeeding = bootScenarios.filter(
    ({ commandLine, finalState }) =>
      ['shell', 'idle'].includes(finalState) &&
      commandLine.startsWith('scenario=') &&
      !failing.has(commandLine.slice('scenario='.length)),
  )

  it.each(succeeding)('$name is not explained', ({ commandLine, input, untilText }) => {
    const explanations = explanationsOf({
      commandLine,
      ...(input && { input }),
      ...(untilText !== undefined && { untilText }),
    })
    expect(aboutMachine(explanations).map(textOf)).toEqual([])
  })
})
