/** Saving what the page has drawn: the page suggests a name and nothing more. */
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { DOCUMENT_KINDS } from '../shared/app/desktop'
import { safeFileName, saveDocument } from './document-file'

const folder = () => mkdtempSync(join(tmpdir(), 'ringside-document-'))

describe('saveDocument', () => {
  it('writes where the person says', async () => {
    const path = join(folder(), 'mine.svg')
    const errand = await saveDocument('drawing', 'walk.svg', '<svg/>', async () => path)
    expect(errand).toEqual({ outcome: 'done', value: path })
    expect(readFileSync(path, 'utf8')).toBe('<svg/>')
  })

  it('writes bytes as they are', async () => {
    const path = join(folder(), 'mine.ringside')
    const bytes = Uint8Array.of(0, 255, 10)
    await saveDocument('session', 'kernel', bytes, async () => path)
    expect(new Uint8Array(readFileSync(path))).toEqual(bytes)
  })

  it('is cancelled when no place is chosen', async () => {
    expect(await saveDocument('drawing', 'a', 'b', async () => undefined)).toEqual({
      outcome: 'cancelled',
    })
  })

  it('says in a sentence why a place does not work', async () => {
    const path = join(folder(), 'taken.svg')
    mkdirSync(join(path, 'inside'), { recursive: true })
    const errand = await saveDocument('drawing', 'a', 'b', async () => path)
    expect(errand).toMatchObject({
      outcome: 'failed',
      cause: expect.stringMatching(/^.*taken\.svg could not be written: .+\.$/),
    })
  })

  it.each([
    ['a kind that is none', 'program', 'name', 'text'],
    ['a kind that every object has', 'toString', 'name', 'text'],
    ['a name that is no text', 'drawing', 7, 'text'],
    ['content that is none', 'drawing', 'name', { length: 1 }],
    [
      'a text beyond every drawing',
      'drawing',
      'name',
      'x'.repeat(DOCUMENT_KINDS.drawing.limit + 1),
    ],
  ])('refuses %s without asking for a place', async (_what, kind, name, content) => {
    const ask = vi.fn(async () => '/nowhere')
    expect(await saveDocument(kind, name, content, ask)).toMatchObject({ outcome: 'failed' })
    expect(ask).not.toHaveBeenCalled()
  })
})

it.each([
  ['page-walk-0xb8000.svg', 'page-walk-0xb8000.svg'],
  ['../../etc/passwd', 'etc-passwd.svg'],
  ['C:\\Windows\\x.SVG', 'C-Windows-x.svg'],
  ['..', 'drawing.svg'],
  ['', 'drawing.svg'],
  ['.hidden', 'hidden.svg'],
])('suggests for %j the name %s', (suggested, name) => {
  expect(safeFileName('drawing', suggested)).toBe(name)
})

it('gives a session its own extension', () => {
  expect(safeFileName('session', 'kernel.elf')).toBe('kernel.elf.ringside')
})
