/** Saving what the page has drawn: the page suggests a name and nothing more. */
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { LARGEST_DOCUMENT } from '../shared/app/desktop'
import { safeFileName, saveDocument } from './document-file'

const folder = () => mkdtempSync(join(tmpdir(), 'ringside-document-'))

describe('saveDocument', () => {
  it('writes where the person says', async () => {
    const path = join(folder(), 'mine.svg')
    const errand = await saveDocument('walk.svg', '<svg/>', async () => path)
    expect(errand).toEqual({ outcome: 'done', value: path })
    expect(readFileSync(path, 'utf8')).toBe('<svg/>')
  })

  it('is cancelled when no place is chosen', async () => {
    expect(await saveDocument('a', 'b', async () => undefined)).toEqual({ outcome: 'cancelled' })
  })

  it('says in a sentence why a place does not work', async () => {
    const path = join(folder(), 'taken.svg')
    mkdirSync(join(path, 'inside'), { recursive: true })
    const errand = await saveDocument('a', 'b', async () => path)
    expect(errand).toMatchObject({
      outcome: 'failed',
      cause: expect.stringMatching(/^.*taken\.svg could not be written: .+\.$/),
    })
  })

  it.each([
    ['a name that is no text', 7, 'text'],
    ['a text that is no text', 'name', { toString: 'x' }],
    ['a text beyond every diagram', 'name', 'x'.repeat(LARGEST_DOCUMENT + 1)],
  ])('refuses %s without asking for a place', async (_what, name, text) => {
    const ask = vi.fn(async () => '/nowhere')
    expect(await saveDocument(name, text, ask)).toMatchObject({ outcome: 'failed' })
    expect(ask).not.toHaveBeenCalled()
  })
})

it.each([
  ['page-walk-0xb8000.svg', 'page-walk-0xb8000.svg'],
  ['../../etc/passwd', 'etc-passwd.svg'],
  ['C:\\Windows\\x.SVG', 'C-Windows-x.svg'],
  ['..', 'diagram.svg'],
  ['', 'diagram.svg'],
  ['.hidden', 'hidden.svg'],
])('suggests for %j the name %s', (suggested, name) => {
  expect(safeFileName(suggested)).toBe(name)
})
