/** Every invariant that ARCHITECTURE.md prints has a test, and every test that the table names exists and claims something. */
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { invariants } from './invariants'
import { read, root } from './sources'

/** The numbered lines of the section "Invariants". */
function printed(): string[] {
  const section =
    /^## Invariants[\s\S]*?(?=^## |$(?![\s\S]))/m.exec(read('ARCHITECTURE.md'))?.[0] ?? ''
  return [...section.matchAll(/^(\d+)\. (.*)$/gm)].map(([, number, text]) => `${number}. ${text}`)
}

describe('invariants', () => {
  it('are the ones that ARCHITECTURE.md prints', () => {
    const lines = printed().map((line) => line.replaceAll('**', ''))
    expect(lines).toHaveLength(invariants.length)
    invariants.forEach(({ number, begins }, i) => {
      expect(lines[i]).toContain(`${number}. ${begins}`)
    })
  })

  it.each(invariants)('$number ($begins …) has its tests', ({ tests }) => {
    expect(tests).not.toHaveLength(0)
    for (const test of tests) {
      expect(existsSync(root + test), `${test} does not exist`).toBe(true)
      expect(read(test)).toMatch(/\bexpect\(/)
    }
  })
})
