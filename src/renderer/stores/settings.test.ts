// @vitest-environment jsdom
/** Settings are loaded once and saved a little after the last change. */
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Settings } from '../../shared/app/settings'
import { useSettingsStore } from './settings'

const REMEMBERED: Settings = {
  theme: 'dark',
  speed: 100,
  layout: { columns: 0.3 },
  folded: ['timeline'],
  topic: 'page-walk',
  diagrams: { isWide: false, isPairWide: true, isOverview: false },
}

function fakeHost() {
  const saveSettings = vi.fn<(settings: Settings) => Promise<void>>(async () => {})
  return { loadSettings: async () => REMEMBERED, saveSettings }
}

beforeEach(() => {
  setActivePinia(createPinia())
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

describe('the settings store', () => {
  it('takes over what was remembered', async () => {
    const store = useSettingsStore()
    await store.load(fakeHost())
    expect([store.theme, store.speed, store.layout]).toEqual(['dark', 100, { columns: 0.3 }])
  })

  it('saves many changes at once, after the last', async () => {
    const host = fakeHost()
    const store = useSettingsStore()
    await store.load(host)
    for (let share = 0.3; share < 0.6; share += 0.01) store.setShare('columns', share)
    store.setTheme('light')
    expect(host.saveSettings).not.toHaveBeenCalled()
    vi.runAllTimers()
    expect(host.saveSettings).toHaveBeenCalledTimes(1)
    expect(host.saveSettings.mock.calls[0]?.[0]).toMatchObject({ theme: 'light', speed: 100 })
  })

  it('forgets the place of a splitter on request', async () => {
    const store = useSettingsStore()
    await store.load(fakeHost())
    store.setShare('columns', undefined)
    expect(store.layout).toEqual({})
  })

  it('remembers which panes are folded', async () => {
    const host = fakeHost()
    const store = useSettingsStore()
    await store.load(host)
    expect(store.folded).toEqual(['timeline'])
    store.setFolded('timeline', false)
    vi.runAllTimers()
    expect(host.saveSettings.mock.calls[0]?.[0].folded).toEqual([])
  })

  it('follows the system only when told to', () => {
    const store = useSettingsStore()
    store.isSystemDark = true
    expect(store.paper).toBe('dark')
    store.setTheme('light')
    expect(store.paper).toBe('light')
  })
})
