/** Settings on disk: remembered, and never in the way when the file is broken. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS, type Settings } from '../shared/app/settings'
import { createSettingsFile } from './settings-file'

const newPath = () => join(mkdtempSync(join(tmpdir(), 'ringside-settings-')), 'settings.json')
const DARK: Settings = {
  theme: 'dark',
  speed: 'flat-out',
  layout: { columns: 0.4 },
  folded: [],
  topic: 'page-walk',
  diagrams: { isWide: false, isPairWide: true, isOverview: false },
}

describe('the settings file', () => {
  it('gives the defaults when there is none', async () => {
    expect(await createSettingsFile(newPath()).load()).toEqual(DEFAULT_SETTINGS)
  })

  it('gives the next start what was saved', async () => {
    const path = newPath()
    await createSettingsFile(path).save(DARK)
    expect(await createSettingsFile(path).load()).toEqual(DARK)
  })

  it.each(['', '{', 'null', '"dark"', 'x'.repeat(100_000)])(
    'gives the defaults for a file that holds no settings',
    async (text) => {
      const path = newPath()
      writeFileSync(path, text)
      expect(await createSettingsFile(path).load()).toEqual(DEFAULT_SETTINGS)
    },
  )

  it('ends with the last of many saves', async () => {
    const path = newPath()
    const file = createSettingsFile(path)
    const speeds = [10, 20, 30, 40]
    await Promise.all(speeds.map((speed) => file.save({ ...DARK, speed })))
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ speed: 40 })
  })
})
