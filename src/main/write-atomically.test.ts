/** A file is written whole or not at all. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeAtomically } from './write-atomically'

const folder = () => mkdtempSync(join(tmpdir(), 'ringside-write-'))

describe('writeAtomically', () => {
  it('replaces a file and leaves nothing beside it', async () => {
    const at = folder()
    writeFileSync(join(at, 'a.svg'), 'old')
    await writeAtomically(join(at, 'a.svg'), 'new')
    expect(readFileSync(join(at, 'a.svg'), 'utf8')).toBe('new')
    expect(readdirSync(at)).toEqual(['a.svg'])
  })

  it('makes the folder when it is missing', async () => {
    const path = join(folder(), 'deep', 'a.svg')
    await writeAtomically(path, 'text')
    expect(readFileSync(path, 'utf8')).toBe('text')
  })

  it('rejects and cleans up when the target cannot be replaced', async () => {
    const at = folder()
    mkdirSync(join(at, 'taken', 'inside'), { recursive: true })
    await expect(writeAtomically(join(at, 'taken'), 'text')).rejects.toThrow()
    expect(readdirSync(at)).toEqual(['taken'])
  })

  it('lets writers at the same time each write a whole text', async () => {
    const path = join(folder(), 'a.svg')
    const texts = Array.from({ length: 20 }, (_, i) => String(i).repeat(10_000))
    await Promise.all(texts.map((text) => writeAtomically(path, text)))
    expect(texts).toContain(readFileSync(path, 'utf8'))
  })
})
