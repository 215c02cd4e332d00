/** What the documents point at exists: paths in ARCHITECTURE.md, links between Markdown files, `npm run` commands. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { read, root } from './sources'

const documents = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter(Boolean)

const exists = (path: string) => existsSync(root + path)

/** Words in code marks that look like paths of this project: a known first folder, or a file at the root. */
const pathsIn = (text: string) =>
  [...text.matchAll(/`([\w@./-]+)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => /^(src|tests|docs|scripts|kernel|lessons|\.ci)\//.test(path))

describe('ARCHITECTURE.md', () => {
  it('names paths, and all of them exist', () => {
    const paths = pathsIn(read('ARCHITECTURE.md'))
    expect(paths.length).toBeGreaterThan(10)
    expect(paths.filter((path) => !exists(path))).toEqual([])
  })
})

describe.each(documents)('%s', (document) => {
  const text = read(document).replace(/```[\s\S]*?```/g, '')

  it('links only to files that exist', () => {
    const links = [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
      .map(([, link = '']) => link)
      .filter((link) => !/^[a-z]+:/.test(link))
      .map((link) => posix.join(posix.dirname(document), link))
    expect(links.filter((link) => !exists(link))).toEqual([])
  })

  it('names only commands that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const commands = [...read(document).matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(
      ([, name = '']) => name,
    )
    expect(commands.filter((name) => !(name in scripts))).toEqual([])
  })
})
