/**
 * The form of the core's sources. Prettier and ESLint cannot read AssemblyScript's decorators on functions, so this
 * checks what they check elsewhere.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const folder = new URL('../../src/emulator/core/', import.meta.url)
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }))

const WIDTH = 120
/** A table, one row a line. */
const MAY_BE_WIDE = ['handlers.ts']
const IMPORT = /import \{([^}]*)\} from '(\.\/[\w-]+)'\n/g

const namesOf = (list: string) =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
const withoutComments = (text: string) =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*/g, '')

function complaints({ name, text }: { name: string; text: string }): string[] {
  const found: string[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const complain = (what: string) => found.push(`${name}:${index + 1} ${what}`)
    if (line.length > WIDTH && !MAY_BE_WIDE.includes(name)) complain(`has ${line.length} columns`)
    if (line !== line.trimEnd()) complain('ends in a space')
    if (/;$/.test(withoutComments(line)) && !/^ \*/.test(line)) complain('ends in a semicolon')
    if (line.includes('\t')) complain('has a tab')
  }
  if (/\n\n\n|\n\n$/.test(text) || !text.endsWith('\n')) found.push(`${name} has idle lines`)

  const imports = [...text.matchAll(IMPORT)].map(([, names = '', from = '']) => ({ names, from }))
  const code = withoutComments(text.replace(IMPORT, ''))
  const order = imports.map(({ from }) => (from === './layout' ? '' : from))
  if (order.some((from, i) => i > 0 && from <= (order[i - 1] ?? '')))
    found.push(`${name} imports out of order`)
  for (const imported of imports.flatMap(({ names }) => namesOf(names))) {
    const local = imported.split(' as ').at(-1) ?? ''
    if (!new RegExp(`\\b${local}\\b`).test(code)) found.push(`${name} does not use ${imported}`)
  }
  return found
}

describe('the sources of the core', () => {
  it('keep the house’s form', () => {
    expect(sources.length).toBeGreaterThan(40)
    expect(sources.flatMap(complaints)).toEqual([])
  })

  it('are found out when they do not', () => {
    const text = "import { a, b } from './z'\nimport { c } from './layout'\n\nlet x = a + c; \n"
    expect(complaints({ name: 'bad.ts', text })).toEqual([
      'bad.ts:4 ends in a space',
      'bad.ts imports out of order',
      'bad.ts does not use b',
    ])
  })
})
