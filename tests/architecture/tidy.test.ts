/** House rules that read the text of files: how they open, and which words stand nowhere. */
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { read, root } from './sources'

/** Files that git knows or would know: nothing that is built or ignored. */
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((file) => /\.(ts|mjs|vue|rs|c|h|css|html|md|json|yml|toml)$/.test(file))
  .filter(
    (file) => !/^(package-lock\.json|tests\/golden\/|tests\/instructions\/vectors\/)/.test(file),
  )

const isCode = (file: string) => /\.(ts|mjs|vue|rs|c)$/.test(file)

/** The first comment's text, markers taken off, or nothing when the file opens with something else. */
function opening(text: string): string | undefined {
  const body = text
    .replace(/^(#!|\/\/ @vitest).*\n/, '')
    .replace(/^<!--([\s\S]*?)-->/, '/*$1*/')
    .trimStart()
  const block = /^\/\*[*!]?([\s\S]*?)\*\//.exec(body)?.[1]
  const lines = /^(?:\/\/[/!]?.*\n)+/.exec(body)?.[0]
  return (block ?? lines)?.replace(/^\s*(?:\*|\/\/[/!]?)/gm, '').trim()
}

/** A Vue file may open with its script, whose first comment then speaks for it. */
const openingOf = (file: string) => {
  const text = read(file)
  return (
    opening(text) ??
    (file.endsWith('.vue') ? opening(text.replace(/^[\s\S]*?<script[^>]*>/, '')) : undefined)
  )
}

describe('every source file', () => {
  it('opens with a sentence that says what it is, unless it is the test of the file beside it', () => {
    const silent = files
      .filter(isCode)
      .filter((file) => !files.includes(file.replace('.test.', '.')) || !file.includes('.test.'))
      .filter((file) => !/^[\w`#][\s\S]*?[.:]/.test(openingOf(file) ?? ''))
    expect(silent).toEqual([])
  })

  it('is found silent when it is', () => {
    expect(opening('import x from "x"\n/** Too late. */')).toBeUndefined()
    expect(opening('/** A sentence. */\nimport x from "x"')).toBe('A sentence.')
    expect(opening('//! The kernel.\nuse core;')).toBe('The kernel.')
  })

  it('has a name that says what is in it', () => {
    const vague = files.filter((file) =>
      /(^|[/.-])(utils?|helpers?|managers?|common|misc|types)([/.-]|$)/i.test(file),
    )
    expect(vague).toEqual([])
  })
})

/** Each word with its reason. The expressions are put together so that this file does not find itself. */
const forbidden = [
  {
    word: new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X'].join('|')})\\b`),
    reason: 'do it, or file it',
  },
  {
    word: new RegExp(`(^|[^\\w.])/${'(work|ro' + 'ot|home)'}/`, 'm'),
    reason: 'a path of one machine',
  },
  {
    word: new RegExp(`eslint-disable(?!.*--)|@ts-${'nocheck'}`),
    reason: 'a silenced rule must say why',
  },
  {
    word: new RegExp(`regi${'stry'}\\.npmjs`),
    reason: 'the address of a registry belongs in the configuration of the host',
  },
]

describe.each(forbidden)('$word', ({ word, reason }) => {
  it(`stands nowhere: ${reason}`, () => {
    const offenders = files.filter((file) => word.test(read(file)))
    expect(offenders).toEqual([])
  })
})
