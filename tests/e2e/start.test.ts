/** What `npm start` decides before anything is started: which Electron, and whether to build. */
import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { findElectron } from '../../scripts/electron-binary.mjs'
import { isStale } from '../../scripts/freshness.mjs'

afterEach(() => vi.unstubAllEnvs())

describe('the Electron that is started', () => {
  it('is the one that ELECTRON_BIN names', () => {
    vi.stubEnv('ELECTRON_BIN', process.execPath)
    expect(findElectron()).toEqual({ binary: process.execPath })
  })

  it('is none when ELECTRON_BIN names nothing, with the reason in a sentence', () => {
    vi.stubEnv('ELECTRON_BIN', '/no/such/electron')
    expect(findElectron()).toEqual({
      reason: 'ELECTRON_BIN names /no/such/electron, which does not exist',
    })
  })
})

describe('isStale', () => {
  const at = (seconds: number, path: string) => {
    writeFileSync(path, '')
    utimesSync(path, seconds, seconds)
    return path
  }
  const folder = () => mkdtempSync(join(tmpdir(), 'ringside-stale-'))

  it('is true when a product is missing', () => {
    const here = folder()
    expect(isStale([join(here, 'out')], [at(1, join(here, 'source'))])).toBe(true)
  })

  it('is true when a source deep in a folder is newer than the oldest product', () => {
    const here = folder()
    mkdirSync(join(here, 'src', 'deep'), { recursive: true })
    at(20, join(here, 'src', 'deep', 'source'))
    const products = [at(10, join(here, 'old')), at(30, join(here, 'new'))]
    expect(isStale(products, [join(here, 'src')])).toBe(true)
  })

  it('is false when every product is newer, and a source that is not there does not count', () => {
    const here = folder()
    const products = [at(30, join(here, 'out'))]
    expect(isStale(products, [at(20, join(here, 'source')), join(here, 'none')])).toBe(false)
  })
})
