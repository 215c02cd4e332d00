/** Rust in colours: nothing is lost, lines stay lines, and each kind of word has its own. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { LONGEST_COLOURED, rustTokens, type TokenKind } from './rust-tokens'

const kindsOf = (text: string): Record<string, TokenKind | undefined> =>
  Object.fromEntries(rustTokens(text).flatMap((line) => line.map(({ text, kind }) => [text, kind])))

const joined = (text: string) =>
  rustTokens(text).map((line) => line.map(({ text }) => text).join(''))

describe('Rust in colours', () => {
  it('tells kinds of words apart', () => {
    const kinds = kindsOf(
      'pub fn add(a: u64) -> Option<u64> { println!("{a}"); a.pow(0x1f) } // sum',
    )
    expect(kinds).toMatchObject({
      pub: 'keyword',
      fn: 'keyword',
      Option: 'type',
      u64: 'type',
      '"{a}"': 'string',
      '0x1f': 'number',
      '// sum': 'comment',
    })
    expect(kinds['println!'] ?? kinds['println']).toBe('macro')
  })

  it('colours every line of what spans several', () => {
    const lines = rustTokens('/* one\n   two */\nlet text = "a\nb";\n')
    expect(lines).toHaveLength(4)
    expect(lines[0]).toEqual([{ text: '/* one', kind: 'comment' }])
    expect(lines[1]).toEqual([{ text: '   two */', kind: 'comment' }])
    expect(lines[3]?.[0]).toEqual({ text: 'b"', kind: 'string' })
  })

  it('loses no character of the kernel, nor of what is no Rust at all', () => {
    const folder = new URL('../../../kernel/src/', import.meta.url)
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    for (const file of files.filter((name) => name.endsWith('.rs'))) {
      const text = readFileSync(new URL(file, folder), 'utf8')
      expect(joined(text)).toEqual(text.replace(/\n$/, '').split('\n'))
    }
    for (const text of ['', '\n', '\n\n', '"', "'", '/*', 'fn (((', '\0\u{1F600}', 'r#"']) {
      expect(joined(text)).toEqual(text.replace(/\n$/, '').split('\n'))
    }
  })

  it('has the same lines whatever ends them', () => {
    expect(joined('a\r\nb\rc\n')).toEqual(['a', 'b', 'c'])
  })

  it('leaves a file without colours that would take too long', () => {
    const text = 'let a = 1;\n'.repeat(LONGEST_COLOURED / 11 + 1)
    const lines = rustTokens(text)
    expect(lines[0]).toEqual([{ text: 'let a = 1;' }])
  })
})
