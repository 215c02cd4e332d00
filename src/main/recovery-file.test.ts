import { existsSync, mkdtempSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRecoveryFile } from './recovery-file'

describe('the recovery file', () => {
  let folder = ''
  const path = () => join(folder, 'recovery.ringside')
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'ringside-recovery-'))))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('is found by the next start, once', async () => {
    await createRecoveryFile(path()).keep(Uint8Array.of(1, 2))
    const next = createRecoveryFile(path())
    expect(await next.take()).toEqual(Uint8Array.of(1, 2))
    expect(await next.take()).toBeUndefined()
  })

  it('goes with an orderly end, whatever is still being written', async () => {
    const file = createRecoveryFile(path())
    const writing = file.keep(Uint8Array.of(1))
    await file.forget()
    await writing
    await file.keep(Uint8Array.of(2))
    expect(existsSync(path())).toBe(false)
  })

  it('is not missed where it cannot be written', async () => {
    mkdirSync(path())
    const file = createRecoveryFile(path())
    await expect(file.keep(Uint8Array.of(1))).resolves.toBeUndefined()
    expect(await file.take()).toBeUndefined()
  })
})
